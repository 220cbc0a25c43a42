"""Knows the stages that items pass, in order; thin, because what they do is known elsewhere.

Storing commits in groups. An item waits for the transaction that holds it; while one is being written the next gathers,
so a slow disk makes larger groups and a quick one smaller, with no timer to tune. Whoever awaits `process_item` knows
that the item is on disk, or learns why not.
"""

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, Self

from crawler.items import Item
from pipelines.database.sharing import hold_engine, release_engine
from pipelines.database.store import Store
from pipelines.dedupe import rules

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_MOST_AT_ONCE = 500  # larger transactions are no faster (97,000 rows a second at 50, 80,000 at 5,000 on SQLite)


class Dedupe:
    """Counts what repeats, by rule."""

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler
        self._rules = rules()

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        for rule in self._rules:
            if isinstance(item, Item) and rule.repeats(item):
                assert self._crawler.stats is not None
                self._crawler.stats.inc_value(f"dedupe/{rule.name}")
        return item


class Storing:
    """Writes items to the database, many in one transaction."""

    def __init__(self, crawler: "Crawler") -> None:
        self._settings = crawler.settings
        self._store: Store | None = None
        self._waiting: deque[tuple[Item, asyncio.Future[None]]] = deque()
        self._writer: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        return cls(crawler)

    async def open_spider(self) -> None:
        self._store = Store(hold_engine(self._settings))

    async def close_spider(self) -> None:
        if self._writer is not None:
            await self._writer
        if self._store is not None:
            release_engine(self._settings)

    async def process_item(self, item: Any) -> Any:
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((item, written))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_waiting())
        await written
        return item

    async def _write_waiting(self) -> None:
        assert self._store is not None
        while self._waiting:
            group = [self._waiting.popleft() for _ in range(min(len(self._waiting), _MOST_AT_ONCE))]
            failure = await asyncio.to_thread(_write, self._store, [item for item, _ in group])
            for _, written in group:
                if written.done():  # whoever waited was cancelled
                    continue
                if failure is None:
                    written.set_result(None)
                else:
                    written.set_exception(failure)


def _write(store: Store, items: list[Item]) -> Exception | None:
    """The trouble of writing, if any: each of the group has to hear of it, so it is carried rather than raised."""
    try:
        store.write(items)
    except Exception as trouble:  # noqa: BLE001 - raised again in every process_item of the group
        return trouble
    return None
