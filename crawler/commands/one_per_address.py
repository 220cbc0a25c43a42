"""Knows that one public address has one worker that crawls: the archive counts by address.

A second one on the same machine waits for the first to end, and then takes its place. Were they started on two machines
behind one address, nobody could tell: docs/deployment.md says so.
"""

import asyncio
import fcntl
import logging
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from platformdirs import user_state_path
from scrapy.settings import BaseSettings

from crawler.errors import Fault
from crawler.middlewares.allowance_book import said_from

_GLANCE = 1.0  # seconds between two looks whether the other one has ended
logger = logging.getLogger(__name__)


@asynccontextmanager
async def only_crawler(settings: BaseSettings, is_stopping: Callable[[], bool]) -> AsyncIterator[None]:
    """Holds the place of the one worker of this address; goes on without it where it is told to stop meanwhile. The
    system frees the place of a worker that dies."""
    path = place_of(settings)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        place = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Fault(f"{path}: a worker holds its place there and it cannot be written ({error.strerror})") from error
    try:
        while not _is_taken(place) and not is_stopping():
            _say_who(path)
            while not _is_taken(place) and not is_stopping():
                await asyncio.sleep(_GLANCE)
        os.ftruncate(place, 0)
        os.pwrite(place, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(place)


def place_of(settings: BaseSettings) -> Path:
    """The file that the one worker of this address holds."""
    return user_state_path("palimpsest") / f"crawl-worker{said_from(settings['DOWNLOAD_BIND_ADDRESS'])}.lock"


def _is_taken(place: int) -> bool:
    """Whether the place is ours."""
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _say_who(path: Path) -> None:
    logger.warning(
        "process %s crawls from this address already, and two would ask the archive no faster than one: "
        "waiting for it to end (a worker for another address of this machine is given -s DOWNLOAD_BIND_ADDRESS=…)",
        path.read_text() or "?",
    )
