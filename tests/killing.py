"""Knows how a crawl is ended again and again in its middle, and what that has cost when it is done."""

import random
import signal
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from crawler.settings import INDEX_CONNECTIONS, REPLAY_CONNECTIONS
from tests.crawling import PLAN, kept, start_scrapy
from tests.fake_archive.limits import Limits
from tests.fake_archive.server import FakeArchive
from tests.rehearsing import Stage

CONNECTIONS = INDEX_CONNECTIONS + REPLAY_CONNECTIONS


@dataclass(frozen=True)
class Undisturbed:
    """What a crawl brings that nobody ends, and how often each address was asked for."""

    rows: dict[str, list[Any]]
    asked: Counter[str]


@dataclass(frozen=True)
class Killed:
    """What one brought that was killed so often."""

    kills: int
    rows: dict[str, list[Any]]
    asked: Counter[str]
    undisturbed: Undisturbed

    @property
    def repeated(self) -> int:
        """Questions beyond those of a crawl that nobody ends."""
        return (self.asked - self.undisturbed.asked).total()

    @property
    def stored_twice(self) -> list[Any]:
        return [key for key, count in Counter(row[:3] for row in self.rows["captures"]).items() if count > 1]

    @property
    def found(self) -> dict[str, bool]:
        """What has to be true of it."""
        return {
            "the end is the same": self.rows == self.undisturbed.rows,
            "no capture is stored twice": not self.stored_twice,
            "at most one question a kill and connection is repeated": self.repeated <= self.kills * CONNECTIONS,
        }


def questions(archive: FakeArchive) -> Counter[str]:
    """How often each was asked. What only led on is a step on the way to another address, and is asked with it."""
    return Counter(call.path for call in archive.requests if not 300 <= call.status < 400)


def start(stage: Stage, archive: FakeArchive) -> "subprocess.Popen[str]":
    names = ",".join(stage.names)
    return start_scrapy("backfill", names, *PLAN, ARCHIVE_URL=archive.url, DATABASE_URL=stage.database)


def interrupt(process: "subprocess.Popen[str]", archive: FakeArchive, after: int, by: signal.Signals) -> str:
    """Ends a crawl by a signal once the archive was asked so often; what it said."""
    begun = len(archive.requests)
    with process:
        while len(archive.requests) < begun + after and process.poll() is None:
            time.sleep(0.001)  # not waiting for time but for the other process
        process.send_signal(by)
        return process.communicate(timeout=60)[0]


def leave_undisturbed(stage: Stage) -> Undisturbed:
    with stage.archive(Limits()) as archive:
        stage.unpaced(archive)
        return Undisturbed(kept(stage.database), questions(archive))


def kill(stage: Stage, undisturbed: Undisturbed, kills: int, seed: int, most_between: int) -> Killed:
    """A crawl killed so often, each time after one to so many requests, and then left to its end."""
    chance = random.Random(seed)
    with stage.archive(Limits()) as archive:
        for _ in range(kills):
            interrupt(start(stage, archive), archive, chance.randint(1, most_between), signal.SIGKILL)
        ended = stage.unpaced(archive).status
        asked = questions(archive)
    assert ended == 0, f"the last run ended with {ended}"
    return Killed(kills, kept(stage.database), asked, undisturbed)
