"""Knows where among captures in a row a change most likely lies, by the lengths that the index gives them.

A step in the lengths is a guess: sites change their dress more often than their words. So the guess gets half of the
weight and all places together the other half, and the capture to read is the one that parts the weight in two. A right
guess needs two reads whatever the distance, a wrong one costs less than one read more than halving would.
"""

from collections.abc import Sequence
from itertools import pairwise

from crawler.timelines import Capture

# With less than half, a guess that is certain does not outweigh the rest, and the first read falls beside it: on
# generated histories of 5,000 captures a share of 0.4 took a quarter more reads than 0.5, and 0.7 no fewer (2026-11).
GUESS = 0.5

NOISE = 4.0  # bytes by which records of one unchanged page differ: nonces and clock times compress to other lengths


def best_split(row: Sequence[Capture]) -> int:
    """Which capture of a row to read, if its first and its last differ: by place, neither first nor last."""
    differs = [one.digest is None or one.digest != other.digest for one, other in pairwise(row)]
    guesses = _guesses(_smooth(_lengths(row)))
    even = 1 / max(1, sum(differs))
    weights = [(GUESS * guess + (1 - GUESS) * even) * differ for guess, differ in zip(guesses, differs, strict=True)]
    return _half(weights)


def _half(weights: Sequence[float]) -> int:
    """The place that parts the weights between captures most evenly; of two as good, that nearer to the middle."""
    total, before = sum(weights), 0.0
    ranked = []
    for place in range(1, len(weights)):
        before += weights[place - 1]
        ranked.append((round(abs(before - total / 2), 9), abs(place - len(weights) / 2), place))
    return min(ranked)[2]


def _guesses(lengths: Sequence[float]) -> list[float]:
    """For each two neighbours, how likely it is that one change of the mean lies between them; together 1.

    The likelihood under normal noise of unknown width; `inside` is what two means leave of the squares."""
    count, total, squares = len(lengths), sum(lengths), sum(length * length for length in lengths)
    inside = []
    left = left_squares = 0.0
    for place, length in enumerate(lengths[:-1], start=1):
        left += length
        left_squares += length * length
        right = total - left
        spread = left_squares - left * left / place + squares - left_squares - right * right / (count - place)
        inside.append(max(spread, NOISE * NOISE * count))
    least = min(inside)
    likelihoods: list[float] = [(least / spread) ** ((count - 1) / 2) for spread in inside]
    return [likelihood / sum(likelihoods) for likelihood in likelihoods]


def _smooth(lengths: Sequence[float]) -> list[float]:
    """Each the median of itself and its neighbours: one odd record is no step, and a step stays where it is."""
    inner = [sorted(lengths[place - 1 : place + 2])[1] for place in range(1, len(lengths) - 1)]
    return [lengths[0], *inner, lengths[-1]]


def _lengths(row: Sequence[Capture]) -> list[float]:
    """The length of each, or where the index knows none that of the one before: no step."""
    known = next((capture.length for capture in row if capture.length is not None), 0)
    lengths: list[float] = []
    for capture in row:
        known = known if capture.length is None else capture.length
        lengths.append(float(known))
    return lengths
