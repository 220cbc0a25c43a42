"""Knows the promise of what an earlier run can tell; who keeps it (the database) is named in the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from crawler.intervals import Every
from crawler.items import PolicyPage, Standing
from crawler.outcomes import Outcome
from crawler.timelines import Capture


@dataclass(frozen=True, slots=True)
class Finding:
    """How reading one capture ended: its wording where it was read, the address it leads to where it is a redirect."""

    outcome: Outcome
    wording: str | None = None
    leads_to: str | None = None  # a urlkey


@dataclass(frozen=True, slots=True)
class Asked:
    """That the index was asked, when, for which stretch of time, and whether it answered in full."""

    asked_at: datetime
    since: datetime
    until: datetime
    complete: bool


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A policy page with what is known of its captures. `findings` are by timestamp, and only those that are final."""

    page: PolicyPage
    asked: Asked | None
    captures: tuple[Capture, ...]
    findings: Mapping[str, Finding]


@dataclass(frozen=True, slots=True)
class KnownHome:
    """The home page of one interval, as it was read, or why it was not."""

    interval: str
    outcome: Outcome
    links: tuple[PolicyPage, ...]


@dataclass(frozen=True, slots=True)
class Recollection:
    """All that earlier runs know of one domain."""

    domain: str
    standing: Standing = Standing.WAITING
    every: Every | None = None  # the plan by which it was read
    since: datetime | None = None
    until: datetime | None = None
    asked: Asked | None = None  # the index, for the whole domain
    pages: tuple[KnownPage, ...] = ()
    homes: tuple[KnownHome, ...] = ()


class Memory(Protocol):
    """What an earlier run can tell."""

    def recall(self, domain: str) -> Recollection:
        """What is known of a domain; an empty recollection for one never seen."""
        ...
