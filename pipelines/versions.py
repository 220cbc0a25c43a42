"""Knows how versions follow from captures: runs of the same wording along one line, ordered by moment.

This is the specification of the database view `versions`; a test holds that both say the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Sighting:
    """A capture that shows a wording: of a document that is a policy, on one page of a line."""

    captured_at: datetime
    timestamp: str
    urlkey: str
    url: str
    original_url: str
    document_id: int
    title: str
    wording_sha256: str

    @property
    def order(self) -> tuple[datetime, str, str]:
        """By moment. The rest decides between captures of one moment, so that arrival order never does."""
        return self.captured_at, self.timestamp, self.urlkey


@dataclass(frozen=True, slots=True)
class Version:
    """A run of sightings with the same wording, shown as it was first seen: `url` is the page's, `timestamp` and
    `original_url` name just that capture.

    The change to it happened after `not_before`, the last moment of the wording before, and no later than
    `first_seen`; nothing narrower is known. The first version of a line has no wording before it."""

    number: int
    url: str
    document_id: int
    title: str
    first_seen: datetime
    last_seen: datetime
    captures: int
    not_before: datetime | None
    timestamp: str
    original_url: str


def derive_versions(sightings: Iterable[Sighting]) -> tuple[Version, ...]:
    """The versions of one line, oldest first. A wording that comes back is a version of its own: A B A is three."""
    versions: list[Version] = []
    ordered = sorted(sightings, key=lambda sighting: sighting.order)
    for _, run in groupby(ordered, key=lambda sighting: sighting.wording_sha256):
        first, *others = run
        versions.append(
            Version(
                number=len(versions) + 1,
                url=first.url,
                document_id=first.document_id,
                title=first.title,
                first_seen=first.captured_at,
                last_seen=others[-1].captured_at if others else first.captured_at,
                captures=1 + len(others),
                not_before=versions[-1].last_seen if versions else None,
                timestamp=first.timestamp,
                original_url=first.original_url,
            )
        )
    return tuple(versions)
