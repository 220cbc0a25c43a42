"""Knows which page goes to which desk: to the one of its domain, where that costs no waiting.

A desk knows what it has read (known_pages.py), so that another capture of the same page takes it a fifth of the time.
Where several pages wait for a desk, it takes those of its own domains first, but passes none over for long.
"""

import asyncio
from dataclasses import dataclass
from zlib import crc32

_MOST_PASSED = 8  # times that a page which came first may be passed over: some 50 ms


@dataclass(slots=True, eq=False)
class _Waiting:
    """A page that waits for a place. `own` is that of its domain."""

    own: int
    place: "asyncio.Future[int]"
    passed: int = 0


class Places:
    """So many places for desks. One that nobody sits at is given only where no other is free, one at a time: the desk
    that is coming may be all that is needed."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._free = list(range(count))  # whose desk read last stands last
        self._manned: set[int] = set()
        self._coming: int | None = None  # where a desk is about to be
        self._waiting: list[_Waiting] = []

    async def take(self, domain: str) -> int:
        """A place for a page of this domain; who gets one leaves it again."""
        page = _Waiting(crc32(domain.encode()) % self._count, asyncio.get_running_loop().create_future())
        self._waiting.append(page)
        self._give()
        try:
            return await page.place
        except asyncio.CancelledError:
            if not page.place.cancelled():  # it was given just before
                self.leave(page.place.result(), is_manned=page.place.result() in self._manned)
            raise

    def man(self, place: int) -> None:
        """A desk is there now."""
        self._manned.add(place)
        self._come(place)

    def leave(self, place: int, is_manned: bool) -> None:
        """It is free again, with a desk at it or without."""
        if is_manned:
            self._manned.add(place)
        else:
            self._manned.discard(place)
        self._free.append(place)
        self._come(place)

    def _come(self, place: int) -> None:
        if self._coming == place:
            self._coming = None
        self._give()

    def _give(self) -> None:
        """Places that are free to pages that wait."""
        self._waiting = [page for page in self._waiting if not page.place.done()]  # who was cancelled waits no more
        while self._waiting:
            places = [place for place in self._free if place in self._manned]
            if not places and self._coming is None:
                places = self._free
            if not places:
                return
            page = self._first(places)
            place = page.own if page.own in places else places[-1]
            if place not in self._manned:
                self._coming = place
            self._free.remove(place)
            self._waiting.remove(page)
            page.place.set_result(place)

    def _first(self, places: list[int]) -> _Waiting:
        """The page whose turn it is: the first that one of the places suits, else the first."""
        first = self._waiting[0]
        if first.passed >= _MOST_PASSED:
            return first
        suited = next((page for page in self._waiting if page.own in places), first)
        if suited is not first:
            first.passed += 1
        return suited
