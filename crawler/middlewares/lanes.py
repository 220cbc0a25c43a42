"""Knows how many questions may be open at once: those on their way, and those whose answers are not yet kept.

Without it answers would pile up in memory whenever reading them is slower than asking, and a crawl that is killed would
have to ask for all of them again. So it loses no more than one answer for each connection.
"""

import asyncio
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.settings import BaseSettings

from crawler.middlewares.clock import drop_if_ending
from crawler.pacing import Kind


class Lanes:
    """Gives each question a lane of its kind: as many as there are connections. Whoever sent it leaves the lane."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.lanes = {kind: asyncio.Semaphore(count) for kind, count in connections_of(crawler.settings).items()}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if "ask" in request.meta:  # what a page asks for while it is rendered goes in the lane of the page
            lane = self.lanes[request.meta["kind"]]
            await lane.acquire()
            request.meta["lane"] = lane
            drop_if_ending(self.crawler)


def leave_lane(meta: dict[str, Any]) -> None:
    """The question is answered and the answer kept, or it is asked again later."""
    lane: asyncio.Semaphore | None = meta.pop("lane", None)
    if lane is not None:
        lane.release()


def connections_of(settings: BaseSettings) -> dict[Kind, int]:
    """How many requests of a kind may be under way at once."""
    return {Kind.INDEX: int(settings["INDEX_CONNECTIONS"]), Kind.REPLAY: int(settings["REPLAY_CONNECTIONS"])}


def scrapy_settings_of(settings: BaseSettings) -> dict[str, object]:
    """What Scrapy has to be told about the connections: one download slot for each kind, which holds them to their
    number, and how many of them are kept open. A slot's delay is hardly any, because the pace holds requests back, but
    never zero (see settings)."""
    connections = connections_of(settings)
    together = sum(connections.values())
    # More than there are connections: who waits for a lane or the pace must not hold up the other kind. Not many more:
    # with five times as many the garbage collector, which looks through all that wait, stalled the loop for 60 ms.
    slots = {kind.value: {"delay": 0.000_001, "concurrency": count, "jitter": 0} for kind, count in connections.items()}
    return {
        "DOWNLOAD_SLOTS": slots,
        "CONCURRENT_REQUESTS_PER_DOMAIN": together,  # beyond it a connection is closed after each answer
        "CONCURRENT_REQUESTS": 2 * together + 18,  # 32 for the seven of the archive
    }
