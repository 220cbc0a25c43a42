"""Knows how visits become requests and answers become items: the walk from domain to document, at Scrapy's edge.

What to ask and what an answer means is decided by pure functions (visits.py, hearings.py, reading/, screening/).
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from typing import Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object
from twisted.python.failure import Failure

from crawler.archives import Answer, Archive, Elsewhere, Replayed, archive_named
from crawler.archives.bodies import decode_body
from crawler.arguments import read_plan, read_reading
from crawler.asks import Ask, AskCapture, AskHome, AskIndex
from crawler.closings import close_visit
from crawler.domains import BadLine
from crawler.errors import Fault, Skip, Wait
from crawler.hearings import (
    hear_document,
    hear_home,
    hear_index,
    hear_miss,
    hear_onward,
    hear_trouble,
    keep_home,
)
from crawler.items import Document, Item, Miss
from crawler.lists import DomainList
from crawler.locating.home_pages import policy_links
from crawler.memory import Memory
from crawler.middlewares.archive_moment import answer_of
from crawler.middlewares.pace import speeds_of
from crawler.moments import write_timestamp
from crawler.outcomes import Outcome
from crawler.pacing import Kind
from crawler.reading.documents import Reading, read_snapshot
from crawler.screening import screen
from crawler.snapshots import make_snapshot
from crawler.urlkeys import urlkey
from crawler.visits import Visit

# An index call takes as long as twenty replays: with this many domains under way neither kind waits for the other, and
# the memory that a crawl takes does not grow with its list.
VISITS_AT_ONCE = 16
# Where the answer is empty and comes at once, without any network. What `start` itself yields as an item is not counted
# by Scrapy 2.19 when it closes (it then waits for ever), so whatever is to be kept is yielded by a callback.
_NOWHERE = "data:,"
_HARDLY = 0.001  # seconds: the delay of a slot that is not paced; never zero (see settings)


class PoliciesSpider(Spider):
    """The crawl: `scrapy crawl policies -a domains=LIST -a every=… -a since=… -a until=…`."""

    name = "policies"
    archive: Archive
    memory: Memory
    reading: Reading

    def __init__(
        self, domains: str = "", every: str = "change", since: str = "", until: str = "", **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.plan = read_plan(every, since, until)
        self.arguments = {"domains": domains, "every": every, "since": since, "until": until}
        self.list = DomainList(domains)
        self.total = self.list.check()
        self.under_way = 0
        self.room = asyncio.Event()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        spider.archive = archive_named(settings["ARCHIVE"], settings["ARCHIVE_URL"])
        spider.memory = load_object(settings["MEMORY"]).from_crawler(crawler)
        spider.reading = read_reading(settings["READING"])
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        settings.set("DOWNLOAD_SLOTS", _slots(settings), priority="spider")
        if settings["CONTACT"]:
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} {settings['CONTACT']}", priority="spider")

    async def start(self) -> AsyncIterator[Any]:
        for listed in self.list.read():
            if isinstance(listed, BadLine):
                self.logger.warning("%s", listed)
                self._count("domains/bad-lines")
                continue
            while self.under_way >= VISITS_AT_ONCE:
                self.room.clear()
                await self.room.wait()
            known = await asyncio.to_thread(self.memory.recall, listed.name)
            visit = Visit(listed, self.plan, known, self._now())
            if visit.was_done:
                self._count(f"domains/{known.standing.value}")
                continue
            self.under_way += 1
            asks = visit.wants()
            for ask in asks:
                yield self._request(visit, ask)
            if not asks:
                yield Request(_NOWHERE, callback=self.known, cb_kwargs={"visit": visit}, dont_filter=True)

    async def known(self, response: Response, visit: Visit) -> AsyncIterator[Item | Request]:
        """All that a visit needs is known already."""
        for each in self._go_on(visit, []):
            yield each

    def _go_on(self, visit: Visit, items: Iterable[Item]) -> list[Item | Request]:
        """What is to be kept, then what is to be asked next; after the last answer, the closing words. In one step:
        two answers of one visit that took turns would each be the last."""
        asks = visit.wants()
        closing = [] if asks or not visit.is_over else close_visit(visit, self._now())
        if closing:
            self.under_way -= 1
            self.room.set()
            self._count(f"domains/{visit.ended.value}")
        opening = visit.opening()
        return [*opening, *items, *(self._request(visit, ask) for ask in asks), *closing]

    def _request(self, visit: Visit, ask: Ask) -> Request:
        if isinstance(ask, AskIndex):
            kind, address = Kind.INDEX, self.archive.index_address(ask.question)
        else:
            kind, address = Kind.REPLAY, self.archive.replay_address(ask.url, ask.timestamp)
        self._count(f"asked/{kind.value}")
        return Request(
            address,
            callback=self.heard,
            errback=self.not_heard,
            cb_kwargs={"visit": visit, "ask": ask},
            meta={"ask": ask, "kind": kind, "download_slot": kind.value},
            dont_filter=True,  # what was asked before is the database's to know
        )

    async def heard(self, response: Response, visit: Visit, ask: Ask) -> AsyncIterator[Item | Request]:
        """An answer came."""
        visit.answered(ask)
        heard = response.meta["heard"]
        for each in self._go_on(visit, self._items(visit, ask, heard, response)):
            yield each

    async def not_heard(self, failure: Failure) -> AsyncIterator[Item | Request]:
        """No answer came, after all tries."""
        error = failure.value
        if isinstance(error, Fault):
            raise error
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy adds it to every failed download
        visit, ask = request.cb_kwargs["visit"], request.cb_kwargs["ask"]
        visit.answered(ask)
        trouble = Wait(
            Outcome.ARCHIVE_DOWN, f"{request.url}: no answer ({error or type(error).__name__}); ask again later"
        )
        self.logger.warning("%s", trouble)
        for each in self._go_on(visit, hear_trouble(visit, ask, trouble, self._now())):
            yield each

    def _items(self, visit: Visit, ask: Ask, heard: Any, response: Response) -> list[Item]:
        if isinstance(heard, Wait | Skip):
            if isinstance(heard, Wait):
                self.logger.warning("%s", heard)
            return hear_trouble(visit, ask, heard, self._now())
        if isinstance(ask, AskIndex):
            return hear_index(visit, ask, heard)
        try:
            if isinstance(ask, AskHome):
                return self._home_items(visit, ask, heard, answer_of(response))
            return self._capture_items(visit, ask, heard, answer_of(response))
        except Skip as trouble:
            return hear_trouble(visit, ask, trouble, self._now())

    def _home_items(self, visit: Visit, ask: AskHome, heard: Replayed | Elsewhere, answer: Answer) -> list[Item]:
        told = hear_home(visit, ask, heard)
        if told is not None:
            return told
        assert isinstance(heard, Replayed)
        key, at = urlkey(heard.url), write_timestamp(heard.moment)
        snapshot = make_snapshot(visit.domain, key, at, heard, answer, self._now())
        page = decode_body(snapshot.body, snapshot.headers).body
        return keep_home(visit, ask, snapshot, policy_links(visit.domain, heard.url, page, snapshot.charset))

    def _capture_items(self, visit: Visit, ask: AskCapture, heard: Replayed | Elsewhere, answer: Answer) -> list[Item]:
        if isinstance(heard, Elsewhere) or heard.leads_to is not None:
            return hear_onward(visit, ask, heard, self._now())
        if heard.status >= 300:
            raise Skip(Outcome.ARCHIVED_ERROR, f"{heard.url}: the site answered {heard.status} at the time")
        moved = bool(ask.hops) and urlkey(heard.url) != ask.urlkey
        key = urlkey(heard.url) if moved else ask.urlkey
        at = write_timestamp(heard.moment) if moved else ask.capture.timestamp
        snapshot = make_snapshot(visit.domain, key, at, heard, answer, self._now())
        read = read_snapshot(snapshot, self.reading)
        if isinstance(read, Miss):
            self._count(f"misses/{read.kind.value}")
            return hear_miss(visit, ask, read)
        document = screen(read)
        self._count_document(document)
        return hear_document(visit, ask, document)

    def _count_document(self, document: Document) -> None:
        self._count("documents/read" if document.screened is None else f"screened/{document.screened.value}")
        for name, value in document.notes:
            if name == "rule":
                self._count(f"reading/{value}")

    def _count(self, name: str) -> None:
        if self.crawler.stats:
            self.crawler.stats.inc_value(name)

    def _now(self) -> datetime:
        return datetime.now(UTC)


def _slots(settings: BaseSettings) -> dict[str, dict[str, float]]:
    """The delays that keep one process within the pace; the pace middleware keeps all of them within it."""
    speeds = speeds_of(settings)
    connections = {Kind.INDEX: settings["INDEX_CONNECTIONS"], Kind.REPLAY: settings["REPLAY_CONNECTIONS"]}
    return {
        kind.value: {
            "delay": 1 / speeds[kind] if speeds else _HARDLY,
            "concurrency": int(connections[kind]),
            "jitter": 0,
        }
        for kind in Kind
    }
