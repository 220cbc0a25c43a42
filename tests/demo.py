"""Knows the demonstration: the whole job on the bundled archive, with no network but loopback.

`make demo` runs it; run again, it finds everything known and asks the archive for nothing.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.fake_archive.manners import read_manners
from tests.fake_archive.server import FakeArchive

ROOT = Path(__file__).resolve().parent.parent
DATABASE = ROOT / "data" / "demo" / "palimpsest.db"
SHOWN = "harbourbooks.example"


def main() -> int:
    """The job, what it found, and one document of it."""
    sample = ROOT / "data" / "sample"
    with FakeArchive(warcs=[sample / "archive.warc.gz"], manners=read_manners(sample / "manners.toml")) as archive:
        settings = {"ARCHIVE_URL": archive.url, "DATABASE_URL": f"sqlite:///{DATABASE}"}
        status = _scrapy("backfill", "data/domains.txt", **settings)
        if status == 0:
            status = _scrapy("status", **settings) or _scrapy("show", SHOWN, "--on", "2015-03-01", **settings)
        asked = len(archive.index_calls) + len(archive.replays)
    print(f"\nThe bundled archive was asked {asked} times. Run `make demo` again: it will be asked for nothing.")
    print(f"Look further:  export DATABASE_URL=sqlite:///{DATABASE.relative_to(ROOT)}; {_path()}scrapy show {SHOWN}")
    return status


def _scrapy(command: str, *arguments: str, **settings: str) -> int:
    print(f"\n$ scrapy {command} {' '.join(arguments)}", flush=True)
    program = [sys.executable, "-m", "scrapy", command, *arguments]
    return subprocess.run(program, cwd=ROOT, env={**os.environ, **settings}, check=False).returncode


def _path() -> str:
    return f"{Path(sys.executable).relative_to(ROOT).parent}/" if ROOT in Path(sys.executable).parents else ""


if __name__ == "__main__":
    sys.exit(main())
