"""Knows what of an answer takes long, and does it: a policy is read and screened, a home page is read for its links.

It is told all it needs and knows no visit, so it can be done in another process; what it finds is for a visit to hear.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from crawler.archives.answers import Answer, Replayed
from crawler.archives.bodies import decode_body
from crawler.errors import Skip
from crawler.items import Document, Miss, PolicyPage, Snapshot
from crawler.readers import Reader
from crawler.reading.documents import miss_of
from crawler.reading.time_limit import within_time
from crawler.snapshots import make_snapshot


@dataclass(frozen=True, slots=True)
class Came:
    """An answer that holds a page, for whom it came, and when."""

    domain: str
    urlkey: str
    timestamp: str
    heard: Replayed
    answer: Answer
    now: datetime

    def snapshot(self) -> Snapshot:
        return make_snapshot(self.domain, self.urlkey, self.timestamp, self.heard, self.answer, self.now)


@dataclass(frozen=True, slots=True)
class PolicyToRead:
    """A capture of a policy page."""

    came: Came
    reader: Reader

    def read(self) -> Document | Miss:
        """Its document, screened, or why there is none."""
        return self.reader.read(self.came.snapshot())

    def lost(self, why: Skip) -> Document | Miss:
        """What is said where reading came to no end."""
        return replace(miss_of(self.came.snapshot(), why), read_by=self.reader.name)


@dataclass(frozen=True, slots=True)
class HomeRead:
    """A home page, and the policy pages that it links to."""

    snapshot: Snapshot
    links: tuple[PolicyPage, ...]


@dataclass(frozen=True, slots=True)
class HomeToRead:
    """The home page of an interval."""

    came: Came

    def read(self) -> HomeRead | Skip:
        from crawler.locating.home_pages import policy_links  # slow to load, and most crawls ask for no home page

        try:
            snapshot = self.came.snapshot()
            page = decode_body(snapshot.body, snapshot.headers).body
            url = self.came.heard.url
            links = within_time(lambda: policy_links(self.came.domain, url, page, snapshot.charset), url)
        except Skip as trouble:
            return trouble
        return HomeRead(snapshot, links)

    def lost(self, why: Skip) -> HomeRead | Skip:
        return why


ToRead = PolicyToRead | HomeToRead
Read = Document | Miss | HomeRead | Skip


def without_body(read: Read, came: Came) -> Read | None:
    """What was found, for somebody who has the bytes that came; None where its snapshot holds others, or none."""
    snapshot = getattr(read, "snapshot", None)
    if snapshot is None or snapshot.body != came.answer.body:
        return None
    return with_body(read, b"")


def with_body(read: Read, body: bytes) -> Read:
    """What was found, its snapshot holding these bytes."""
    assert not isinstance(read, Skip)
    assert read.snapshot is not None
    return replace(read, snapshot=replace(read.snapshot, body=body))
