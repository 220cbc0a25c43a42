"""Knows what a diff is made of, and how it is applied: to the old text it gives the new one, letter for letter."""

import re
from dataclasses import dataclass
from enum import Enum

_WORD = re.compile(r"\w")
_PARAGRAPH = re.compile(r"\S(?:[^\n]*\S)?")


class How(Enum):
    """What became of a paragraph, or of some words of one."""

    KEPT = "kept"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"  # it stands here now, and stood elsewhere; some of its words may have changed
    LEFT = "left"  # it stood here, and was moved


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a paragraph that were kept, added or removed together."""

    how: How
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph; `old` and `new` are its places in the two texts, counted from 0. One that was moved comes twice:
    where it is now, with its words, and where it was."""

    how: How
    old: int | None
    new: int | None
    spans: tuple[Span, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether it says what it said: at most a sign was added or removed, which is no change of wording."""
        signs = (span.text for span in self.spans if span.how is not How.KEPT)
        return self.how is How.KEPT or (self.how is How.CHANGED and not any(map(_WORD.search, signs)))

    @property
    def text(self) -> str:
        """As it reads now; of one that was removed or left, as it read."""
        unread = How.ADDED if self.new is None else How.REMOVED
        return "".join(span.text for span in self.spans if span.how is not unread)


@dataclass(frozen=True, slots=True)
class Diff:
    """All paragraphs of both texts, in the order of reading, and what stands between those of the new one."""

    pieces: tuple[Piece, ...]
    gaps: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return all(piece.how is How.KEPT for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """A text taken apart: its lines that say something, and the gaps before, between and after them."""

    lines: tuple[str, ...]
    gaps: tuple[str, ...]


def take_apart(text: str) -> Paragraphs:
    """In the published form a paragraph is a line."""
    lines, gaps, end = [], [], 0
    for found in _PARAGRAPH.finditer(text):
        gaps.append(text[end : found.start()])
        lines.append(found.group())
        end = found.end()
    return Paragraphs(tuple(lines), (*gaps, text[end:]))


def apply(old: str, diff: Diff) -> str:
    """The new text. Raises ValueError where the diff was not made from this old one."""
    was = take_apart(old).lines
    now: dict[int, str] = {}
    for piece in diff.pieces:
        if piece.old is not None and piece.how is not How.LEFT:
            _check(was, piece)
        if piece.new is not None:
            now[piece.new] = piece.text
    written = [now[place] for place in range(len(now))]
    return diff.gaps[0] + "".join(line + gap for line, gap in zip(written, diff.gaps[1:], strict=True))


def _check(was: tuple[str, ...], piece: Piece) -> None:
    assert piece.old is not None
    read = "".join(span.text for span in piece.spans if span.how is not How.ADDED)
    if piece.old >= len(was) or was[piece.old] != read:
        raise ValueError(f"the diff is not of this text: its paragraph {piece.old + 1} was to read {read[:60]!r}")
