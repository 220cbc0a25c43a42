"""Knows how a whole crawl is rehearsed at the real pace in no time: on a clock that crawls and archive share."""

import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests import simulated_clock
from tests.crawling import PLAN, ROOT, Ran, sample_archive, scrapy, start_scrapy
from tests.fake_archive.faults import Faults
from tests.fake_archive.inventing import invent
from tests.fake_archive.limits import REAL, Limits
from tests.fake_archive.server import FakeArchive

REAL_PACE = {"INDEX_PER_MINUTE": "24", "REPLAY_PER_SECOND": "8"}
# Shares of all answers, as bad as the worst that was reported; and a 429 now and then, as if others asked too.
BAD_DAY = {"503": 0.02, "504": 0.01, "dropped": 0.01, "clipped": 0.01, "maintenance": 0.005}
BAD_DAY |= {"429": 0.002, "cut": 0.002, "home": 0.001, "socket-timeout": 0.001}


def sample_names() -> list[str]:
    """The domains of the bundled list."""
    lines = (line.split("#")[0] for line in (ROOT / "data" / "domains.txt").read_text().splitlines())
    return [line.split(",")[-1].strip() for line in lines if line.strip()]


@dataclass(frozen=True)
class Stage:
    """Domains, the archive's holdings of them, and a folder where clock, pace and database stand."""

    folder: Path
    invented: int = 0

    @property
    def names(self) -> list[str]:
        return [*sample_names(), *(invent(number).domain for number in range(self.invented))]

    @cached_property
    def time(self) -> simulated_clock.SharedTime:
        return simulated_clock.SharedTime(self.folder / "clock")

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder / 'kept.db'}"

    def archive(self, limits: Limits = REAL, faults: Faults | None = None) -> FakeArchive:
        pages = [page for number in range(self.invented) for page in invent(number).pages]
        return sample_archive(pages=pages, limits=limits, faults=faults, clock=self.time.now)

    def backfill(self, archive: FakeArchive, *arguments: str, **settings: str) -> Ran:
        """A run at the real pace."""
        return scrapy(*self._command(arguments), **(self._settings(archive) | settings))

    def start_backfill(self, archive: FakeArchive, *arguments: str, **settings: Any) -> "subprocess.Popen[str]":
        return start_scrapy(*self._command(arguments), **(self._settings(archive) | settings))

    def finish(self, archive: FakeArchive, **settings: str) -> list[int]:
        """Runs until nothing is left; how each ended."""
        ended = [self.backfill(archive, **settings).status]
        while ended[-1] == 1 and len(ended) < 10:
            ended.append(self.backfill(archive, **settings).status)
        return ended

    def unpaced(self, archive: FakeArchive) -> Ran:
        """A run that is not held back, on a good day: what all others are to come to."""
        return scrapy("backfill", ",".join(self.names), *PLAN, ARCHIVE_URL=archive.url, DATABASE_URL=self.database)

    def _command(self, arguments: tuple[str, ...]) -> tuple[str, ...]:
        names = () if arguments and not arguments[0].startswith("-") else (",".join(self.names),)
        return ("backfill", *names, *arguments, *PLAN, "-s", f"CLOCK={simulated_clock.NAME}")

    def _settings(self, archive: FakeArchive) -> dict[str, Any]:
        return {
            **REAL_PACE,
            "ARCHIVE_URL": archive.url,
            "DATABASE_URL": self.database,
            "SIMULATED_CLOCK": str(self.folder / "clock"),
            "XDG_STATE_HOME": str(self.folder),
        }
