"""Knows how workers are rehearsed: several on one queue, each with an address of its own, killed now and then.

They go by the simulated clock, so nothing waits. What PostgreSQL counts by its own clock is put forward instead: a
batch that rests is due at once, and a worker that was killed was last heard of an hour ago.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from tests import simulated_clock
from tests.crawling import PLAN, ROOT, Ran, scrapy
from tests.fake_archive.inventing import invent
from tests.fake_archive.server import FakeArchive
from tests.rehearsing import REAL_PACE

ONE, ALL = "one", "all"  # what is killed


@dataclass
class Worker:
    """One that lives, the address it asks from, and its number on the queue."""

    process: "subprocess.Popen[bytes]"
    address: str
    number: int

    @property
    def children(self) -> list[int]:
        of = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(word) for word in of.read_text().split()]


@dataclass
class Workforce:
    """Workers on the queue of one database."""

    folder: Path
    database: str
    archive: FakeArchive
    longest: float = 300.0  # seconds that it may take; a rehearsal that hangs is a failure
    workers: list[Worker] = field(default_factory=list)
    outlived: int = 0  # children that did not die with their worker
    killed: int = 0

    def __post_init__(self) -> None:
        self.engine = create_engine(self.database, isolation_level="AUTOCOMMIT")
        self.settings = {
            **REAL_PACE,
            "ARCHIVE_URL": self.archive.url,
            "DATABASE_URL": self.database,
            "SIMULATED_CLOCK": str(self.folder / "clock"),
            "XDG_STATE_HOME": str(self.folder),
        }

    def __enter__(self) -> "Workforce":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.process.kill()
            worker.process.wait()
        self.ask("DROP SCHEMA IF EXISTS procrastinate CASCADE")
        self.engine.dispose()

    def defer(self, names: Path, *arguments: str) -> Ran:
        return scrapy("backfill", str(names), "--queue", *PLAN, *arguments, **self.settings)

    def hire(self, address: str) -> Worker:
        """A worker that asks from an address of its own, once it is on the queue."""
        before = self.numbers()
        worker = self.start(address)
        self.wait_until(lambda: bool(self.numbers() - before) or worker.process.poll() is not None)
        worker.number = max(self.numbers() - before, default=0)
        return worker

    def start(self, address: str) -> Worker:
        """The same, left to itself."""
        settings = (f"CLOCK={simulated_clock.NAME}", f"DOWNLOAD_BIND_ADDRESS={address}")
        command = ["work", "--queue", "crawl", *(word for one in settings for word in ("-s", one))]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "scrapy", *command],
                cwd=ROOT, env={**os.environ, **self.settings}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self.workers.append(Worker(process, address, 0))
        return self.workers[-1]

    def numbers(self) -> set[int]:
        """Those on the queue, with which they are known there."""
        return {row[0] for row in self.ask("SELECT id FROM procrastinate.procrastinate_workers")}

    @property
    def log(self) -> Path:
        return self.folder / "workers.log"

    def kill(self, *killed: Worker) -> None:
        """With SIGKILL, and nothing else: their children are to die by themselves."""
        children = [child for worker in killed for child in worker.children]
        for worker in killed:
            worker.process.kill()
        for worker in killed:
            worker.process.wait()
            self.workers.remove(worker)
            self.killed += 1
            self.ask(
                "UPDATE procrastinate.procrastinate_workers SET last_heartbeat = now() - interval '1 hour' "
                f"WHERE id = {worker.number}"
            )
        end = time.monotonic() + 5.0
        while (alive := [child for child in children if simulated_clock.lives(child)]) and time.monotonic() < end:
            time.sleep(0.01)  # not waiting for time but for other processes
        self.outlived += len(alive)

    def work_through(self, kills: Sequence[tuple[int, str]] = (), watch: Callable[[], None] = lambda: None) -> None:
        """Until nothing is left on the queue. Once the archive was asked so often, one is killed or all are, and
        others start in their place."""
        waiting = list(kills)

        def is_done() -> bool:
            self.put_forward()
            if waiting and len(self.archive.requests) >= waiting[0][0]:
                whom = self.workers[:1] if waiting.pop(0)[1] == ONE else list(self.workers)
                self.kill(*whom)
                for worker in whom:
                    self.hire(worker.address)
            watch()
            return not set(self.jobs()) & {"todo", "doing"}

        self.wait_until(is_done)

    def dismiss(self) -> list[int]:
        """All are told to end, as a system does; with which status they did."""
        for worker in self.workers:
            worker.process.terminate()
        ended = [worker.process.wait(60) for worker in self.workers]
        self.workers.clear()
        return ended

    def put_forward(self) -> None:
        """What rests is due, as if so much time had passed."""
        self.ask(
            "SET search_path TO procrastinate; "
            "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo' AND scheduled_at > now()"
        )

    def jobs(self) -> Counter[str]:
        """How many jobs are in which state."""
        return Counter(dict(self.ask("SELECT status::text, count(*) FROM procrastinate.procrastinate_jobs GROUP BY 1")))

    def ask(self, statement: str) -> list[Any]:
        with self.engine.connect() as connection:
            answered = connection.execute(text(statement))
            return list(answered) if answered.returns_rows else []

    def wait_until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + self.longest
        while not holds():
            assert time.monotonic() < end, self.log.read_text()[-4_000:] if self.log.exists() else "no worker"
            assert all(worker.process.poll() is None for worker in self.workers), self.log.read_text()[-4_000:]
            time.sleep(0.05)  # not waiting for time but for other processes


def write_list(file: Path, invented: int) -> Path:
    """The list of the invented domains, with ranks."""
    file.write_text("".join(f"{number + 1},{invent(number).domain}\n" for number in range(invented)), "utf-8")
    return file


def asked_again(archive: FakeArchive, undisturbed: Counter[str]) -> int:
    """How many requests had a good answer that an undisturbed crawl would not have asked for, or not so often."""
    return (Counter(call.path for call in archive.requests if not call.fault) - undisturbed).total()
