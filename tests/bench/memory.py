"""How much memory a backfill takes, by the length of its list: a thousand, ten thousand, a hundred thousand, a million.

Run as `python -m tests.bench.memory [LENGTH…]`. The archive on loopback knows no capture of any domain. Each crawl goes
through its list until so many domains were asked of the index (each then of its home page, and is set down with a miss
for every half-year), and is then killed: what is measured is the most that its process held until then. So the lengths
of the lists differ and what was done does not. One more crawl does ten times as many, to tell what doing takes from
what the list takes.
"""

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.million import write_list
from tests.bench.telling import tell, tell_curve
from tests.crawling import start_scrapy
from tests.fake_archive.server import FakeArchive

LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
DONE, MORE, OF_MORE = 500, 5_000, 10_000
MOST_GROWTH = 1.10


@dataclass(frozen=True)
class Run:
    """A list, how many of its domains were gone through, and the most megabytes of memory."""

    length: int
    done: int
    megabytes: float
    seconds: float

    def __str__(self) -> str:
        return f"{self.length:12,}{self.done:8,}{self.megabytes:10.1f}{self.seconds:9.0f}"


def measure(length: int, done: int) -> Run:
    """One crawl, killed once so many domains are done."""
    with tempfile.TemporaryDirectory(prefix="palimpsest-memory-") as made, FakeArchive() as archive:
        folder = Path(made)
        names = folder / "names.csv"
        write_list(names, length)
        began = time.monotonic()
        settings = {"ARCHIVE_URL": archive.url, "DATABASE_URL": f"sqlite:///{folder}/kept.db"}
        with (
            open(folder / "log", "wb") as log,
            start_scrapy("backfill", str(names), "--until", "2025", says=log, **settings) as crawl,
        ):
            while len(archive.index_calls) < done and crawl.poll() is None:
                time.sleep(0.05)  # not waiting for time but for the other process
            if crawl.poll() is not None and len(archive.index_calls) < done:
                raise SystemExit((folder / "log").read_text("utf-8", "replace"))
            megabytes = peak(crawl.pid) + sum(peak(child) for child in children(crawl.pid))
            crawl.kill()
    return Run(length, done, megabytes, time.monotonic() - began)


def peak(pid: int) -> float:
    """The most that a process held, in megabytes."""
    told = Path(f"/proc/{pid}/status").read_text("utf-8")
    return float(told.split("VmHWM:")[1].split()[0]) / 1024


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text("utf-8").split()]


def main() -> int:
    """All lengths, then more of one."""
    lengths = [int(given) for given in sys.argv[1:]] or list(LENGTHS)
    print(f"{'in the list':>12}{'done':>8}{'MB':>10}{'seconds':>9}   ({os.cpu_count()} cores)")
    runs = []
    for length in lengths:
        runs.append(measure(length, DONE))
        print(runs[-1], flush=True)
    if OF_MORE in lengths:
        print(measure(OF_MORE, MORE), flush=True)
    growth = runs[-1].megabytes / runs[0].megabytes
    beside = f"{runs[-1].megabytes:.0f} MB beside {runs[0].megabytes:.0f} MB, {DONE} domains done of each"
    name = f"memory with a list of {runs[-1].length:,}, as a multiple of that with {runs[0].length:,}"
    figure = tell(name, growth, "x", better="less", goal=MOST_GROWTH, beside=beside)
    points = [(float(run.length), run.megabytes) for run in runs]
    tell_curve("Memory by the length of a list", "domains in the list", "megabytes", {"backfill": points})
    return int(not figure.is_met)


if __name__ == "__main__":
    sys.exit(main())
