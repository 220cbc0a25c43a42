"""What a list comes to that two workers share while one is killed four times and both at once: the end, and the cost.

Run as `python -m tests.bench.workers [DOMAINS] [SEED]`. The workers go at the real pace, each from an address of its
own, against the real limits and a bad day of the archive, on a clock that waits for nobody; the queue and the rows are
in one PostgreSQL. It ends with status 1 where anything was lost or stored twice, an address was asked faster than
allowed, or a process outlived its worker.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from pipelines.database.opening import open_database
from tests.bench.telling import tell
from tests.conftest import address, run_sql
from tests.crawling import PLAN, kept, start_scrapy
from tests.database.postgres import postgres_server
from tests.fake_archive.faults import Faults
from tests.fake_archive.inventing import invent
from tests.fake_archive.limits import REAL
from tests.fake_archive.server import FakeArchive
from tests.killing import CONNECTIONS
from tests.rehearsing import BAD_DAY
from tests.simulated_clock import SharedTime
from tests.workforce import ALL, ONE, Workforce, asked_again, write_list

DOMAINS = 2_000
LONGEST = 1_800.0  # seconds; on two cores that have nothing else to do it takes a third of that
KILLED = (ONE, ONE, ALL, ONE, ONE)
ADDRESSES = ("127.0.0.2", "127.0.0.3")

Rows = dict[str, list[tuple[Any, ...]]]


def undisturbed(folder: Path, names: Path, pages: list[Any]) -> tuple[Rows, Counter[str]]:
    """What one crawl of one machine brings on a good day, and how often each address was asked for."""
    began, database = time.monotonic(), f"sqlite:///{folder / 'undisturbed.db'}"
    with FakeArchive(pages=pages) as archive:
        with start_scrapy("backfill", str(names), *PLAN, ARCHIVE_URL=archive.url, DATABASE_URL=database) as crawl:
            crawl.communicate(timeout=LONGEST)
        asked = Counter(call.path for call in archive.requests)
    took = time.monotonic() - began
    print(f"one undisturbed crawl: {asked.total():,} requests, {took:.0f} s, status {crawl.returncode}", flush=True)
    return kept(database), asked


def main() -> int:
    """Share a list out, kill, and say what it came to."""
    domains = int(sys.argv[1]) if len(sys.argv) > 1 else DOMAINS
    chance = random.Random(sys.argv[2] if len(sys.argv) > 2 else "1")
    with tempfile.TemporaryDirectory(prefix="palimpsest-queue-") as name, postgres_server() as server:
        folder = Path(name)
        names = write_list(folder / "list.csv", domains)
        pages = [page for number in range(domains) for page in invent(number).pages]
        rows, asked = undisturbed(folder, names, pages)
        run_sql(server, "CREATE DATABASE palimpsest_queue")
        database = address(server, "palimpsest_queue")
        open_database(database).dispose()
        # within the first nine tenths, so that none comes after the end
        moments = sorted(chance.sample(range(asked.total() // 50, asked.total() * 9 // 10), len(KILLED)))
        return rehearse(folder, database, pages, names, list(zip(moments, KILLED, strict=True)), rows, asked)


def rehearse(
    folder: Path,
    database: str,
    pages: list[Any],
    names: Path,
    kills: list[tuple[int, str]],
    rows: Rows,
    asked: Counter[str],
) -> int:
    """Two workers, killed at these moments; the exit status."""
    clock, began = SharedTime(folder / "clock"), time.monotonic()
    faults = Faults(shares=BAD_DAY, seed=1)
    with (
        FakeArchive(pages=pages, limits=REAL, faults=faults, clock=clock.now) as archive,
        Workforce(folder, database, archive, LONGEST) as workforce,
    ):
        print(workforce.defer(names).out.splitlines()[0], flush=True)
        start = clock.now()
        for each in ADDRESSES:
            workforce.hire(each)
        workforce.work_through(kills)
        hours = (clock.now() - start) / 3_600
        jobs, ended = workforce.jobs(), workforce.dismiss()
    found = kept(database)
    stored = Counter(row[:3] for row in found["captures"])
    good = asked_again(archive, asked)
    print(
        f"two workers: {len(archive.requests):,} requests in {hours:.1f} hours of the archive's clock "
        f"({time.monotonic() - began:.0f} s), {sum(archive.bad_day.met.values()):,} of them met a fault: "
        + ", ".join(f"{count:,} {word}" for word, count in archive.bad_day.met.most_common())
    )
    print(f"workers killed with SIGKILL: {workforce.killed} ({KILLED.count(ONE)} by themselves, then both at once)")
    for one, busiest in sorted(archive.patience.busiest_of.items()):
        told = f"{busiest['index']} index calls, {busiest['replay']} replays"
        print(f"busiest minute of {one}: {told} (hard limits 30 and 600)")
    beside = f"one undisturbed crawl asks {asked.total():,}"
    tell("asked again by workers that were killed", good, "good answers", better="less", beside=beside)
    checks = {
        "every row is as one undisturbed crawl leaves it": found == rows,
        "no capture is stored twice": max(stored.values()) == 1,
        "all batches are done": set(jobs) == {"succeeded"},
        "no more was asked again than one request a kill and connection": good <= workforce.killed * CONNECTIONS,
        "each address was asked within its limits": all(
            one["index"] <= 30 and one["replay"] <= 600 for one in archive.patience.busiest_of.values()
        )
        and not archive.patience.refusals,
        "no process outlived its worker": not workforce.outlived,
        "workers that were told to end ended with status 0": set(ended) == {0},
    }
    for what, is_so in checks.items():
        print(f"  {'yes' if is_so else 'NO'}: {what}", flush=True)
    for name in (name for name in rows if found[name] != rows[name]):
        more, fewer = Counter(found[name]) - Counter(rows[name]), Counter(rows[name]) - Counter(found[name])
        print(f"  {name}: {more.total()} rows more, {fewer.total()} fewer: {[*more, *fewer][:4]}")
    return 0 if all(checks.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
