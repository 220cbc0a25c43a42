"""Knows what a crawl has begun and not ended, visits and items on their way to the database, and wakes who waits."""

import asyncio
from collections.abc import Callable


class UnderWay:
    """Counts both."""

    def __init__(self) -> None:
        self.visits = 0
        self.handed_over = 0
        self.kept = 0
        self._moved = asyncio.Event()

    @property
    def is_nothing(self) -> bool:
        return not self.visits and self.kept >= self.handed_over

    def begin_visit(self) -> None:
        self.visits += 1

    def end_visit(self) -> None:
        self.visits -= 1
        self._moved.set()

    def hand_over(self, items: int) -> None:
        self.handed_over += items

    def item_kept(self) -> None:
        """An item is in the database, or will never be."""
        self.kept += 1
        self._moved.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            self._moved.clear()
            await self._moved.wait()

    async def until_kept(self) -> None:
        """Until all that was handed over up to now is in the database."""
        handed_over = self.handed_over
        await self.until(lambda: self.kept >= handed_over)
