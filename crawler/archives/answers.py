"""Knows the shapes in which archives are asked and answer, whatever their dialect."""

import re
from dataclasses import dataclass
from datetime import datetime

from crawler.timelines import Capture
from crawler.urlkeys import domain_key


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from an address: status, headers in their order, and the bytes as they were sent."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first non-empty header of a name; names differ in case from year to year."""
        return next((value for key, value in self.headers if key.lower() == name and value.strip()), None)


@dataclass(frozen=True, slots=True)
class IndexQuestion:
    """What is asked of an index: the captures of one page (`url`), or, when `words` are given, those of all addresses
    of a domain that hold one of the words."""

    url: str
    words: tuple[str, ...]
    since: datetime
    until: datetime
    limit: int
    resume_key: str | None = None

    @property
    def is_domain_wide(self) -> bool:
        return bool(self.words)

    @property
    def pattern(self) -> str:
        """The keys of the domain that hold one of the words, in the name of a subdomain or in the path. Letters that
        need no escape get none: dialects differ in what they take back."""
        words = "|".join(_plainly_escaped(word) for word in self.words)
        return f"{_plainly_escaped(domain_key(self.url))}[,)].*({words}).*"


def _plainly_escaped(text: str) -> str:
    return re.sub(r"([.+*?()|\[\]{}^$])", r"[\1]", text)


@dataclass(frozen=True, slots=True)
class IndexPage:
    """One answer of an index. A `resume_key` says that more is to be had with it; `complete` that nothing is left.
    `body` is the answer, decoded, as it is kept."""

    captures: tuple[Capture, ...]
    resume_key: str | None
    complete: bool
    body: bytes


@dataclass(frozen=True, slots=True)
class Replayed:
    """The archived site speaks: status, headers and body are those of its time. `leads_to` is where an archived
    redirect leads, as an address of that time."""

    status: int
    moment: datetime
    url: str
    leads_to: str | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The archive speaks: it cannot replay what was asked, and its nearest capture is this one."""

    timestamp: str
    url: str
