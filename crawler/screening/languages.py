"""Knows which language a text is in, how sure that is, and whether it is one that was asked for.

The library (eld, see docs/decisions) looks at the first 350 bytes of what it is given. So a few pieces from all over a
text are shown to it, which also tells a text in two languages from one in one, and costs the same for any length.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from crawler.items import Document

if TYPE_CHECKING:
    from eld import LanguageDetector

_PIECES = 6
_PIECE = 400  # letters; the library makes 350 bytes of them
_LONG_ENOUGH = 12  # letters: below that nothing is to be told
_LETTER = re.compile(r"[^\W\d_]")

# The codes that the library can tell, two letters each (ISO 639-1).
_CODES = """
am ar az be bg bn ca cs da de el en es et eu fa fi fr gu he hi hr hu hy is it ja ka kn ko ku lo lt lv ml mr ms nl no or
pa pl pt ro ru sk sl sq sr sv ta te th tl tr uk ur vi yo zh
"""
KNOWN = frozenset(_CODES.split())


@dataclass(frozen=True, slots=True)
class Language:
    """A language and the share of the text looked at that is in it; a doubtful piece counts half."""

    code: str
    confidence: float


def tell_language(text: str) -> Language | None:
    """The language of most of a text; None where it has hardly a letter."""
    votes: Counter[str] = Counter()
    pieces = _pieces(text)
    for piece in pieces:
        told = _detector().detect(piece)
        if told.language is not None:
            votes[told.language] += 2 if told.is_reliable() else 1
    if not votes:
        return None
    code, count = max(votes.items(), key=lambda vote: (vote[1], vote[0]))
    return Language(code, round(count / (2 * len(pieces)), 3))


def find_other_language(document: Document, wanted: frozenset[str]) -> str | None:
    """The language of a document, where only others are wanted. One whose language cannot be told stays."""
    if not wanted or document.language is None or document.language in wanted:
        return None
    asked = ", ".join(sorted(wanted))
    return f"it is in {document.language} (confidence {document.language_confidence:.2f}); asked for: {asked}"


def _pieces(text: str) -> list[str]:
    """Pieces that lie evenly over the text, the whole of a short one; those without letters are left out."""
    count = min(_PIECES, max(1, len(text) // _PIECE))
    step = len(text) // count
    starts = [place * step for place in range(count)]
    cut = (_whole_words(text[start : start + _PIECE]) if start else text[:_PIECE] for start in starts)
    return [piece for piece in cut if len(_LETTER.findall(piece)) >= _LONG_ENOUGH]


def _whole_words(piece: str) -> str:
    """Without the rest of a word at its start; of writing without spaces nothing goes."""
    first, _, others = piece.partition(" ")
    return others if len(first) < len(others) else piece


@cache
def _detector() -> "LanguageDetector":
    from eld import LanguageDetector  # its table takes 0.15 s and 40 MB: only for those who read documents

    return LanguageDetector()
