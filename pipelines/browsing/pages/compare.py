"""Knows the page that lays two versions beside each other, word by word."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.browsing.addresses import compare_address
from pipelines.browsing.asking import DOMAIN, LINE, NEW, OLD, VIEW
from pipelines.browsing.comparing import can_be_compared
from pipelines.browsing.page import Page
from pipelines.browsing.pages.version import known_versions, version_at
from pipelines.database.opening_to_read import Database
from pipelines.database.questions.versions import document_of
from pipelines.diffs.changes import Change, say_counts
from pipelines.diffs.comparing import compare
from pipelines.diffs.pieces import Diff, Piece
from pipelines.versions import Version


@dataclass(frozen=True, slots=True)
class SomeWords:
    """Words of a paragraph that were kept, added or removed together."""

    how: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What became of a paragraph: kept, changed, added, removed, moved (here) or left (it was moved from here)."""

    how: str
    old: int | None
    new: int | None
    words: tuple[SomeWords, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions and what changed from one to the other. `previous` and `next` lead to the changes beside it. Texts
    that no policy has the length of are not compared; then there are no paragraphs and `too_long` is true."""

    domain: str
    line: int
    view: str
    old: Version
    new: Version
    count: int
    summary: str
    too_long: bool
    paragraphs: tuple[Paragraph, ...]
    previous: str | None
    next: str | None


def answer(engine: Database, domain: str, old: str, new: str, line: int, view: str) -> Compared:
    known = known_versions(engine, domain, line)
    was, now = sorted(
        (version_at(known, domain, old), version_at(known, domain, new)), key=lambda version: version.number
    )
    before, after = document_of(engine, was).text, document_of(engine, now).text
    comparable = can_be_compared(before, after)
    diff = compare(before, after) if comparable else Diff((), ())
    return Compared(
        domain=domain,
        line=line,
        view=view,
        old=was,
        new=now,
        count=len(known),
        summary=say_counts(Change(domain, was, now, diff)) if comparable else "too long to be compared",
        too_long=not comparable,
        paragraphs=tuple(map(_told, diff.pieces)),
        previous=_beside(known, domain, line, view, was.number - 1),
        next=_beside(known, domain, line, view, now.number),
    )


def _told(piece: Piece) -> Paragraph:
    words = tuple(SomeWords(span.how.value, span.text) for span in piece.spans)
    return Paragraph(piece.how.value, piece.old, piece.new, words)


def _beside(known: Sequence[Version], domain: str, line: int, view: str, number: int) -> str | None:
    """The comparison of a version with the one after it, where there are both."""
    if not 1 <= number < len(known):
        return None
    return compare_address(domain, known[number - 1].timestamp, known[number].timestamp, line, view)


PAGE = Page(
    "/{domain}/compare/{old}/{new}",
    "compare",
    "Two versions beside each other, by words; moved paragraphs are known as moved.",
    (DOMAIN, OLD, NEW, LINE, VIEW),
    Compared,
    answer,
)
