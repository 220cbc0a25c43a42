"""Knows the paragraphs of a document by which it is compared with others below the whole."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from crawler.reading.wording import wording

# Headings, addresses and "All rights reserved" are everybody's; the advertising paragraphs of old policies have sixty.
LEAST_WORDS = 15

# A version says most of what the one before it said, and the versions of a page are read one soon after the other.
_REMEMBERED, _LONGEST = 8_000, 2_000  # lines of so many letters: some 5 MB of them


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and where in its document it stands. Two are the same when their words are, in the same order."""

    place: int
    text: str
    words: int
    sha256: str


def read_paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a document's text that are long enough to say something; one said twice counts once."""
    seen: set[str] = set()
    for place, line in enumerate(line.strip() for line in text.split("\n")):
        if line.count(" ") < LEAST_WORDS - 1:
            continue
        sha256, words = (_remembered if len(line) <= _LONGEST else _name)(line)
        if words >= LEAST_WORDS and sha256 not in seen:
            seen.add(sha256)
            yield Paragraph(place, line, words, sha256)


def _name(line: str) -> tuple[str, int]:
    """The hash of the words of a line, and how many they are."""
    words = wording(f"\n{line}")
    return hashlib.sha256(words.encode()).hexdigest(), words.count(" ") + 1


_remembered = lru_cache(_REMEMBERED)(_name)
