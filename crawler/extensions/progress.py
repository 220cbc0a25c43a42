"""Knows how a run shows how far it is: one live panel on a terminal, plain lines that a log can hold elsewhere."""

import asyncio
import logging
import sys
import time
from contextlib import suppress
from datetime import timedelta
from typing import Self, TextIO

from rich.console import Console
from rich.live import Live
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from scrapy import signals
from scrapy.crawler import Crawler

from crawler.figures import Figures, figures_of, log_line, say_domains, say_time
from crawler.middlewares.clock import clock_of
from crawler.middlewares.pace import pauses_of, speeds_of
from crawler.pacing import Kind

_REFRESH = 0.5  # seconds between two looks of the panel
_LOG_EVERY = 60.0  # seconds between two lines in a log
logger = logging.getLogger(__name__)


class Progress:
    """Watches the statistics of a crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.console = Console(stderr=True)
        self.watch: asyncio.Task[None] | None = None
        self.live: Live | None = None
        self.started = time.monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        progress = cls(crawler)
        crawler.signals.connect(progress.spider_opened, signals.spider_opened)
        crawler.signals.connect(progress.spider_closed, signals.spider_closed)
        return progress

    async def spider_opened(self) -> None:
        if self.console.is_terminal and sys.stderr.isatty():
            self.live = Live(self._panel(), console=self.console, refresh_per_second=4, transient=True)
            self.live.start()
            _log_to(sys.stderr)  # while the panel lives, its own stand-in for standard error: lines go above it
        self.watch = asyncio.ensure_future(self._watch())

    async def spider_closed(self) -> None:
        if self.watch is not None:
            self.watch.cancel()
            with suppress(asyncio.CancelledError):
                await self.watch
        if self.live is not None:
            self.live.stop()
            _log_to(sys.stderr)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_REFRESH if self.live else _LOG_EVERY)
            if self.live is not None:
                self.live.update(self._panel())
            else:
                logger.info("%s", log_line(self._figures()))

    def _figures(self) -> Figures:
        stats = self.crawler.stats.get_stats() if self.crawler.stats else {}
        total = getattr(self.crawler.spider, "total", 0)
        samples_alone = getattr(self.crawler.spider, "passes", ()) == (False,)
        return figures_of(stats, total, timedelta(seconds=time.monotonic() - self.started), samples_alone)

    def _panel(self) -> Panel:
        figures = self._figures()
        rows = Table.grid(padding=(0, 2))
        rows.add_column(style="dim", justify="right")
        rows.add_column()
        rows.add_row("", ProgressBar(total=max(1, figures.total), completed=figures.done, width=40))
        rows.add_row("domains", say_domains(figures))
        rows.add_row("captures read", f"{figures.documents:,}, with {figures.wordings:,} new wordings")
        rows.add_row("pace", self._pace(figures))
        if waiting := pauses_of(self.crawler.settings, clock_of(self.crawler).now()):
            rows.add_row("waiting", waiting)
        left = "" if figures.remaining is None else f", about {say_time(figures.remaining)} left"
        rows.add_row("time", f"{say_time(figures.elapsed)}{left}")
        return Panel(
            rows, title="Palimpsest", title_align="left", subtitle="Ctrl-C stops; the same command goes on", width=78
        )

    def _pace(self, figures: Figures) -> str:
        seconds = max(1.0, figures.elapsed.total_seconds())
        allowed = speeds_of(self.crawler.settings)
        index, replay = figures.index_calls / seconds * 60, figures.replays / seconds
        limits = (f" of {allowed[Kind.INDEX] * 60:g}", f" of {allowed[Kind.REPLAY]:g}") if allowed else ("", "")
        return f"{index:.1f}{limits[0]} index calls a minute, {replay:.1f}{limits[1]} replays a second"


def _log_to(stream: TextIO) -> None:
    """Log lines go where standard error is now; those that go to a file stay."""
    for handler in logging.root.handlers:
        if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler):
            handler.setStream(stream)
