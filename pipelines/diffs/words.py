"""Knows what changed between two paragraphs, word by word, in runs that a person can read."""

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import groupby

from pipelines.diffs.pieces import How, Span

# A word, a letter of a script without spaces, white space, or one other sign.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+|\s+|[^\w\s]")
_WORD = re.compile(r"\w")
_MOST_TOKENS = 20_000  # of both together: what is longer is no paragraph, and would take minutes
_FEW = 2  # words between two changes that are told as part of the change: "in our" does not help anyone to read


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def bag(text: str) -> Counter[str]:
    """The words of a paragraph, without their order: what likeness is told by."""
    return Counter(token.casefold() for token in tokens(text) if _WORD.match(token))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of their words that two paragraphs have in common, 0 to 1."""
    total = one.total() + other.total()
    if not total:
        return 0.0
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    return 2 * sum(min(count, many[word]) for word, count in few.items() if word in many) / total


def compare_words(old: str, new: str) -> tuple[Span, ...]:
    """The spans of one paragraph: kept and removed ones read together are the old, kept and added ones the new."""
    if old == new:
        return (Span(How.KEPT, new),)
    was, now = tokens(old), tokens(new)
    if len(was) + len(now) > _MOST_TOKENS:
        return (Span(How.REMOVED, old), Span(How.ADDED, new))
    runs: list[tuple[str, str, bool]] = []  # what it read, what it reads, whether the two are the same
    matcher = SequenceMatcher(str.isspace, was, now, autojunk=False)
    for how, start, end, new_start, new_end in matcher.get_opcodes():
        runs.append(("".join(was[start:end]), "".join(now[new_start:new_end]), how == "equal"))
    return tuple(_spans(_joined(runs)))


def _joined(runs: list[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
    """Few words kept between two changes become part of them."""
    said = [
        (was, now, kept and not (0 < place < len(runs) - 1 and _says_little(now)))
        for place, (was, now, kept) in enumerate(runs)
    ]
    return [
        ("".join(run[0] for run in group), "".join(run[1] for run in group), kept)
        for kept, group in ((kept, list(together)) for kept, together in groupby(said, key=lambda run: run[2]))
    ]


def _says_little(text: str) -> bool:
    return sum(1 for token in tokens(text) if _WORD.match(token)) < _FEW


def _spans(runs: list[tuple[str, str, bool]]) -> list[Span]:
    spans = []
    for was, now, kept in runs:
        if kept:
            spans.append(Span(How.KEPT, now))
            continue
        spans += [Span(how, text) for how, text in ((How.REMOVED, was), (How.ADDED, now)) if text]
    return spans
