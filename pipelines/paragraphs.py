"""Knows the paragraphs of a document by which it is compared with others below the whole."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.reading.wording import wording

# Headings, addresses and "All rights reserved" are everybody's; the advertising paragraphs of old policies have sixty.
LEAST_WORDS = 15


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
        words = wording(f"\n{line}")
        sha256 = hashlib.sha256(words.encode()).hexdigest()
        count = words.count(" ") + 1
        if count >= LEAST_WORDS and sha256 not in seen:
            seen.add(sha256)
            yield Paragraph(place, line, count, sha256)
