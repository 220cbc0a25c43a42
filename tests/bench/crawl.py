"""How many pages a second the whole crawl does, beside bare Scrapy fetching the same pages and doing nothing with them.

Run as `python -m tests.bench.crawl [DOMAINS [CAPTURES]]`. An archive on loopback (its own process, its answers made
before) holds the policies of so many domains. `scrapy backfill` finds, reads, screens and stores them, unpaced; then a
plain spider fetches just the addresses that the crawl replayed, over as many connections. Both in turns, on the same
cores; a small watcher in each notes how late its event loop wakes. It ends with status 1 where a crawl fails.

The connections are those of an archive of one's own: a page holds one until it is stored, so that a crawl that is
killed loses no more, and so a crawl uses more of them than a spider that keeps nothing.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler import settings
from tests.bench.quick_archive import QuickArchive, Served
from tests.bench.stalls import FILE, MAIN, READERS, TICK
from tests.bench.telling import tell
from tests.crawling import PLAN, ROOT

DOMAINS, CAPTURES, ROUNDS = 200, 40, 3
CONNECTIONS, INDEX_CONNECTIONS = 80, 4
LEAST = 0.5  # of bare Scrapy's pages a second
MOST_STALL = 50.0  # milliseconds
BARE = ROOT / "tests" / "bench" / "bare.py"
WATCH = "tests.bench.stalls.Stalls"


@dataclass(frozen=True)
class Run:
    """One crawl, as its watcher and the archive saw it."""

    name: str
    told: dict[str, Any]
    served: Served

    @property
    def rate(self) -> float:
        return len(self.served.replays) / float(self.told["seconds"])

    def __str__(self) -> str:
        pages = len(self.served.replays)
        cpu = {**self.told["cpu"], "archive": self.served.seconds}
        each = "".join(f"{1000 * cpu.get(part, 0.0) / pages:9.2f}" for part in (MAIN, READERS, "archive"))
        stall, p99 = self.told["longest"] * 1000, self.told["p99"] * 1000
        return (
            f"{self.name:10}{pages:7}{self.told['seconds']:8.1f}{self.rate:9.1f}{each}{stall:10.0f}{p99:7.0f}"
            f"{self.told['over_50_ms']:7}{self.told['megabytes']:7.0f}"
        )


def run_ours(archive: QuickArchive, folder: Path, number: int) -> Run:
    """The whole job on a fresh database."""
    extensions = json.dumps({**settings.EXTENSIONS, WATCH: 500})
    lists = folder / "list.txt"
    lists.write_text("".join(f"{name}\n" for name in archive.domains), "utf-8")
    chosen = {
        "REPLAY_CONNECTIONS": CONNECTIONS,
        "INDEX_CONNECTIONS": INDEX_CONNECTIONS,
        "EXTENSIONS": extensions,
    }
    arguments = ("backfill", str(lists), *PLAN, *_settings(chosen))
    environment = {"ARCHIVE_URL": archive.url, "DATABASE_URL": f"sqlite:///{folder}/kept-{number}.db"}
    return _run("palimpsest", arguments, ROOT, environment, archive, folder)


def run_bare(archive: QuickArchive, folder: Path, addresses: Path) -> Run:
    """A plain spider, with Scrapy's own settings but for the number of connections."""
    chosen = {
        "CONCURRENT_REQUESTS": CONNECTIONS,
        "CONCURRENT_REQUESTS_PER_DOMAIN": CONNECTIONS,
        "EXTENSIONS": json.dumps({WATCH: 500}),
    }
    arguments = ("runspider", str(BARE), "-a", f"addresses={addresses}", "-L", "WARNING", *_settings(chosen))
    return _run("bare", arguments, folder, {"PYTHONPATH": str(ROOT)}, archive, folder)


def _settings(chosen: Mapping[str, object]) -> list[str]:
    return [word for name, value in chosen.items() for word in ("-s", f"{name}={value}")]


def _run(
    name: str, arguments: tuple[str, ...], where: Path, more: dict[str, str], archive: QuickArchive, folder: Path
) -> Run:
    archive.served()
    told = folder / "told.json"
    told.unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=where,
        env={**os.environ, **more, FILE: str(told)},
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    if done.returncode or not told.exists():
        raise SystemExit(f"{name} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return Run(name, json.loads(told.read_text("utf-8")), archive.served())


def main() -> None:
    """Both, in turns."""
    domains, captures = (int(given) for given in [*sys.argv[1:], *(DOMAINS, CAPTURES)[len(sys.argv) - 1 :]])
    runs: list[Run] = []
    with tempfile.TemporaryDirectory(prefix="palimpsest-bench-") as made, QuickArchive(domains, captures) as archive:
        folder = Path(made)
        print(
            f"{domains} domains, {archive.pages:,} captures of {archive.sizes[0] / 1000:.0f} to "
            f"{archive.sizes[-1] / 1000:.0f} KB, {statistics.median(archive.sizes) / 1000:.0f} KB the median; "
            f"{len(os.sched_getaffinity(0))} cores"
        )
        print(
            f"{'':10}{'pages':>7}{'s':>8}{'pages/s':>9}{'CPU ms a page: crawl, readers, archive':>27}"
            f"{'stall ms':>10}{'p99':>7}{'> 50':>7}{'MB':>7}"
        )
        for number in range(ROUNDS):
            ours = run_ours(archive, folder, number)
            addresses = folder / "addresses.txt"
            addresses.write_text("".join(f"{archive.url}{path}\n" for path in ours.served.replays), "utf-8")
            for run in (ours, run_bare(archive, folder, addresses)):
                print(run, flush=True)
                runs.append(run)
    ours, bare = ([run for run in runs if run.name == name] for name in ("palimpsest", "bare"))
    rate, other = (statistics.median(run.rate for run in each) for each in (ours, bare))
    beside = f"{rate:.0f} pages a second beside {other:.0f} of bare Scrapy, medians of {len(ours)} runs in turns"
    tell("pages a second of an unpaced crawl, of bare Scrapy's", rate / other, better="more", goal=LEAST, beside=beside)
    longest, others = (max(run.told["longest"] for run in each) * 1000 for each in (ours, bare))
    beside = f"bare Scrapy's {others:.0f} ms"
    tell("longest stall of the event loop", longest, "ms", better="less", goal=MOST_STALL, beside=beside)
    late = max(run.told["p99"] for run in ours) * 1000
    tell("99th percentile of its lateness", late, "ms", better="less", beside=f"woken every {TICK * 1000:.0f} ms")


if __name__ == "__main__":
    main()
