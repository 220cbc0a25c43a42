"""Knows how a crawl is written down as a run: when it began, with which arguments and versions, and how it ended."""

import platform
from typing import Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler

from crawler import VERSION
from pipelines.database.runs import finish_run, start_run
from pipelines.database.sharing import hold_engine, release_engine, shared_engine

_VERSIONS = {"palimpsest": VERSION, "python": platform.python_version(), "scrapy": scrapy.__version__}
_SETTINGS = ("ARCHIVE", "ARCHIVE_URL", "READING")


class RunBook:
    """An extension: only its signals tell why a crawl ended. A run without an end was killed."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._run: int | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        book = cls(crawler)
        crawler.signals.connect(book.spider_opened, signals.spider_opened)
        crawler.signals.connect(book.spider_closed, signals.spider_closed)
        return book

    def spider_opened(self) -> None:
        settings = self._crawler.settings
        given = dict(getattr(self._crawler.spider, "arguments", {}))
        arguments = {**given, **{name: settings[name] for name in _SETTINGS}}
        self._run = start_run(hold_engine(settings), arguments, _VERSIONS)

    def spider_closed(self, reason: str) -> None:
        if self._run is None:
            return
        stats = self._crawler.stats.get_stats() if self._crawler.stats else {}
        counts = {name: value for name, value in stats.items() if isinstance(value, int) and "/" in name}
        finish_run(shared_engine(self._crawler.settings), self._run, counts, reason)
        release_engine(self._crawler.settings)
