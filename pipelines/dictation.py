"""Knows who writes what a crawl was told: a thread of its own at first, and where there is much, a scribe beside it.

Writing is a third of what a crawl without a pace does, all of it while holding up the event loop: two threads of Python
take turns, and each turn lasts five milliseconds. A scribe takes half a second to start, which is longer than the crawl
of one domain writes. Whatever a scribe cannot do, its end included, the thread does over: twice is as good as once.
"""

import asyncio
import logging
from collections.abc import Sequence

from crawler.beside.asking import Beside, Gone, cores
from crawler.beside.wire import packed
from crawler.errors import Fault
from crawler.items import Item
from pipelines.database.store import Store

WORTH_A_SCRIBE = 1_000  # items written by the thread
logger = logging.getLogger(__name__)


class Dictation:
    """Writes to one database; one group of items at a time."""

    def __init__(self, store: Store, address: str, worth_a_scribe: int = WORTH_A_SCRIBE) -> None:
        self._store = store
        self._address = address
        self._left = (
            worth_a_scribe if cores() > 1 else None
        )  # items before a scribe is started; None: there is no other
        self._starting: asyncio.Task[None] | None = None
        self._scribe: Beside | None = None

    @property
    def scribe(self) -> int | None:
        """The number of the process that writes; None while the thread does."""
        return None if self._scribe is None else self._scribe.number

    async def write(self, items: Sequence[Item]) -> None:
        """All of these, in one transaction. Raises Fault when they could not be written; then none of them was."""
        if self._scribe is not None and await self._is_written_by(self._scribe, items):
            return
        await asyncio.to_thread(self._store.write, items)
        if self._left is not None:
            self._left -= len(items)
            if self._left <= 0:
                self._left = None
                self._starting = asyncio.create_task(self._start())

    async def close(self) -> None:
        """No scribe is left behind."""
        if self._starting is not None:
            await self._starting
        if self._scribe is not None:
            self._scribe.end()

    async def _start(self) -> None:
        try:
            self._scribe = await Beside.start("pipelines.scribe", {"DATABASE_URL": self._address})
        except Fault as fault:
            logger.warning("%s; the crawl goes on writing by itself, which is slower", fault)

    async def _is_written_by(self, scribe: Beside, items: Sequence[Item]) -> bool:
        try:
            is_written: bool = await scribe.ask(packed(items))
        except Gone:
            scribe.end()
            self._scribe = None
            return False
        return is_written
