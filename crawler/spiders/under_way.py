"""Knows what a crawl has begun and not ended, visits and what was told on its way to the database; wakes who waits."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any


class UnderWay:
    """Counts both."""

    def __init__(self) -> None:
        self.visits = 0
        self._on_their_way: set[int] = set()  # the ids of what was told, which stays alive as long as it is
        self._moved = asyncio.Event()

    @property
    def is_nothing(self) -> bool:
        return not self.visits and not self._on_their_way

    def begin_visit(self) -> None:
        self.visits += 1

    def end_visit(self) -> None:
        self.visits -= 1
        self._moved.set()

    def hand_over(self, told: Any) -> None:
        self._on_their_way.add(id(told))

    def item_kept(self, item: Any) -> None:
        """What was told is in the database, or will never be."""
        self._on_their_way.discard(id(item))
        self._moved.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            self._moved.clear()
            await self._moved.wait()

    async def until_kept(self, items: Iterable[Any]) -> None:
        """Until these, of all that was handed over, are in the database. Others may overtake them."""
        wanted = {id(item) for item in items}
        await self.until(lambda: self._on_their_way.isdisjoint(wanted))
