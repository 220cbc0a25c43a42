"""Knows how a crawl is watched from inside: an extension that asks its event loop to be woken every five milliseconds.

A crawl loads it by its EXTENSIONS. What it saw goes, as JSON, to the file that the environment names: how late it was
woken, and the CPU of all processes of the crawl's session by name.
"""

import asyncio
import json
import os
import resource
import time
from collections import Counter
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

TICK = 0.005  # seconds
FILE = "STALLS"  # in the environment
MAIN, READERS = "crawl", "readers"
_HERTZ = os.sysconf("SC_CLK_TCK")


class Stalls:
    """Wakes from the first request to the last answer, and notes how late."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self.watch: asyncio.Task[None] | None = None
        self.started = 0.0
        self.spent: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        stalls = cls()
        crawler.signals.connect(stalls.spider_opened, signals.spider_opened)
        crawler.signals.connect(stalls.spider_closed, signals.spider_closed)
        return stalls

    def spider_opened(self) -> None:
        self.started, self.spent = time.monotonic(), cpu_of_session()
        self.watch = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        while True:
            due = time.perf_counter() + TICK
            await asyncio.sleep(TICK)
            self.late.append(time.perf_counter() - due)

    def spider_closed(self) -> None:
        if self.watch is not None:
            self.watch.cancel()
        late = sorted(self.late)
        told = {
            "seconds": time.monotonic() - self.started,
            "cpu": dict(cpu_of_session() - self.spent),
            "longest": max(late, default=0.0),
            "p99": late[int(0.99 * (len(late) - 1))] if late else 0.0,
            "over_50_ms": sum(one > 0.050 for one in late),
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        Path(os.environ[FILE]).write_text(json.dumps(told), encoding="utf-8")


def cpu_of_session() -> Counter[str]:
    """Seconds of CPU of the crawl's own process, and of all others that it started together, ended ones too."""
    spent: Counter[str] = Counter()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        if int(fields[3]) == os.getsid(0):
            is_main = int(stat.parent.name) == os.getpid()
            spent[MAIN if is_main else READERS] += (int(fields[11]) + int(fields[12])) / _HERTZ
            spent[READERS] += (int(fields[13]) + int(fields[14])) / _HERTZ
    return spent
