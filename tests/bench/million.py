"""What a list of a million domains takes before the first request goes out: seconds and megabytes.

Run as `python -m tests.bench.million [DOMAINS]`. It ends with status 1 where that is more than 300 MB.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.bench.telling import tell
from tests.crawling import start_scrapy
from tests.fake_archive.server import FakeArchive

DOMAINS = 1_000_000
MOST_MEGABYTES = 300
ENDINGS = ("com", "co.uk", "de", "com.au", "org", "example")


def write_list(file: Path, count: int) -> None:
    with file.open("w") as lines:
        lines.writelines(
            f"{number},a-name-of-usual-length-{number}.{ENDINGS[number % 6]}\n" for number in range(1, count + 1)
        )


def main() -> int:
    """Start, wait for the first request, end."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DOMAINS
    with tempfile.TemporaryDirectory(prefix="palimpsest-million-") as folder, FakeArchive() as archive:
        names = Path(folder) / "names.csv"
        write_list(names, count)
        began = time.monotonic()
        settings = {"ARCHIVE_URL": archive.url, "DATABASE_URL": f"sqlite:///{folder}/kept.db"}
        with (
            open(Path(folder) / "log", "wb") as log,
            start_scrapy("backfill", str(names), says=log, **settings) as crawl,
        ):
            while not archive.requests and crawl.poll() is None:
                time.sleep(0.05)  # not waiting for time but for the other process
            told = Path(f"/proc/{crawl.pid}/status").read_text()
            took = time.monotonic() - began
            crawl.kill()
    peak = float(told.split("VmHWM:")[1].split()[0]) / 1024
    name = f"memory before the first request, list of {count:,}"
    tell(name, peak, "MB", better="less", goal=MOST_MEGABYTES, beside=f"it went out after {took:.0f} s")
    return int(not archive.requests or peak > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
