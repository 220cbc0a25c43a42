"""Knows how visits become requests and answers become items: the walk from domain to document, at Scrapy's edge.

What to ask and what an answer means is decided by pure functions (visits.py, listening.py, hearings.py, closings.py).
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object
from twisted.python.failure import Failure

from crawler.archives import Archive, archive_named
from crawler.arguments import read_budget, read_passes, read_plan, read_reading
from crawler.asks import Ask
from crawler.beside.asking import cores
from crawler.closings import close_visit
from crawler.desks.pool import Desks
from crawler.domains import BadLine, ListedDomain
from crawler.errors import Wait
from crawler.figures import counted_as, counted_at_end
from crawler.hearings import hear_trouble
from crawler.items import Item, Told
from crawler.listening import Heard, listen, to_read
from crawler.lists import DomainList
from crawler.memory import Memory
from crawler.middlewares.archive_moment import answer_of
from crawler.middlewares.clock import Clock, clock_of
from crawler.middlewares.lanes import leave_lane, scrapy_settings_of
from crawler.middlewares.pace import LeftAlone, Pace
from crawler.outages import Shelf, Shelved
from crawler.outcomes import Outcome
from crawler.reading.documents import Reading
from crawler.spiders.asking import request_for
from crawler.spiders.failures import trouble_of
from crawler.spiders.under_way import UnderWay
from crawler.to_read import Read
from crawler.visits import Visit

# An index call takes as long as twenty replays: with this many domains under way neither kind waits for the other, and
# the memory that a crawl takes does not grow with its list.
VISITS_AT_ONCE = 32
# Where the answer is empty and comes at once, without any network. What `start` itself yields as an item is not counted
# by Scrapy 2.19 when it closes (it then waits for ever), so whatever is to be kept is yielded by a callback.
_NOWHERE = "data:,"
OUTAGE = "outage"  # the finish reason of a run that the archive left alone


class PoliciesSpider(Spider):
    """The crawl: `scrapy crawl policies -a domains=LIST -a every=… -a since=… -a until=…`."""

    name = "policies"
    archive: Archive
    memory: Memory
    reading: Reading
    desks: Desks
    clock: Clock

    def __init__(
        self,
        domains: str = "",
        every: str = "change",
        since: str = "",
        until: str = "",
        languages: str = "",
        samples: str = "",
        reads_per_domain: str = "",
        hours: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.plan = read_plan(every, since, until, languages)
        self.passes = read_passes(self.plan.every, samples)
        self.budget = read_budget(reads_per_domain, hours)
        self.arguments = {"domains": domains, "every": every, "since": since, "until": until, "languages": languages}
        self.list = DomainList(domains)
        self.total = self.list.check()
        self.under_way, self.shelf = UnderWay(), Shelf()
        self.in_flight, self.is_taking_up = 0, True  # more domains may come
        self.spent: dict[str, int] = {}  # reads of each domain in the pass before, where there is a budget
        self.begun = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        spider.archive = archive_named(settings["ARCHIVE"], settings["ARCHIVE_URL"])
        spider.memory = load_object(settings["MEMORY"]).from_crawler(crawler)
        spider.reading = read_reading(settings["READING"])
        spider.desks = Desks(cores())
        spider.clock = clock_of(crawler)
        spider.begun = spider.clock.now()
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider.under_way.item_kept, signal)
        crawler.signals.connect(spider.asked, signals.request_reached_downloader)
        crawler.signals.connect(spider.desks.close, signals.spider_closed)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        settings.update(scrapy_settings_of(settings), priority="spider")
        if settings["CONTACT"]:
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} {settings['CONTACT']}", priority="spider")

    async def start(self) -> AsyncIterator[Any]:
        """Breadth before depth: all domains' samples, then the probes between them. A run that ends early is useful."""
        for deep in self.passes:
            is_first, self.is_taking_up = deep is self.passes[0], True
            lines = self.list.read()
            while (listed := await asyncio.to_thread(next, lines, None)) is not None:
                if isinstance(listed, BadLine):
                    if is_first:
                        self.logger.warning("%s", listed)
                    continue
                await self.under_way.until(lambda: self.under_way.visits < VISITS_AT_ONCE)
                if self.seconds_left < 0:
                    break
                async for request in self._take_up(listed, deep, is_first):
                    yield request
            self.is_taking_up = False
            if self.shelf.held and not self.in_flight:
                yield Request(_NOWHERE, callback=self.known, dont_filter=True)
            await self.under_way.until(lambda: self.under_way.is_nothing)
            if not is_first and self.seconds_left > 0:
                self._count_those_of_others()

    async def _take_up(self, listed: ListedDomain, deep: bool, is_first: bool) -> AsyncIterator[Request]:
        known = await asyncio.to_thread(self.memory.recall, listed.name)
        budget = self.budget.reads_left(self.spent.get(listed.name, 0))
        visit = Visit(listed, self.plan, known, datetime.now(UTC), deep, budget)
        if visit.was_done:
            if is_first:
                self._count(f"domains/{known.standing.value}")
            return
        self.under_way.begin_visit()
        asks = visit.wants()
        for ask in asks:
            yield self._request(visit, ask)
        if not asks:
            yield Request(_NOWHERE, callback=self.known, cb_kwargs={"visit": visit}, dont_filter=True)

    def _count_those_of_others(self) -> None:
        """What we sampled and were not to deepen is done: by a crawl that another process ran meanwhile."""
        stats = self.crawler.stats.get_stats() if self.crawler.stats else {}
        others = stats.get("domains/sampled", 0) - stats.get("domains/deepened", 0)
        for name in ("done", "deepened") if others > 0 else ():
            self._count(f"domains/{name}", others)

    def asked(self, request: Request) -> None:
        """A request is really sent: retries and hops count as any other."""
        if "kind" in request.meta:
            self._count(f"asked/{request.meta['kind'].value}")

    @property
    def seconds_left(self) -> float:
        """Of the budget: nothing is waited for beyond it."""
        seconds = self.budget.seconds
        return float("inf") if seconds is None else seconds - (self.clock.now() - self.begun)

    async def known(self, response: Response, visit: Visit | None = None) -> AsyncIterator[Told | Request]:
        """Nothing is left to ask: of a visit, or of anyone but those that had no answer."""
        for each in self._go_on(visit, []) if visit else self._unshelve():
            yield each

    def _go_on(self, visit: Visit, items: Iterable[Item]) -> list[Told | Request]:
        """What is to be kept, before anything that is asked because of it; after the last answer, the closing words. In
        one step: two answers of one visit that took turns would each be the last."""
        if self.seconds_left < 0:
            visit.stop()
        asks = visit.wants()
        closing = [] if asks or not visit.is_over else close_visit(visit, datetime.now(UTC))
        if closing:
            self.under_way.end_visit()
            if self.budget.reads is not None and visit.reads:
                self.spent[visit.domain] = visit.reads
            self._count("wordings/new", visit.new_wordings)
        told = Told((*visit.opening(), *items, *closing))
        for name in [*(counted_at_end(visit) if closing else ()), *counted_as(told.items)]:
            self._count(name)
        if told.items:
            self.under_way.hand_over(told)
        return [*([told] if told.items else []), *(self._request(visit, ask) for ask in asks)]

    def _request(self, visit: Visit, ask: Ask) -> Request:
        self.in_flight += 1
        return request_for(self.archive, visit, ask, self.heard, self.not_heard)

    async def heard(self, response: Response, visit: Visit, ask: Ask) -> AsyncIterator[Told | Request]:
        heard, now = response.meta["heard"], datetime.now(UTC)
        try:
            page = to_read(visit, ask, heard, answer_of(response), self.reading, now)
            read = await self.desks.read(page) if page else None
            self.in_flight -= 1
            told = self._hear(visit, ask, heard, read)
            for each in told:
                yield each
            await self.under_way.until_kept(told)
        finally:
            leave_lane(response.meta)

    async def not_heard(self, failure: Failure) -> AsyncIterator[Told | Request]:
        """No answer came, after all tries."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy adds it to every failed download
        leave_lane(request.meta)
        if isinstance(failure.value, IgnoreRequest):
            return  # the crawl is ending: the next run asks
        if isinstance(failure.value, LeftAlone):
            raise CloseSpider(OUTAGE)
        self.in_flight -= 1
        for each in self._hear(**request.cb_kwargs, heard=trouble_of(failure, request)):
            yield each

    def _hear(self, visit: Visit, ask: Ask, heard: Heard, read: Read | None = None) -> list[Told | Request]:
        if isinstance(heard, Wait) and heard.outcome is not Outcome.CUT_SHORT:
            return self._no_answer(Shelved(visit, ask, heard))
        visit.answered(ask)
        return [*self._go_on(visit, listen(visit, ask, heard, read, datetime.now(UTC))), *self._unshelve()]

    def _no_answer(self, shelved: Shelved) -> list[Told | Request]:
        self.logger.warning("%s", shelved.trouble)
        self.shelf.put(shelved)
        if self.shelf.is_outage:
            return self._leave_alone()
        return [] if self.in_flight or self.is_taking_up else self._unshelve()

    def _leave_alone(self) -> list[Told | Request]:
        """Nobody answers: after a pause all is asked again; where there is no pace, there is no pause either."""
        pace = self.crawler.get_downloader_middleware(Pace)
        if pace is None:
            raise CloseSpider(OUTAGE)
        pace.leave_alone("does not answer")
        return [self._request(one.visit, one.ask) for one in self.shelf.take()]

    def _unshelve(self) -> list[Told | Request]:
        told: list[Told | Request] = []
        for one in self.shelf.take():
            one.visit.answered(one.ask)
            told += self._go_on(one.visit, hear_trouble(one.visit, one.ask, one.trouble, datetime.now(UTC)))
        return told

    def _count(self, name: str, number: int = 1) -> None:
        if self.crawler.stats:
            self.crawler.stats.inc_value(name, number)
