"""Knows when a request may go: within what the archive allows to all processes of this machine together."""

import asyncio
import fcntl
import json
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from platformdirs import user_state_path
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadConnectionRefusedError, NotConfigured
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings

from crawler.errors import Fault, Wait, WrongCommand
from crawler.outcomes import Outcome
from crawler.pacing import (
    DEFAULT_INDEX_PER_MINUTE,
    DEFAULT_REPLAY_PER_SECOND,
    Allowance,
    Kind,
    after_answer,
    after_refusal,
    after_too_many,
    reserve,
)

_HARDLY = 0.001  # seconds: the delay of a slot that is not paced; never zero (see settings)
logger = logging.getLogger(__name__)


class Pace:
    """Holds each request until it may go, and remembers refusals."""

    def __init__(
        self,
        crawler: Crawler,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        speeds = speeds_of(crawler.settings)
        if speeds is None:
            raise NotConfigured  # an archive on loopback is not paced unless a pace is set
        self.crawler = crawler
        self.clock = clock
        self.sleep = sleep
        self.speeds = speeds
        self.book = AllowanceBook(book_path(crawler.settings["ARCHIVE_URL"]))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        kind: Kind | None = request.meta.get("kind")
        if kind is None:
            return  # the spider talking to itself
        await self._wait(kind)
        while self.book.read()[kind].paused_until > self.clock():  # it was refused while this one waited its turn
            await self._wait(kind)

    async def _wait(self, kind: Kind) -> None:
        at = self.book.reserve(kind, self.clock(), self.speeds[kind])
        wait = at - self.clock()
        if wait > 10:
            logger.info("waiting for the archive's %s until %s", kind.value, time.strftime("%X", time.localtime(at)))
        if wait > 0:
            await self.sleep(wait)

    async def process_response(self, request: Request, response: Response) -> Response:
        heard, kind = request.meta.get("heard"), request.meta.get("kind")
        if kind is None:
            return response
        if isinstance(heard, Wait) and heard.outcome is Outcome.RATE_LIMITED:
            logger.warning("the archive says 429 to %s calls: pausing them, then half speed", kind.value)
            self.book.note(kind, lambda allowance: after_too_many(allowance, self.clock(), heard.after))
        else:
            self.book.answered(kind)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, DownloadConnectionRefusedError):
            logger.warning("the archive refuses connections: leaving it alone for a while")
            self.book.refused(self.clock())


class AllowanceBook:
    """The allowances of one archive in a small file, changed under a lock, that outlives the process that writes it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        except OSError as error:
            raise Fault(f"{path}: the pace is kept there and it cannot be written ({error.strerror})") from error

    def reserve(self, kind: Kind, now: float, per_second: float) -> float:
        went = 0.0

        def take(allowance: Allowance) -> Allowance:
            nonlocal went
            taken, went = reserve(allowance, now, per_second)
            return taken

        self.note(kind, take)
        return went

    def note(self, kind: Kind, change: Callable[[Allowance], Allowance]) -> None:
        self._change(lambda told, refusals: ({**told, kind: change(told[kind])}, refusals))

    def answered(self, kind: Kind) -> None:
        """An answer, of whatever kind: refusals in a row end."""
        self._change(lambda told, refusals: ({**told, kind: after_answer(told[kind])}, 0))

    def refused(self, now: float) -> None:
        """A refused connection. Those of requests that were under way together are one refusal."""

        def pause(told: dict[Kind, Allowance], refusals: int) -> tuple[dict[Kind, Allowance], int]:
            if all(allowance.paused_until > now for allowance in told.values()):
                return told, refusals
            return {kind: after_refusal(one, now, refusals + 1) for kind, one in told.items()}, refusals + 1

        self._change(pause)

    def read(self) -> dict[Kind, Allowance]:
        """The allowances as they stand."""
        with self.path.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            return _told(_written(file.read()))

    def _change(self, change: Callable[[dict[Kind, Allowance], int], tuple[dict[Kind, Allowance], int]]) -> None:
        with self.path.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            told = _written(file.read())
            allowances, refusals = change(_told(told), told.get("refusals", 0))
            file.seek(0)
            file.truncate()
            json.dump({**{kind.value: asdict(one) for kind, one in allowances.items()}, "refusals": refusals}, file)


def _written(text: str) -> dict[str, Any]:
    """What a book holds; nothing where the machine stopped while it was being written."""
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _told(written: dict[str, Any]) -> dict[Kind, Allowance]:
    return {kind: Allowance(**written.get(kind.value, {})) for kind in Kind}


def book_path(archive: str) -> Path:
    """One book for each archive host, in the user's state folder: every run on this machine finds the same."""
    host = (urlsplit(archive).netloc or archive).replace(":", "_")
    return user_state_path("palimpsest") / f"pace-{host}.json"


def speeds_of(settings: BaseSettings) -> dict[Kind, float] | None:
    """Calls a second by kind; None for an archive on loopback for which no pace was set."""
    index, replay = settings["INDEX_PER_MINUTE"], settings["REPLAY_PER_SECOND"]
    host = urlsplit(settings["ARCHIVE_URL"]).hostname or ""
    if not index and not replay and (host == "localhost" or host.startswith("127.") or host == "::1"):
        return None
    default = default_speeds()
    return {
        Kind.INDEX: _speed("INDEX_PER_MINUTE", index) / 60 if index else default[Kind.INDEX],
        Kind.REPLAY: _speed("REPLAY_PER_SECOND", replay) if replay else default[Kind.REPLAY],
    }


def slots_of(settings: BaseSettings) -> dict[str, dict[str, float]]:
    """Scrapy's download slots, one for each kind: their delays keep one process within the pace, this middleware keeps
    all of them within it."""
    speeds = speeds_of(settings)
    connections = {Kind.INDEX: settings["INDEX_CONNECTIONS"], Kind.REPLAY: settings["REPLAY_CONNECTIONS"]}
    return {
        kind.value: {"delay": 1 / speeds[kind] if speeds else _HARDLY, "concurrency": int(count), "jitter": 0}
        for kind, count in connections.items()
    }


def default_speeds() -> dict[Kind, float]:
    """Calls a second by kind, where no pace was set."""
    return {Kind.INDEX: DEFAULT_INDEX_PER_MINUTE / 60, Kind.REPLAY: DEFAULT_REPLAY_PER_SECOND}


def _speed(name: str, given: str | float) -> float:
    try:
        speed = float(given)
    except ValueError:
        speed = 0
    if not 0 < speed < float("inf"):
        raise WrongCommand(f"{name} is {given!r}; expected a number greater than 0, such as 4 or 0.5")
    return speed


def pauses_of(settings: BaseSettings, now: float) -> str:
    """What is being waited for, and until when; empty when nothing is."""
    if speeds_of(settings) is None:
        return ""
    told = AllowanceBook(book_path(settings["ARCHIVE_URL"])).read()
    waits = [(kind, one.paused_until) for kind, one in told.items() if one.paused_until > now]
    return "; ".join(
        f"{kind.value} calls until {time.strftime('%H:%M:%S', time.localtime(until))}" for kind, until in waits
    )
