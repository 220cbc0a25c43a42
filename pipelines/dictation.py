"""Knows who writes what a crawl was told: a thread of its own at first, and where there is much, a scribe beside it.

Writing is a third of what a crawl without a pace does, all of it while holding up the event loop: two threads of Python
take turns, and each turn lasts five milliseconds. A scribe takes half a second to start, which is longer than the crawl
of one domain writes. Whatever a scribe cannot do, its end included, the thread does over: twice is as good as once.
"""

import asyncio
from collections.abc import Sequence

from crawler.beside.asking import Beside, Gone, cores
from crawler.beside.wire import packed
from crawler.items import Item
from pipelines.database.store import Store

WORTH_A_SCRIBE = 1_000  # items written by the thread


class Dictation:
    """Writes to one database; one group of items at a time."""

    def __init__(self, store: Store, address: str, worth_a_scribe: int = WORTH_A_SCRIBE) -> None:
        self._store = store
        self._address = address
        self._left = worth_a_scribe if cores() > 1 else None  # items, before a scribe is started
        self._starting: asyncio.Task[Beside] | None = None

    async def write(self, items: Sequence[Item]) -> None:
        """All of these, in one transaction. Raises Fault when they could not be written; then none of them was."""
        if not await self._is_written_beside(items):
            await asyncio.to_thread(self._store.write, items)
            self._start_when_worth_it(len(items))

    @property
    def scribe(self) -> int | None:
        """The number of the process that writes; None while the thread does."""
        is_there = self._starting is not None and self._starting.done()
        return self._starting.result().number if self._starting is not None and is_there else None

    async def close(self) -> None:
        """No scribe is left behind."""
        if self._starting is not None:
            (await self._starting).end()

    async def _is_written_beside(self, items: Sequence[Item]) -> bool:
        if self._starting is None or not self._starting.done():
            return False
        try:
            is_written: bool = await self._starting.result().ask(packed(items))
        except Gone:
            self._starting.result().end()
            self._starting = self._left = None
            return False
        return is_written

    def _start_when_worth_it(self, written: int) -> None:
        if self._left is None or self._starting is not None:
            return
        self._left -= written
        if self._left <= 0:
            start = Beside.start("pipelines.scribe", {"DATABASE_URL": self._address})
            self._starting = asyncio.create_task(start)
