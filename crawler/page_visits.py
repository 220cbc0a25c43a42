"""Knows one policy page under way: its captures, and what was found in them so far."""

from dataclasses import dataclass, field

from crawler.items import PolicyPage
from crawler.memory import Asked, Finding, KnownPage
from crawler.timelines import Capture, one_per_moment


@dataclass(slots=True)
class PageVisit:
    """One policy page under way."""

    page: PolicyPage
    asked: Asked | None = None
    captures: tuple[Capture, ...] = ()
    findings: dict[str, Finding] = field(default_factory=dict)
    gave_up: bool = False  # its index question had no answer in this run

    def add(self, captures: tuple[Capture, ...]) -> None:
        self.captures = one_per_moment((*self.captures, *captures))


def known_page(known: KnownPage) -> PageVisit:
    """The page as an earlier run left it."""
    return PageVisit(known.page, known.asked, one_per_moment(known.captures), dict(known.findings))
