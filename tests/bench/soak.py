"""What two thousand domains come to in a hostile archive, on a clock that waits for nobody: requests, refusals, memory.

Run as `python -m tests.bench.soak [DOMAINS]`, or with others as `make soak`. All invented domains are crawled at the
real pace against the real limits, through faults of every kind and an outage in the middle. It ends with status 1 where
the limits were exceeded, a version was not found or found that is none, or the memory of the crawl grew.
"""

import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, select

from pipelines.database.tables import captures, misses, runs
from pipelines.database.views import coverage, versions
from tests.bench.telling import tell
from tests.fake_archive.faults import Faults
from tests.fake_archive.inventing import Invented, invent
from tests.fake_archive.limits import REAL
from tests.fake_archive.server import FakeArchive
from tests.rehearsing import BAD_DAY, Stage

DOMAINS = 2_000
OUTAGE = (3_000.0, 3_000.0 + 2 * 3_600.0)  # seconds of the crawl's own clock
MOST_GROWTH = 1.1
GLANCE = 0.25


@dataclass
class Memory:
    """The megabytes of a crawl from its first request on: `seen` its own and those of the largest process in which it
    reads, as there are now one and now two of these; `peak` all of them together."""

    seen: list[float] = field(default_factory=list)
    peak: float = 0.0

    def look(self, process: int) -> None:
        with suppress(OSError, IndexError, ValueError):  # it has just ended
            own, readers = _resident(process), [_resident(child) for child in _children(process)]
            self.seen.append(own + max(readers, default=0.0))
            self.peak = max(self.peak, own + sum(readers))

    def tenth(self, number: int) -> float:
        part = len(self.seen) // 10 or 1
        chosen = self.seen[:part] if number == 1 else self.seen[-part:]
        return sum(chosen) / max(1, len(chosen))


def _resident(process: int) -> float:
    return float(Path(f"/proc/{process}/status").read_text().split("VmRSS:")[1].split()[0]) / 1024


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def crawl(stage: Stage, archive: FakeArchive, names: Path) -> tuple[list[int], list[Memory]]:
    """Runs until nothing is left; how each ended, and what it took."""
    ended: list[int] = []
    memories: list[Memory] = []
    while not ended or (ended[-1] == 1 and len(ended) < 10):
        memory, begun = Memory(), len(archive.requests)
        with open(stage.folder / "log", "ab") as log:
            process = stage.start_backfill(archive, str(names), says=log)
            while process.poll() is None:
                if len(archive.requests) > begun:
                    memory.look(process.pid)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(GLANCE)
        ended.append(process.returncode)
        memories.append(memory)
    return ended, memories


def accounted(connection: Connection, invented: list[Invented]) -> bool:
    """Prints what was kept; whether its versions are those that were invented."""
    for title, column in (("captures", captures.c.outcome), ("intervals", coverage.c.state), ("misses", misses.c.kind)):
        rows = connection.execute(select(column, func.count()).group_by(column).order_by(column)).all()
        print(f"{title + ':':12}" + ", ".join(f"{count:,} {word or 'not read'}" for word, count in rows))
    found = {
        (row.domain, row.first_seen.strftime("%Y%m%d%H%M%S"), row.last_seen.strftime("%Y%m%d%H%M%S"))
        for row in connection.execute(select(versions.c.domain, versions.c.first_seen, versions.c.last_seen))
    }
    wanted = {(one.domain, *version) for one in invented for version in one.versions}
    print(f"versions:   {len(found):,} found of {len(wanted):,} invented, {len(found - wanted):,} that were not")
    return found == wanted


def main() -> int:
    """Crawl and say what it came to."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DOMAINS
    with tempfile.TemporaryDirectory(prefix="palimpsest-soak-") as folder:
        stage = Stage(Path(folder), invented=count)
        invented = [invent(number) for number in range(count)]
        names = Path(folder) / "names.txt"
        names.write_text("".join(f"{one.domain}\n" for one in invented))
        began, clock = time.monotonic(), stage.time.now()
        outage = (clock + OUTAGE[0], clock + OUTAGE[1])
        with stage.archive(REAL, Faults(shares=BAD_DAY, outages=(outage,), seed=1)) as archive:
            ended, memories = crawl(stage, archive, names)
        took, simulated = time.monotonic() - began, stage.time.now() - clock
        said = Counter(call.status for call in archive.requests)
        busiest, longest = archive.patience.busiest, max(memories, key=lambda memory: len(memory.seen))
        engine = create_engine(stage.database)
        with engine.connect() as connection:
            counts: Counter[str] = Counter()
            for one in connection.scalars(select(runs.c.counts)):
                counts.update({name: value for name, value in (one or {}).items() if name.startswith("retries/")})
            print(f"{count:,} domains; runs ended with {ended}; {took:.0f} s for {simulated / 3600:.1f} h")
            print(f"requests:   {len(archive.index_calls):,} index calls, {len(archive.replays):,} replays")
            print(f"refusals:   {said[429]:,} times 429, {archive.patience.refusals} bans")
            print(f"faults:     {dict(archive.bad_day.met)}")
            print(f"retries:    {dict(counts)}")
            print(f"busiest:    {busiest['index']} index calls in a minute, {busiest['replay']} replays")
            is_true = accounted(connection, invented)
        engine.dispose()
    first, last = longest.tenth(1), longest.tenth(10)
    print(f"memory:     {longest.peak:.0f} MB at most; first tenth {first:.0f}, last {last:.0f} MB")
    beside = f"{count:,} domains, {simulated / 3600:.1f} h in {took / 60:.1f} minutes"
    tell("memory of a soak, last tenth of first", last / first, "x", better="less", goal=MOST_GROWTH, beside=beside)
    tell("index calls in the busiest minute of a soak", busiest["index"], better="less", goal=30)
    tell("replays in the busiest minute of a soak", busiest["replay"], better="less", goal=600)
    tell("bans in a soak", archive.patience.refusals, better="less", goal=0, beside=f"{said[429]:,} times 429")
    is_within = busiest["index"] <= 30 and busiest["replay"] <= 600 and not archive.patience.refusals
    return int(not (is_true and is_within and ended[-1] == 0 and last <= MOST_GROWTH * first))


if __name__ == "__main__":
    sys.exit(main())
