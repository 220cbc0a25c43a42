"""Knows how the paragraphs of a comparison are laid out for people: unchanged stretches folded, changes numbered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipelines.browsing.pages.compare import Paragraph, SomeWords
from pipelines.diffs.pieces import How

_CONTEXT = 1  # unchanged paragraphs that stay in sight beside a change
_FEW = 2  # so few are not worth a fold


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph in two columns, either of which may be empty. `change` counts the changes from 1; 0 is none. `again`
    says that the label is that of the row before."""

    how: str
    label: str
    again: bool
    change: int
    old: tuple[SomeWords, ...]
    new: tuple[SomeWords, ...]
    both: tuple[SomeWords, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that are shown, or folded away together."""

    folded: bool
    rows: tuple[Row, ...]


def lay_out(paragraphs: Sequence[Paragraph]) -> tuple[Stretch, ...]:
    """All rows, in the order of reading."""
    rows: list[Row] = []
    change = 0
    for paragraph in paragraphs:
        change += paragraph.how != How.KEPT.value
        rows.append(_row(paragraph, change, rows[-1].label if rows else ""))
    near = [
        any(row.change for row in rows[max(0, place - _CONTEXT) : place + _CONTEXT + 1]) for place in range(len(rows))
    ]
    return tuple(_stretches(rows, near))


def _stretches(rows: Sequence[Row], near: Sequence[bool]) -> Iterator[Stretch]:
    for shown, places in groupby(range(len(rows)), key=lambda place: near[place]):
        together = tuple(rows[place] for place in places)
        yield Stretch(not shown and len(together) > _FEW, together)


def _row(paragraph: Paragraph, change: int, label_before: str) -> Row:
    how = paragraph.how
    old = tuple(words for words in paragraph.words if words.how != How.ADDED.value)
    new = tuple(words for words in paragraph.words if words.how != How.REMOVED.value)
    if how in (How.ADDED.value, How.MOVED.value):
        old = ()
    if how in (How.REMOVED.value, How.LEFT.value):
        new = ()
    return Row(
        how=how,
        label=_label(paragraph),
        again=label_before == _label(paragraph) != "",
        change=0 if how == How.KEPT.value else change,
        old=old,
        new=new,
        both=paragraph.words,
    )


def _label(paragraph: Paragraph) -> str:
    if paragraph.how == How.MOVED.value and paragraph.old is not None:
        changed = any(words.how != How.KEPT.value for words in paragraph.words)
        return f"moved here from paragraph {paragraph.old + 1}{', and changed' if changed else ''}"
    if paragraph.how == How.LEFT.value:
        return "moved from here"
    return "" if paragraph.how == How.KEPT.value else paragraph.how
