"""Knows which page goes to which desk: to the one of its domain, where that is not long in coming.

A desk knows what it has read (known_pages.py), so that another capture of the same page takes it a fifth of the time.
So a page waits for its own desk, if that has one, behind a few others at most, and goes to another only beyond that.
"""

import asyncio
from dataclasses import dataclass
from zlib import crc32

_MOST_BEFORE = 8  # pages that one waits behind for its own desk, though another is free: some 20 ms


@dataclass(slots=True, eq=False)
class _Waiting:
    """A page that waits for a place. `own` is that of its domain."""

    own: int
    place: "asyncio.Future[int]"


class Places:
    """So many places for desks, each for so many pages. One that nobody sits at is given only where no other is free,
    one at a time: the desk that is coming may be all that is needed."""

    def __init__(self, count: int, pages: int) -> None:
        self._count = count
        self._free = list(range(count)) * pages  # whose desk read last stands last
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
                place = page.place.result()
                if place not in self._manned:
                    self.give_up(place)
                self.leave(place, is_manned=place in self._manned)
            raise

    def man(self, place: int) -> None:
        """A desk is there now: who was given a place without one has brought it."""
        self._manned.add(place)
        self.give_up(place)

    def give_up(self, place: int) -> None:
        """No desk is coming there any more."""
        if self._coming == place:
            self._coming = None
        self._give()

    def leave(self, place: int, is_manned: bool) -> None:
        """It is free again, with a desk at it or without. A desk may be coming that another page has sent for."""
        if is_manned:
            self._manned.add(place)
        else:
            self._manned.discard(place)
        self._free.append(place)
        self._give()

    def _give(self) -> None:
        """Places that are free to pages that wait, first to those whose own they are."""
        self._waiting = [page for page in self._waiting if not page.place.done()]  # who was cancelled waits no more
        for page in sorted(self._waiting, key=lambda page: page.own not in self._free):
            if not self._free:
                return
            place = self._place_for(page)
            if place is None:
                continue
            if place not in self._manned:
                self._coming = place
            self._free.remove(place)
            self._waiting.remove(page)
            page.place.set_result(place)

    def _place_for(self, page: _Waiting) -> int | None:
        manned = [place for place in self._free if place in self._manned]
        if page.own in manned:
            return page.own
        if page.own in self._manned and self._before(page) < _MOST_BEFORE:
            return None
        if manned or not self._free or self._coming is not None:
            return max(reversed(manned), key=manned.count, default=None)
        return page.own if page.own in self._free else self._free[-1]

    def _before(self, page: _Waiting) -> int:
        """How many others wait for the same desk before it."""
        return sum(other.own == page.own for other in self._waiting[: self._waiting.index(page)])
