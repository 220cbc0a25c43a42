"""Knows what is worth asking the archive again: its own faults, never what the past answered."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Request, Response

from crawler.errors import Wait
from crawler.middlewares.clock import clock_of, rest
from crawler.middlewares.lanes import leave_lane
from crawler.middlewares.pace import speeds_of
from crawler.outcomes import Outcome

MOST_TRIES = 5  # what the archive's best-behaved clients settled on (sheet 3.2)
MOST_TRIES_IF_TOO_LARGE = 3  # a 504 of the index may be an accident; then the question is made smaller
_LATER = -10  # each retry goes behind what was not asked yet
OF_THE_LINE = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    OSError,
)
logger = logging.getLogger(__name__)


class ArchiveRetry:
    """Asks again, later in the queue, until an answer comes or the tries are used up."""

    def __init__(self, crawler: Crawler, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self.crawler = crawler
        self.sleep = sleep
        self.is_paced = speeds_of(crawler.settings) is not None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler, clock_of(crawler).sleep)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        heard = request.meta.get("heard")
        if isinstance(heard, Wait):
            return await self._again(request, heard.outcome) or response
        return response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        if not isinstance(exception, OF_THE_LINE):
            return None
        if self.is_paced and isinstance(exception, DownloadConnectionRefusedError):
            return self._as_before(request)
        return await self._again(request, Outcome.ARCHIVE_DOWN)

    async def _again(self, request: Request, why: Outcome) -> Request | None:
        tries = request.meta.get("tries", 1)
        if tries >= (MOST_TRIES_IF_TOO_LARGE if why is Outcome.CUT_SHORT else MOST_TRIES):
            return None
        leave_lane(request.meta)
        self._count(why.value)
        logger.debug("asking again (%d of %d, %s): %s", tries + 1, MOST_TRIES, why.value, request.url)
        if self.is_paced and why is not Outcome.RATE_LIMITED:  # after a 429 the pace itself pauses
            await rest(self.crawler, self.sleep, backoff(tries))
        meta: dict[str, Any] = {**request.meta, "tries": tries + 1}
        if tries + 1 == MOST_TRIES:
            meta["download_fail_on_dataloss"] = False  # the last time, a part is better than nothing
        return request.replace(meta=meta, priority=request.priority + _LATER, dont_filter=True)

    def _as_before(self, request: Request) -> Request:
        """Nobody was there to ask: that is no try. The pace holds it back until somebody may be."""
        leave_lane(request.meta)
        self._count("refused")
        return request.replace(dont_filter=True)

    def _count(self, why: str) -> None:
        if self.crawler.stats:
            self.crawler.stats.inc_value(f"retries/{why}")


def backoff(tries: int) -> float:
    """Seconds before the next try: 2, 8, 32, 60, each half as much more or less, so that those that failed together do
    not come back together."""
    return min(60.0, 2.0 * 4.0 ** (tries - 1)) * random.uniform(0.5, 1.5)
