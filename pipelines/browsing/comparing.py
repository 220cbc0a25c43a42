"""Knows which two texts can be compared while somebody waits.

What a comparison costs is not a matter of length alone: a paragraph that says one word ten thousand times has a hundred
million pairs of equal words. So the pairs are counted first, which is quick.
"""

from collections import Counter

from pipelines.diffs.pieces import take_apart
from pipelines.diffs.words import tokens

_MOST_LETTERS = 1_000_000  # of both; the longest policies have half of one
_MOST_PAIRS = 20_000_000  # of equal words that face each other: a few seconds
_MOST_STRANGERS = 400_000  # pairs of paragraphs without an equal one, each of which is weighed


def can_be_compared(old: str, new: str) -> bool:
    if len(old) + len(new) > _MOST_LETTERS:
        return False
    was, now = Counter(take_apart(old).lines), Counter(take_apart(new).lines)
    equal_lines = sum(count * now[line] for line, count in was.items())
    strangers = (was - now).total() * (now - was).total()
    if equal_lines > _MOST_PAIRS or strangers > _MOST_STRANGERS:
        return False
    pairs = sum(_pairs(line) * count for side in (was - now, now - was) for line, count in side.items())
    return pairs <= _MOST_PAIRS


def _pairs(line: str) -> int:
    """How many pairs of equal words a paragraph would have with itself; another one has hardly more."""
    return sum(count * count for word, count in Counter(tokens(line)).items() if not word.isspace())
