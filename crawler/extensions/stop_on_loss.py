"""Knows that a lost item must stop the crawl. Scrapy by itself logs it, goes on, and reports success."""

import asyncio
from typing import TYPE_CHECKING, Self

from scrapy import signals
from twisted.python.failure import Failure

from crawler.errors import Fault

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

REASON = "fault"  # the finish reason of a crawl stopped so


class StopOnLoss:
    """Closes the spider at the first item that could not be stored and at the first bug of the spider.

    The first error is kept: a command finds it at `crawler.get_extension(StopOnLoss).error`, and exits with 3."""

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler
        self._closing: asyncio.Task[None] | None = None
        self.error: BaseException | None = None

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.item_lost, signal=signals.item_error)
        crawler.signals.connect(extension.spider_failed, signal=signals.spider_error)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def item_lost(self, failure: Failure) -> None:
        self._stop(failure)

    def spider_failed(self, failure: Failure) -> None:
        self._stop(failure)

    def spider_closed(self) -> None:
        """Some bugs Scrapy only logs, with no signal: in the spider's `start`, in a middleware, in a listener."""
        assert self._crawler.stats is not None
        logged = self._crawler.stats.get_value("log_count/ERROR", 0)
        if logged and self.error is None:
            self.error = Fault(f"{logged} errors were logged that should not happen; the log says which")

    def _stop(self, failure: Failure) -> None:
        if self.error is None:
            self.error = failure.value
        if self._closing is None and self._crawler.engine is not None:
            # Scheduled and not awaited: closing waits for the items under way, and this listener is part of one.
            self._closing = asyncio.get_running_loop().create_task(
                self._crawler.engine.close_spider_async(reason=REASON)
            )
