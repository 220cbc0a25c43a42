"""Knows which paragraph of the old text became which of the new one: kept, changed, moved, added or removed.

First the longest runs of equal paragraphs are laid side by side. Of what is left between them, equal paragraphs were
moved; then, between two runs, a paragraph became the one that is most like it, in order; last, what is very much like
another one far away was moved and changed on the way.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial
from itertools import takewhile
from operator import ne

from pipelines.diffs.pieces import Diff, How, Piece, Span, take_apart
from pipelines.diffs.words import bag, compare_words, likeness

_BECAME = 0.4  # as much alike are a paragraph and what became of it in its place: a date that changed in five words
_MOVED = 0.75  # and far from it
_FEW_WORDS = 8  # shorter ones are alike by chance


@dataclass(slots=True)
class _Pairs:
    """Which old place became which new one, and how."""

    new_of: dict[int, tuple[int, How]] = field(default_factory=dict)
    old_of: dict[int, tuple[int, How]] = field(default_factory=dict)

    def pair(self, old: int, new: int, how: How) -> None:
        self.new_of[old] = (new, how)
        self.old_of[new] = (old, how)

    def free(self, old: range, new: range) -> tuple[list[int], list[int]]:
        return [place for place in old if place not in self.new_of], [
            place for place in new if place not in self.old_of
        ]


def compare(old: str, new: str) -> Diff:
    """What changed from one text to the other."""
    was, now = take_apart(old), take_apart(new)
    blocks = SequenceMatcher(None, was.lines, now.lines, autojunk=False).get_opcodes()
    pairs = _Pairs()
    for how, start, end, new_start, _ in blocks:
        if how == "equal":
            for place in range(end - start):
                pairs.pair(start + place, new_start + place, How.KEPT)
    _pair_equal(pairs, was.lines, now.lines)
    bags = [bag(line) for line in was.lines], [bag(line) for line in now.lines]
    for how, start, end, new_start, new_end in blocks:
        if how == "replace":
            olds, news = pairs.free(range(start, end), range(new_start, new_end))
            for one, other in _in_order(olds, news, *bags):
                pairs.pair(one, other, How.CHANGED)
    _pair_alike(pairs, *bags)
    ways = ((range(start, end), range(new_start, new_end)) for _, start, end, new_start, new_end in blocks)
    pieces = [piece for olds, news in ways for piece in _pieces(olds, news, pairs, was.lines, now.lines)]
    return Diff(tuple(pieces), now.gaps)


def _pair_equal(pairs: _Pairs, was: Sequence[str], now: Sequence[str]) -> None:
    olds, news = pairs.free(range(len(was)), range(len(now)))
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    for place in reversed(olds):
        waiting[was[place]].append(place)
    for place in news:
        if waiting[now[place]]:
            pairs.pair(waiting[now[place]].pop(), place, How.MOVED)


def _in_order(
    olds: Sequence[int], news: Sequence[int], was: Sequence[Counter[str]], now: Sequence[Counter[str]]
) -> Iterator[tuple[int, int]]:
    """The pairs that are alike and do not cross, with the most likeness in all."""
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for i in reversed(range(len(olds))):
        for j in reversed(range(len(news))):
            alike = likeness(was[olds[i]], now[news[j]])
            paired = alike + best[i + 1][j + 1] if alike >= _BECAME else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(olds) and j < len(news):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            yield olds[i], news[j]
            i, j = i + 1, j + 1


def _pair_alike(pairs: _Pairs, was: Sequence[Counter[str]], now: Sequence[Counter[str]]) -> None:
    olds, news = pairs.free(range(len(was)), range(len(now)))
    alike = [
        (-like, one, other)
        for one in olds
        if was[one].total() >= _FEW_WORDS
        for other in news
        if (like := likeness(was[one], now[other])) >= _MOVED
    ]
    for _, one, other in sorted(alike):
        if one not in pairs.new_of and other not in pairs.old_of:
            pairs.pair(one, other, How.MOVED)


def _pieces(olds: range, news: range, pairs: _Pairs, was: Sequence[str], now: Sequence[str]) -> Iterator[Piece]:
    """Those of one block, in the order of reading: between two that stayed, what went and then what came."""
    waiting = iter(olds)
    came: list[Piece] = []
    for place in news:
        before, how = pairs.old_of.get(place, (None, How.ADDED))
        if before is None:
            came.append(Piece(How.ADDED, None, place, (Span(How.ADDED, now[place]),)))
            continue
        piece = Piece(how, before, place, compare_words(was[before], now[place]))
        if how is How.MOVED:
            came.append(piece)
            continue
        yield from (_gone(gone, pairs, was) for gone in takewhile(partial(ne, before), waiting))
        yield from came
        yield piece
        came = []
    yield from (_gone(gone, pairs, was) for gone in waiting)
    yield from came


def _gone(place: int, pairs: _Pairs, was: Sequence[str]) -> Piece:
    if place in pairs.new_of:
        return Piece(How.LEFT, place, None, (Span(How.REMOVED, was[place]),))
    return Piece(How.REMOVED, place, None, (Span(How.REMOVED, was[place]),))
