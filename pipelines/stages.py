"""Knows the stages that pass what was told, in order; thin, because what they do is known elsewhere.

Storing commits in groups. What was told waits for the transaction that holds it; while one is being written the next
gathers, so a slow disk makes larger groups and a quick one smaller. A scribe is so quick that it would write each by
itself, though ten together take little more than half as long: for that one a group gathers until half of all that may
be under way is in it, two dozen at most, or a moment is over. Whoever awaits `process_item` knows that it is on disk,
or learns why not.
"""

import asyncio
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from crawler.items import Item, Told
from pipelines.database.sharing import hold_engine, release_engine
from pipelines.database.store import Store
from pipelines.dedupe import rules
from pipelines.dictation import Dictation

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MOMENT = 0.05  # seconds, in which the archive of one's own sends ten pages
_MANY = 24  # answers: a page of these takes a tenth less than one of twelve, and more would keep all waiting for longer
_MOST_AT_ONCE = 500  # items; larger transactions are no faster (97,000 rows a second at 50, 80,000 at 5,000 on SQLite)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What was told, since when it waits, and who waits for it to be written."""

    told: Told
    since: float
    written: "asyncio.Future[None]"


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
            for one in item.items if isinstance(item, Told) else ():
                if rule.repeats(one):
                    assert self._crawler.stats is not None
                    self._crawler.stats.inc_value(f"dedupe/{rule.name}")
        return item


class Storing:
    """Writes what was told to the database, much in one transaction."""

    def __init__(self, crawler: "Crawler") -> None:
        self._settings = crawler.settings
        self._dictation: Dictation | None = None
        self._waiting: deque[_Waiting] = deque()
        self._writer: asyncio.Task[None] | None = None
        connections = int(self._settings["INDEX_CONNECTIONS"]) + int(self._settings["REPLAY_CONNECTIONS"])
        self._many = min(connections // 2, _MANY)
        self._are_many = asyncio.Event()

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        return cls(crawler)

    async def open_spider(self) -> None:
        self._dictation = Dictation(Store(hold_engine(self._settings)), self._settings["DATABASE_URL"])

    async def close_spider(self) -> None:
        if self._writer is not None:
            await self._writer
        if self._dictation is not None:
            await self._dictation.close()
            release_engine(self._settings)

    async def process_item(self, item: Any) -> Any:
        if not isinstance(item, Told):
            raise TypeError(f"a {type(item).__name__} was to be stored, and only what an answer told can be")
        written = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(item, time.monotonic(), written))
        if len(self._waiting) >= self._many:
            self._are_many.set()
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_waiting())
        await written
        return item

    async def _write_waiting(self) -> None:
        while self._waiting:
            await self._gather()
            group = self._take_some()
            failure = await self._write([item for one in group for item in one.told.items])
            for one in group:
                if one.written.done():  # whoever waited was cancelled
                    continue
                if failure is None:
                    one.written.set_result(None)
                else:
                    one.written.set_exception(failure)

    @property
    def has_scribe(self) -> bool:
        return self._dictation is not None and self._dictation.scribe is not None

    async def _gather(self) -> None:
        """Until there are many, or those that came first have waited for a moment, the last write included."""
        self._are_many.clear()
        if self.has_scribe and len(self._waiting) < self._many:
            left = self._waiting[0].since + MOMENT - time.monotonic()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._are_many.wait(), max(0.0, left))

    def _take_some(self) -> list[_Waiting]:
        group: list[_Waiting] = []
        items = 0
        while self._waiting and (not group or items + len(self._waiting[0].told.items) <= _MOST_AT_ONCE):
            group.append(self._waiting.popleft())
            items += len(group[-1].told.items)
        return group

    async def _write(self, items: list[Item]) -> Exception | None:
        """The trouble of writing, if any: each of the group has to hear of it, so it is carried rather than raised."""
        assert self._dictation is not None
        try:
            await self._dictation.write(items)
        except Exception as trouble:  # noqa: BLE001 - raised again in every process_item of the group
            return trouble
        return None
