"""Knows what a text says around the words that were sought: the passage with most of them, and which they are.

A word counts as sought as the database counts it: without regard to capital letters and accents.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_AROUND = 40  # words of a passage
_MOST_LETTERS = 600  # of a passage whose words are long, or scripts without spaces
_BEFORE = 8  # words shown before the first that was sought


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch of a passage, sought or not."""

    text: str
    sought: bool


def extract(text: str, terms: Sequence[str]) -> tuple[Said, ...]:
    """The passage with most of the terms; the beginning of the text where none is found as it is written."""
    sought = {fold(word) for term in terms for word in _WORD.findall(term)}
    words = list(_WORD.finditer(text))
    places = [place for place, word in enumerate(words) if fold(word.group()) in sought]
    first = max(0, _best(words, places) - _BEFORE) if places else 0
    shown = words[first : first + _AROUND]
    if not shown:
        return ()
    start, end = shown[0].start(), min(shown[-1].end(), shown[0].start() + _MOST_LETTERS)
    hits = [words[place].span() for place in places if start <= words[place].start() and words[place].end() <= end]
    return tuple(_stretches(text, start, end, hits, bool(first), end < len(text.rstrip())))


def fold(word: str) -> str:
    """A word without capital letters and accents."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _best(words: Sequence[re.Match[str]], places: Sequence[int]) -> int:
    """The place from which a passage holds most of what was sought: different words first, then how often."""
    best, at = (0, 0), places[0]
    inside: Counter[str] = Counter()
    end = 0
    for place in places:
        while end < len(places) and places[end] < place + _AROUND - _BEFORE:
            inside[fold(words[places[end]].group())] += 1
            end += 1
        worth = (len(inside), inside.total())
        if worth > best:
            best, at = worth, place
        gone = fold(words[place].group())
        inside[gone] -= 1
        if not inside[gone]:
            del inside[gone]
    return at


def _stretches(
    text: str, start: int, end: int, hits: Sequence[tuple[int, int]], cut_before: bool, cut_after: bool
) -> list[Said]:
    stretches = [Said("… ", False)] if cut_before else []
    at = start
    for first, last in hits:
        if first > at:
            stretches.append(Said(_flat(text[at:first]), False))
        stretches.append(Said(text[first:last], True))
        at = last
    if end > at:
        stretches.append(Said(_flat(text[at:end]), False))
    return [*stretches, Said(" …", False)] if cut_after else stretches


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
