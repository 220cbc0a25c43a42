"""What whole crawls of five recorded policies find, keep and ask again, beside reading every capture and WARC.gz.

Run as `python -m tests.bench.histories`; without the recorded histories beside the repository it says so and measures
nothing. The crawls are the real command on the stand-in archive; what is kept is the size of the whole database.
"""

import sys
import tempfile
from pathlib import Path

from sqlalchemy import create_engine, func, select, text

from pipelines.database.tables import captures, documents
from pipelines.database.views import versions
from tests.bench.telling import tell
from tests.crawling import scrapy
from tests.fake_archive.server import FakeArchive
from tests.histories import ABSENT, HISTORIES

DOMAINS = "uptimerobot.com,opencollective.com,github.com,brevo.com,buffer.com"


class Crawled:
    """A database that was crawled into, and what the archive was asked for that."""

    def __init__(self, file: Path, every: str) -> None:
        self.file, self.every = file, every
        self.settings = {"DATABASE_URL": f"sqlite:///{file}"}
        self.index, self.replays = self.crawl()

    def crawl(self) -> tuple[int, int]:
        """Runs the crawl; index calls and replays."""
        with FakeArchive(warcs=[HISTORIES / "policies.warc.gz"]) as archive:
            ran = scrapy("backfill", DOMAINS, "--every", self.every, ARCHIVE_URL=archive.url, **self.settings)
            if ran.status:
                sys.exit(f"the crawl of the histories ended with {ran.status}:\n{ran.err}")
            return len(archive.index_calls), len(archive.replays)

    def ask(self, query) -> int:
        engine = create_engine(self.settings["DATABASE_URL"])
        with engine.connect() as connection:
            found = connection.scalar(query)
        engine.dispose()
        return found

    @property
    def wordings(self) -> int:
        found = select(documents.c.wording_sha256).join(versions, versions.c.document_id == documents.c.id).distinct()
        return self.ask(select(func.count()).select_from(found.subquery()))

    @property
    def kept(self) -> tuple[int, int]:
        """Captures whose bytes are kept, and what their records take in the WARC.gz that they came in."""
        are_kept = captures.c.snapshot_sha256.is_not(None)
        count, size = select(func.count()).where(are_kept), select(func.sum(captures.c.length)).where(are_kept)
        return self.ask(count), self.ask(size)

    @property
    def size(self) -> int:
        """The whole database: bytes, documents, their text, the search over it, and state."""
        return self.ask(text("SELECT sum(pgsize) FROM dbstat"))

    @property
    def size_of_bytes(self) -> int:
        """What the bytes take, with their headers and the indexes that find them."""
        return self.ask(text("SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%blobs%' OR name LIKE '%snapshots%'"))


def main() -> None:
    """Crawl three times, and tell."""
    if not HISTORIES.exists():
        sys.exit(ABSENT)
    with tempfile.TemporaryDirectory(prefix="palimpsest-histories-") as made:
        changes, everything = (Crawled(Path(made) / f"{every}.db", every) for every in ("change", "all"))
        calls, replays = changes.crawl()
        tell("requests of an immediate rerun", calls + replays, better="less", goal=0, beside=_asked(changes))
        found, of_all = changes.wordings, everything.wordings
        tell(
            "wordings found by a whole crawl, of those that reading every capture finds",
            *(100 * found / of_all, "%"),
            better="more",
            goal=98,
            beside=f"{found} with {changes.replays} replays; all {of_all} take {everything.replays}",
        )
        for name, crawled in (("every change", changes), ("every capture", everything)):
            kept, theirs = crawled.kept
            of_bytes, whole = crawled.size_of_bytes, crawled.size
            tell(
                f"bytes and headers kept, of WARC.gz, reading {name}",
                *(of_bytes / theirs, "x"),
                better="less",
                goal=0.5,
                beside=f"{kept} captures: {of_bytes / kept / 1000:.1f} kB each, WARC.gz {theirs / kept / 1000:.1f} kB",
            )
            tell(
                f"whole database, of WARC.gz, reading {name}",
                *(whole / theirs, "x"),
                better="less",
                beside=f"{whole / 1e6:.1f} MB: with documents, their text, the search over it, and state",
            )


def _asked(crawled: Crawled) -> str:
    return f"the first run made {crawled.index} index calls and {crawled.replays} replays"


if __name__ == "__main__":
    main()
