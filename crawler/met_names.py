"""Knows which names were met before, in memory that does not grow with their number.

The first ones are held as they are. Beyond those, a hash of each lies in a temporary file that is a table: where a name
has its place follows from its hash, the places after that are tried when others took it. A million names take 41 MB of
disk and seven seconds; held in memory they took 120 MB.
"""

import os
import tempfile
import weakref
from hashlib import blake2b

_HELD = 20_000  # names, two megabytes
_SIZE = 16  # bytes of a hash: no two names of any list will ever share one
_EMPTY = bytes(_SIZE)
_CHUNK = 1 << 16


class MetNames:
    """Names, each of them new once."""

    def __init__(self, most_held: int = _HELD) -> None:
        self._most_held = most_held
        self._held: set[str] = set()
        self._table: _Table | None = None

    def add(self, name: str) -> bool:
        """Notes a name; whether it is new."""
        if self._table is not None:
            return self._table.add(_hash(name))
        if name in self._held:
            return False
        self._held.add(name)
        if len(self._held) > self._most_held:
            self._table = _Table(8 * len(self._held))
            for one in self._held:
                self._table.add(_hash(one))
            self._held.clear()
        return True


class _Table:
    """Hashes in a temporary file of so many places, of which no more than half are taken."""

    def __init__(self, places: int) -> None:
        self._file, path = tempfile.mkstemp(prefix="palimpsest-names-")
        os.unlink(path)  # it is gone when it is closed, or with the process
        self._close = weakref.finalize(self, os.close, self._file)
        os.truncate(self._file, places * _SIZE)
        self._places = places
        self._taken = 0

    def add(self, key: bytes) -> bool:
        place = int.from_bytes(key[:8]) % self._places
        while (found := os.pread(self._file, _SIZE, place * _SIZE)) != _EMPTY:
            if found == key:
                return False
            place = (place + 1) % self._places
        os.pwrite(self._file, key, place * _SIZE)
        self._taken += 1
        if 2 * self._taken > self._places:
            self._grow()
        return True

    def _grow(self) -> None:
        larger = _Table(4 * self._places)
        for start in range(0, self._places * _SIZE, _CHUNK):
            chunk = os.pread(self._file, _CHUNK, start)
            for at in range(0, len(chunk), _SIZE):
                if (key := chunk[at : at + _SIZE]) != _EMPTY:
                    larger.add(key)
        self._close()
        larger._close.detach()
        self._file, self._close = larger._file, weakref.finalize(self, os.close, larger._file)
        self._places, self._taken = larger._places, larger._taken


def _hash(name: str) -> bytes:
    return blake2b(name.encode(), digest_size=_SIZE).digest()
