"""Knows the clock that a crawl goes by when it waits, and how a wait ends early because the crawl does."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Protocol, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.misc import load_object

_GLANCE = 1.0  # seconds between two looks whether the crawl is ending; a pause may last hours, Ctrl-C may not


class Clock(Protocol):
    """What seconds are counted by. Only differences between its moments mean anything."""

    def now(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class SteadyClock:
    """Seconds since the machine was started: the same in all its processes, and nobody can set it."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls()

    def now(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def clock_of(crawler: Crawler) -> Clock:
    """The clock that the setting CLOCK names; rehearsals have one of their own."""
    clock: Clock = load_object(crawler.settings["CLOCK"]).from_crawler(crawler)
    return clock


async def rest(crawler: Crawler, sleep: Callable[[float], Awaitable[None]], seconds: float) -> None:
    """Waits; where the crawl ends meanwhile, raises IgnoreRequest: what was to be sent will be asked for by the next
    run."""
    sleeping = asyncio.ensure_future(sleep(seconds))
    while not sleeping.done():
        drop_if_ending(crawler, sleeping)
        await asyncio.wait({sleeping}, timeout=_GLANCE)
    sleeping.result()


def drop_if_ending(crawler: Crawler, sleeping: "asyncio.Future[None] | None" = None) -> None:
    """Raises IgnoreRequest where the crawl is ending: nothing more is sent then, and nothing is waited for."""
    if not _is_ending(crawler):
        return
    if sleeping is not None:
        sleeping.cancel()
    raise IgnoreRequest("the crawl is ending")


def _is_ending(crawler: Crawler) -> bool:
    """Scrapy closes once all requests under way are through, and tells nobody before that it is about to."""
    slot = getattr(_begun(crawler, "engine"), "_slot", None)
    return slot is not None and slot.closing is not None


def seconds_left(crawler: Crawler) -> float:
    """Of the time that the run was given."""
    left: float = getattr(_begun(crawler, "spider"), "seconds_left", float("inf"))
    return left


def _begun(crawler: Crawler, part: str) -> object:
    """A part of a crawl, None before it has begun: then Scrapy raises an error where others have None."""
    try:
        return getattr(crawler, part)
    except RuntimeError:
        return None
