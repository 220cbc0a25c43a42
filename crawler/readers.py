"""Knows a reader: by which reading a snapshot becomes a document, and in which languages a policy may be.

Its name says all on which a document depends besides the bytes. Every capture keeps the name of the reader that read
it, so that it is known which of them another reader has still to read.
"""

from dataclasses import dataclass, replace

from crawler.errors import Skip
from crawler.items import Document, Miss, Snapshot
from crawler.reading.documents import READER, miss_of, read_snapshot
from crawler.reading.readings import Reading
from crawler.reading.time_limit import within_time
from crawler.screening import screen


@dataclass(frozen=True, slots=True)
class Reader:
    """One way to read and to screen; no languages are all languages."""

    reading: Reading = Reading.FAITHFUL
    languages: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """`palimpsest 0.1.0 reader 2, faithful`, with the languages behind it where some are named."""
        return ", ".join([READER, self.reading.value, *filter(None, [" ".join(sorted(self.languages))])])

    def read(self, snapshot: Snapshot) -> Document | Miss:
        """The screened document of a snapshot, or the miss that says why there is none."""
        read = read_snapshot(snapshot, self.reading)
        if isinstance(read, Document):
            read = self._screened(read)
        return replace(read, read_by=self.name)

    def _screened(self, document: Document) -> Document | Miss:
        try:
            return within_time(lambda: screen(document, self.languages), document.snapshot.served_url)
        except Skip as slow:
            return miss_of(document.snapshot, slow)


@dataclass(frozen=True, slots=True)
class Wanted:
    """By what snapshots are to be read again; None keeps the languages that each was read for."""

    reading: Reading
    languages: frozenset[str] | None = None

    def reader_after(self, name: str | None) -> Reader:
        """The reader that follows on the one of this name, or on one that nobody knows."""
        return Reader(self.reading, languages_of(name or "") if self.languages is None else self.languages)


def languages_of(name: str) -> frozenset[str]:
    """The languages that the reader of this name kept."""
    parts = name.split(", ")
    return frozenset(parts[2].split()) if len(parts) > 2 else frozenset()
