"""Knows a clock that processes share and that never makes anybody wait: it moves on when all of them would only sleep.

A crawl with `-s CLOCK=tests.simulated_clock.SimulatedClock` goes by the clock whose file SIMULATED_CLOCK names; the
stand-in archive is given `SharedTime(file).now`. An hour's pause takes as long as it takes to see that nobody has
anything else to do. A process that was killed holds up nobody.
"""

import asyncio
import atexit
import fcntl
import heapq
import mmap
import os
import struct
import time
from functools import cache
from pathlib import Path
from typing import Any

from scrapy.crawler import Crawler

from tests.processes import lives

NAME = f"{__name__}.SimulatedClock"
BEGINNING = 1_000_000.0
TICK = 0.001  # real seconds between two looks
LEAP, SETTLING = 30.0, 0.05  # after such a step the archive has these real seconds to open or shut its door
BUSY, GONE = 0.0, float("inf")
PROCESSES = 8
NOW = struct.Struct("d")
SLEEPER = struct.Struct("qd")  # the process, and when it wants to be woken


class SharedTime:
    """A moment in a file, and when each process that goes by it wakes up."""

    def __init__(self, file: Path) -> None:
        size = NOW.size + PROCESSES * SLEEPER.size
        if not file.exists():
            file.write_bytes(NOW.pack(BEGINNING) + bytes(size - NOW.size))
        self._file = file
        with file.open("r+b") as opened:
            self._held = mmap.mmap(opened.fileno(), size)

    def now(self) -> float:
        moment: float = NOW.unpack_from(self._held)[0]
        return moment

    def pass_by(self, seconds: float) -> None:
        """So much time goes by."""
        NOW.pack_into(self._held, 0, self.now() + seconds)

    def enter(self) -> int:
        """A place for this process."""
        with self._file.open("r+b") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX)
            free = next(place for place in self._places() if not lives(SLEEPER.unpack_from(self._held, place)[0]))
            self.wake_me(free, BUSY)
        return free

    def wake_me(self, place: int, at: float) -> None:
        SLEEPER.pack_into(self._held, place, os.getpid(), at)

    def move_on(self) -> float:
        """To when the first one wakes, if all that live sleep; how far that was."""
        told = sorted((SLEEPER.unpack_from(self._held, place) for place in self._places()), key=lambda one: one[1])
        first = next((at for process, at in told if lives(process)), GONE)
        step = first - self.now()
        if not 0 < step < GONE:
            return 0.0
        NOW.pack_into(self._held, 0, first)
        return step

    def _places(self) -> range:
        return range(NOW.size, NOW.size + PROCESSES * SLEEPER.size, SLEEPER.size)


class SimulatedClock:
    """The clock of one crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.time = SharedTime(Path(os.environ["SIMULATED_CLOCK"]))
        self.place = self.time.enter()
        atexit.register(self.time.wake_me, self.place, GONE)
        self.sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self.count = 0
        self.watch: asyncio.Task[None] | None = None

    @staticmethod
    @cache
    def from_crawler(crawler: Crawler) -> "SimulatedClock":
        return SimulatedClock(crawler)

    def now(self) -> float:
        return self.time.now()

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.count += 1
        heapq.heappush(self.sleepers, (self.now() + seconds, self.count, woken))
        if self.watch is None:
            self.watch = asyncio.ensure_future(self._watch())
        await woken

    async def _watch(self) -> None:
        while self.sleepers:
            await asyncio.sleep(TICK)
            now = self.now()
            while self.sleepers and (self.sleepers[0][0] <= now or self.sleepers[0][2].done()):
                woken = heapq.heappop(self.sleepers)[2]
                if not woken.done():
                    woken.set_result(None)
                    self.time.wake_me(self.place, BUSY)
            if self.sleepers and self._is_idle():
                self.time.wake_me(self.place, self.sleepers[0][0])
                if self.time.move_on() > LEAP:
                    time.sleep(SETTLING)  # the door of the archive, not a pause that anything is tested by
            else:
                self.time.wake_me(self.place, BUSY)
        self.watch = None

    def _is_idle(self) -> bool:
        """Whether nothing is on its way to the archive or from it, and nothing is being read or written."""
        engine: Any = self.crawler.engine
        on_the_line = any(slot.active for slot in engine.downloader.slots.values())
        return not on_the_line and bool(engine.scraper.slot.is_idle())
