"""What each export costs, beside a bare SELECT of the same rows.

Run as `python -m tests.bench.exports [VERSIONS]`: it makes as many versions (100,000) with their bytes, exports them
in each format in a process of its own, and prints seconds by the clock and of CPU (a disk or a neighbour makes the two
differ), versions a second of CPU, the bare SELECT's CPU over the export's, and the most memory that any process had.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import text

from pipelines.database.opening import open_database
from pipelines.exports.formats import FORMATS
from tests.bench.telling import tell
from tests.crawling import ROOT
from tests.exports.generated import generate

MOST_MEGABYTES = 300
_ROWS = """SELECT v.*, d.* FROM versions v JOIN documents d ON d.id = v.document_id
           ORDER BY v.domain, v.line, v.number"""


def bare_select(address: str) -> float:
    """Seconds of CPU that the database alone takes to give the same rows."""
    engine = open_database(address)
    started = time.process_time()
    with engine.connect() as connection:
        for _ in connection.execution_options(yield_per=1_000).execute(text(_ROWS)):
            pass
    took = time.process_time() - started
    engine.dispose()
    return took


def measure(address: str, name: str, folder: Path) -> tuple[float, float, float]:
    """Seconds of one export by the clock and of CPU, and the megabytes that its largest process had. Asked of a process
    of its own, because only the most of all children so far can be known."""
    asking = (
        "import resource, subprocess, sys, time; started = time.perf_counter(); "
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
    )
    export = [sys.executable, "-m", "scrapy", "export", "--format", name, "--to", str(folder / name)]
    environment = {**os.environ, "DATABASE_URL": address}
    told = subprocess.run(
        [sys.executable, "-c", asking, *export], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    seconds, busy, megabytes = map(float, told.stdout.split())
    return seconds, busy, megabytes


def main() -> None:
    """Print a line a format; end in 1 where one took more memory than it may."""
    versions = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="palimpsest-bench-") as made:
        folder = Path(made)
        address = f"sqlite:///{folder / 'generated.db'}"
        engine = open_database(address)
        generate(engine, versions, with_bytes=True)
        engine.dispose()
        bare = bare_select(address)
        print(f"{versions:,} versions; bare SELECT {versions / bare:,.0f} a second of CPU")
        print(
            f"{'':10}{'seconds':>9}{'of CPU':>9}{'a second':>10}{'of SELECT':>11}{'MB at most':>12}{'MB written':>12}"
        )
        most = 0.0
        for name in FORMATS:
            seconds, busy, megabytes = measure(address, name, folder)
            size = sum(file.stat().st_size for file in (folder / name).rglob("*") if file.is_file()) / 1e6
            rate = f"{versions / busy:10,.0f}{bare / busy:11.2f}"
            print(f"{name:10}{seconds:9.1f}{busy:9.1f}{rate}{megabytes:12.0f}{size:12.0f}", flush=True)
            beside = f"{versions:,} versions, {versions / busy:,.0f} a second of CPU; SELECT {versions / bare:,.0f}"
            tell(f"export as {name}, rate of a bare SELECT's", bare / busy, "x", better="more", beside=beside)
            most = max(most, megabytes)
            subprocess.run(["rm", "-rf", str(folder / name)], check=True)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    beside = f"this program itself {own:.0f}"
    tell("memory of an export", most, "MB", better="less", goal=MOST_MEGABYTES, beside=beside)
    sys.exit(most > MOST_MEGABYTES)


if __name__ == "__main__":
    main()
