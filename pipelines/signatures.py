"""Knows how alike two wordings are: by their shingles (every five words in a row), and by a signature of all of these.

The signature is a one-permutation MinHash: every shingle has one hash, hashes fall into 128 bins, each bin keeps its
smallest; an empty bin borrows that of another, always the same one. Two signatures agree in about as many bins as the
wordings share shingles (Jaccard). In bands of eight bins it becomes sixteen keys: wordings that share a key may be
near. It is plain Python, and a scheme of our own: what is stored must mean the same with next year's libraries.
"""

import hashlib
import struct
import sys
import zlib
from array import array
from collections.abc import Callable, Iterable

SCHEME = "bins-128-shingles-5"  # stored with every signature; another scheme gets another name
NEAR = 0.85  # of the shingles shared: near-duplicates

_WORDS = 5  # words
_BINS, _BAND = 128, 8
_BITS = 2**32
_WIDTH = _BITS // _BINS
_MIX, _SHIFT = 0x9E3779B1, 0x7F4A7C15  # spread the sums, which are close for shingles that are close
_LONG_WORD = 15  # letters on average: then words are not told by spaces, and letters stand for them

# Beyond these the signature decides alone: four standard deviations from NEAR. Between them the shingles are compared.
_SURELY_NEAR, _SURELY_NOT = 0.97, 0.70

Signature = bytes
Shingles = frozenset[int]


def hash_shingles(wording: str) -> list[int]:
    """The hashes of all shingles of five words in a wording, in their order; of letters, in writing without spaces."""
    text = wording.encode(errors="replace")
    words = text.split()
    if len(text) > _LONG_WORD * len(words):
        words = [letter.encode(errors="replace") for letter in wording if not letter.isspace()]
    if len(words) < _WORDS:
        return [zlib.crc32(b" ".join(words))]
    in_a_row = zip(*(words[start:] for start in range(_WORDS)), strict=False)
    return list(map(zlib.crc32, map(b" ".join, in_a_row)))


def read_shingles(wording: str) -> Shingles:
    """The same, each once."""
    return frozenset(hash_shingles(wording))


def sign(shingles: Iterable[int]) -> Signature:
    """The signature of a wording: 128 numbers of four bytes. How often and in which order its shingles come does not
    matter."""
    smallest = [_BITS] * _BINS
    for spread in _spread(array("Q", shingles)):
        if spread < smallest[spread // _WIDTH]:
            smallest[spread // _WIDTH] = spread
    own = [None if spread == _BITS else spread % _WIDTH for spread in smallest]
    return struct.pack(f"<{_BINS}I", *[_filled(own, number) for number in range(_BINS)])


def _spread(hashes: "array[int]") -> "array[int]":
    """`(hash * _MIX + _SHIFT) % 2**32` of each. All at once, as one long number of 64-bit digits: no product is longer,
    so none carries into the next."""
    count = len(hashes)
    together = int.from_bytes(hashes.tobytes(), sys.byteorder)
    together = together * _MIX + _in_each(_SHIFT, count) & _in_each(_BITS - 1, count)
    return array("Q", together.to_bytes(8 * count, sys.byteorder))


def _in_each(number: int, count: int) -> int:
    return int.from_bytes(array("Q", [number]).tobytes() * count, sys.byteorder)


def band_keys(signature: Signature) -> tuple[int, ...]:
    """The sixteen keys by which wordings that may be near are found: signed, as databases hold 64 bits."""
    size = 4 * _BAND
    return tuple(_key(start // size, signature[start : start + size]) for start in range(0, len(signature), size))


def share_band(one: Signature, other: Signature) -> bool:
    """Whether two signatures have a key in common."""
    size = 4 * _BAND
    return any(one[start : start + size] == other[start : start + size] for start in range(0, len(one), size))


def agreement(one: Signature, other: Signature) -> float:
    """The share of bins in which two signatures agree: about the share of shingles that the wordings have in common."""
    first, second = array("I", one), array("I", other)
    return sum(a == b for a, b in zip(first, second, strict=True)) / _BINS


def likeness(one: Shingles, other: Shingles) -> float:
    """The share of all shingles of two wordings that both have (Jaccard)."""
    return len(one & other) / len(one | other)


def are_near(one: Signature, other: Signature, shingles: Callable[[], tuple[Shingles, Shingles]]) -> bool:
    """Whether two wordings are near-duplicates. Their shingles are asked for only where signatures leave a doubt."""
    told = agreement(one, other)
    if told >= _SURELY_NEAR or told < _SURELY_NOT:
        return told >= _SURELY_NEAR
    return likeness(*shingles()) >= NEAR


def _filled(smallest: list[int | None], number: int) -> int:
    """A bin's own, or what it borrows from the first filled one on a way of its own through the others."""
    own, step = smallest[number], 0
    while own is None:
        step += 1
        own = smallest[((number * 0x9E3779B1 + step * 0x85EBCA6B) >> 7) % _BINS]
    return own


def _key(number: int, band: bytes) -> int:
    digest = hashlib.blake2b(band, digest_size=8, salt=number.to_bytes(1, "big")).digest()
    return int.from_bytes(digest, "big", signed=True)
