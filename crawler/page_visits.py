"""Knows one policy page under way: its captures, and what was found in them so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from crawler.items import PolicyPage
from crawler.memory import Asked, Finding, KnownPage
from crawler.outcomes import Outcome
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


def wordings_of(pages: Iterable[PageVisit]) -> frozenset[str | None]:
    """All that was read on some pages, each wording once."""
    findings = (finding for page in pages for finding in page.findings.values())
    return frozenset(finding.wording for finding in findings if finding.outcome is Outcome.READ)
