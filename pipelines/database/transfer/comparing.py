"""Knows whether two databases hold the same rows: all of them, value by value, summed up in a count and a digest."""

import hashlib
import marshal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from pipelines.database.transfer.shapes import Key, Row, Shape
from pipelines.database.transfer.sources import Source
from pipelines.database.transfer.targets import Target


@dataclass(frozen=True, slots=True)
class Compared:
    """One table on both sides, and how many rows of the copy had to be mended to make them one."""

    table: str
    rows: int
    digest: str
    copied_rows: int
    copied_digest: str
    mended: int = 0

    @property
    def is_equal(self) -> bool:
        return (self.rows, self.digest) == (self.copied_rows, self.copied_digest)


@dataclass(slots=True)
class _Side:
    """The rows of one side so far."""

    rows: int = 0
    _hash: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, rows: Sequence[Row]) -> None:
        self.rows += len(rows)
        for row in rows:
            self._hash.update(marshal.dumps(row, 2))  # the version without references: equal rows, equal bytes

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


def compare(source: Source, target: Target, shape: Shape, told: Callable[[int], None]) -> Compared:
    """Both sides in the order of keys, a piece at a time. A row that differs is put right, so that a copy which was
    killed and goes on may follow a source that has changed; what that does not hold is left for `remove_extra`."""
    ours, theirs, mended = _Side(), _Side(), 0
    after: Key | None = None
    for rows in source.pieces(shape, None):
        upto = shape.key_of(rows[-1])
        found = target.between(shape, after, upto)
        if found != rows:
            held = {shape.key_of(row): row for row in found}
            other = [row for row in rows if held.get(shape.key_of(row)) != row]
            target.replace(shape, other)
            mended += len(other)
            found = target.between(shape, after, upto)
        ours.add(rows)
        theirs.add(found)
        after = upto
        told(len(rows))
    theirs.add(target.between(shape, after, None))
    return Compared(shape.name, ours.rows, ours.digest, theirs.rows, theirs.digest, mended)


def remove_extra(source: Source, target: Target, shape: Shape) -> int:
    """Takes away rows that only the copy holds; how many. Keys alone are looked at."""
    after: Key | None = None
    gone = 0
    for keys in chain(source.keys(shape), [None]):
        upto = keys[-1] if keys else None
        wanted = set(keys or ())
        extra = [key for key in target.keys_between(shape, after, upto) if key not in wanted]
        if extra:
            target.remove(shape, extra)
        gone += len(extra)
        after = upto
    return gone
