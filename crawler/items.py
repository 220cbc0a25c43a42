"""Knows everything that may cross from the crawler into the pipelines: the one door between them.

Each is a value, whole in itself, that can be written twice without harm. What one answer tells crosses together and is
stored together or not at all; a document carries its snapshot for the same reason. What is long is left out of the
`repr`, which Scrapy logs whole when an item is lost.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from crawler.intervals import Every
from crawler.outcomes import Outcome
from crawler.timelines import Capture


class FoundBy(Enum):
    """How a policy page was found."""

    INDEX = "index"
    HOME_PAGE = "home-page"
    REDIRECT = "redirect"
    GIVEN = "given"


class Standing(Enum):
    """How far a domain has come: the words of `domains.status`."""

    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain that was taken up or set down, with the plan it is read by."""

    name: str
    rank: int | None
    every: Every
    since: datetime
    until: datetime
    standing: Standing
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """An address where a domain publishes its policy. `promise` orders the pages of a domain: more is likelier."""

    domain: str
    url: str
    urlkey: str
    found_by: FoundBy
    link_text: str
    first_party: bool
    promise: int


@dataclass(frozen=True, slots=True)
class IndexAnswer:
    """What the index said of one page, or (without `urlkey`) of a whole domain; `body` is the answer as it came."""

    domain: str
    urlkey: str | None
    asked_at: datetime
    since: datetime
    until: datetime
    complete: bool
    captures: tuple[Capture, ...] = field(repr=False)
    body: bytes | None = field(repr=False)  # None where the answer for the whole domain holds it


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The bytes of one capture, exactly as replayed, with its headers.

    `body` is what the archive sent, less one clean transfer coding (see docs/decisions); headers keep their order."""

    domain: str
    urlkey: str
    timestamp: str
    served_timestamp: str
    served_url: str
    status: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    media_type: str | None
    charset: str | None
    body: bytes = field(repr=False)
    sha256: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Document:
    """The clean markdown of one snapshot, without the header line, which names domain and moment."""

    snapshot: Snapshot
    title: str
    markdown: str = field(repr=False)
    text: str = field(repr=False)
    sha256: str
    wording_sha256: str
    words: int
    reading: str
    reader_version: str
    charset: str | None
    notes: tuple[tuple[str, str], ...] = field(repr=False)  # what the reader decided and how: name and value
    screened: Outcome | None
    language: str | None = None
    language_confidence: float | None = None
    policy_probability: float | None = None
    read_by: str = ""  # the name of the reader (readers.py)

    @property
    def evidence(self) -> str:
        """Why it was screened out, for people; empty where it was not."""
        return next((value for name, value in self.notes if name == "screen"), "")


@dataclass(frozen=True, slots=True)
class Redirect:
    """A capture of a policy page that sends its reader on to another address."""

    domain: str
    urlkey: str
    timestamp: str
    to_url: str
    to_urlkey: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the home page of one interval linked to; `snapshot` is there where one was replayed."""

    domain: str
    interval: str
    outcome: Outcome
    links: tuple[PolicyPage, ...]
    snapshot: Snapshot | None


@dataclass(frozen=True, slots=True)
class Miss:
    """Something asked for and not had: why, and (with the kind) whether asking again can help."""

    domain: str
    urlkey: str | None
    interval: str | None
    timestamp: str | None
    kind: Outcome
    detail: str
    seen_at: datetime
    snapshot: Snapshot | None = None
    read_by: str = ""  # the name of the reader, where there were bytes to read


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where several wordings of one page come and go: languages, consent, tests on half of its readers."""

    since: datetime
    until: datetime
    wordings: int


@dataclass(frozen=True, slots=True)
class Blinks:
    """That the wordings of a policy page come and go: its versions there are no changes that anyone made."""

    domain: str
    urlkey: str
    stretches: tuple[Stretch, ...]


Item = Domain | PolicyPage | IndexAnswer | Document | Redirect | HomePage | Blinks | Miss


@dataclass(frozen=True, slots=True)
class Told:
    """All that one answer tells, in its order: what Scrapy is handed, which takes some time for every single thing."""

    items: tuple[Item, ...]
