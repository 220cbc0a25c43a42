"""Knows when a request may go: within what the archive allows to all processes of this machine together."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadConnectionRefusedError, NotConfigured
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings

from crawler.arguments import read_number
from crawler.errors import Wait
from crawler.middlewares.allowance_book import AllowanceBook, book_path
from crawler.middlewares.clock import clock_of, drop_if_ending, rest, seconds_left
from crawler.outcomes import Outcome
from crawler.pacing import (
    DEFAULT_INDEX_PER_MINUTE,
    DEFAULT_REPLAY_PER_SECOND,
    Kind,
    after_too_many,
)

MOST_WAIT = 72_000.0  # seconds: all pauses but the longest; until then the archive was out for some thirty hours
_WORTH_SAYING = 10.0  # seconds of waiting
_NO_ANSWER = (Outcome.ARCHIVE_DOWN, Outcome.CUT_SHORT)
logger = logging.getLogger(__name__)


class LeftAlone(Wait):
    """The archive is to be left alone for longer than a run waits."""


class Pace:
    """Holds each request until it may go, and remembers refusals.

    Behind the lanes: what may go finds a connection free, so that no turns are saved up while the archive is slow, to
    be used all at once when it is not."""

    def __init__(
        self,
        crawler: Crawler,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        speeds = speeds_of(crawler.settings)
        if speeds is None:
            raise NotConfigured  # an archive on loopback is not paced unless a pace is set
        self.crawler = crawler
        self.clock = clock
        self.sleep = sleep
        self.speeds = speeds
        self.book = _book_of(crawler.settings)
        self.said = 0.0  # until when the last pause that was spoken of lasts

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        clock = clock_of(crawler)
        return cls(crawler, clock.now, clock.sleep)

    async def process_request(self, request: Request) -> None:
        kind: Kind | None = request.meta.get("kind")
        if kind is None:
            return  # the spider talking to itself
        await self._wait(kind)
        while self._paused(kind) > 0:  # it was refused while this one waited its turn
            await self._wait(kind)

    async def _wait(self, kind: Kind) -> None:
        drop_if_ending(self.crawler)
        pause = self._paused(kind)
        if pause > min(MOST_WAIT, seconds_left(self.crawler)):
            raise LeftAlone(Outcome.ARCHIVE_DOWN, f"the archive is left alone until {_say_moment(pause)}")
        now = self.clock()
        wait = self.book.reserve(kind, now, self.speeds[kind]) - now
        if wait > _WORTH_SAYING and now + wait > self.said + _WORTH_SAYING:
            self.said = now + wait
            logger.info("waiting for the archive until %s", _say_moment(wait))
        if wait > 0:
            await rest(self.crawler, self.sleep, wait)

    def _paused(self, kind: Kind) -> float:
        now = self.clock()
        return self.book.read(now)[kind].paused_until - now

    async def process_response(self, request: Request, response: Response) -> Response:
        heard, kind = request.meta.get("heard"), request.meta.get("kind")
        if kind is None:
            return response
        now = self.clock()
        if isinstance(heard, Wait) and heard.outcome is Outcome.RATE_LIMITED:
            logger.warning("the archive says 429 to %s calls: pausing them, then half speed", kind.value)
            self.book.note(kind, now, lambda allowance: after_too_many(allowance, now, heard.after))
        elif not isinstance(heard, Wait) or heard.outcome not in _NO_ANSWER:
            self.book.answered(kind, now)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, DownloadConnectionRefusedError):
            self.leave_alone("refuses connections")

    def leave_alone(self, why: str) -> None:
        """The archive is out: nothing is sent for a while, each time longer."""
        if self.book.refused(self.clock()):
            logger.warning("the archive %s: leaving it alone for a while", why)


def speeds_of(settings: BaseSettings) -> dict[Kind, float] | None:
    """Calls a second by kind; None for an archive on loopback for which no pace was set."""
    index, replay = settings["INDEX_PER_MINUTE"], settings["REPLAY_PER_SECOND"]
    host = urlsplit(settings["ARCHIVE_URL"]).hostname or ""
    if not index and not replay and (host == "localhost" or host.startswith("127.") or host == "::1"):
        return None
    default = default_speeds()
    return {
        Kind.INDEX: read_number("INDEX_PER_MINUTE", index) / 60 if index else default[Kind.INDEX],
        Kind.REPLAY: read_number("REPLAY_PER_SECOND", replay) if replay else default[Kind.REPLAY],
    }


def default_speeds() -> dict[Kind, float]:
    """Calls a second by kind, where no pace was set."""
    return {Kind.INDEX: DEFAULT_INDEX_PER_MINUTE / 60, Kind.REPLAY: DEFAULT_REPLAY_PER_SECOND}


def pauses_of(settings: BaseSettings, now: float) -> str:
    """What is being waited for, and until when; empty when nothing is."""
    waits = ((kind.value, seconds) for kind, seconds in _pauses(settings, now).items())
    return "; ".join(f"{kind} calls until {_say_moment(seconds)}" for kind, seconds in waits)


def say_left_alone(settings: BaseSettings, now: float) -> str:
    """Until when the archive as a whole is left alone; empty where it is not."""
    seconds = seconds_left_alone(settings, now)
    return _say_moment(seconds) if seconds else ""


def seconds_left_alone(settings: BaseSettings, now: float) -> float:
    """How long the archive as a whole is to be left alone."""
    pauses = _pauses(settings, now)
    return min(pauses.values()) if len(pauses) == len(Kind) else 0.0


def _book_of(settings: BaseSettings) -> AllowanceBook:
    return AllowanceBook(book_path(settings["ARCHIVE_URL"], settings["DOWNLOAD_BIND_ADDRESS"]))


def _pauses(settings: BaseSettings, now: float) -> dict[Kind, float]:
    if speeds_of(settings) is None:
        return {}
    told = _book_of(settings).read(now)
    return {kind: one.paused_until - now for kind, one in told.items() if one.paused_until > now}


def _say_moment(seconds: float) -> str:
    """The moment so many seconds from now, as the clock on the wall will show it."""
    moment = datetime.now(UTC).astimezone() + timedelta(seconds=seconds)
    return moment.strftime("%H:%M:%S" if seconds < 43_200 else "%a %d %B, %H:%M")
