"""Knows how much a page may hold: its markup, told before a tree is made of it, and the letters of its document.

Measured: 1,000 elements take a megabyte and seven milliseconds; 100,000 attributes of one element take nine seconds,
four times as long for twice as many, all of it inside the parser, where nothing can interrupt it. A million letters of
a document take 46 MB while their words are told apart.
"""

import re

from crawler.errors import Skip
from crawler.outcomes import Outcome

MOST_TAGS = 200_000  # and as many lines of plain text; the largest of 150 measured policy pages has 14,000
MOST_ATTRIBUTES = 10_000  # of one element; nobody writes fifty
MOST_LETTERS = 2_000_000  # of a document; the longest of 100 measured policies has 136,000
_SMALL = 200_000  # letters: a page this short has no element that takes long
_LONG_TAG = re.compile(r"<[a-zA-Z][^<]{100000}")
_TAG = re.compile(r"<[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*+")
_NAME = re.compile(r"[\s/\"'][^\s/>=\"']")


def refuse_endless(text: str, most_tags: int = MOST_TAGS) -> None:
    """Raises Skip for a page whose tree would be larger than any that a person wrote."""
    for sign, what in (("<", "tags"), ("\n", "lines")):
        if len(text) > most_tags and (count := text.count(sign)) > most_tags:
            raise Skip(Outcome.TOO_LARGE, f"expected a page of at most {most_tags:,} {what}, {count:,} came; not read")
    if len(text) > _SMALL:
        _refuse_long_tags(text)


def refuse_long_document(markdown: str) -> None:
    """Raises Skip for a document longer than any policy."""
    if len(markdown) > MOST_LETTERS:
        raise Skip(
            Outcome.TOO_LARGE,
            f"expected a document of at most {MOST_LETTERS:,} letters, {len(markdown):,} came; its bytes are kept",
        )


def _refuse_long_tags(text: str) -> None:
    place = 0
    while (found := _LONG_TAG.search(text, place)) is not None:
        tag = _TAG.match(text, found.start())
        place = tag.end() if tag is not None else found.end()
        if tag is not None and sum(1 for _ in _NAME.finditer(text, tag.start(), tag.end())) > MOST_ATTRIBUTES:
            raise Skip(
                Outcome.TOO_LARGE, f"expected elements of at most {MOST_ATTRIBUTES:,} attributes, more came; not read"
            )
