"""`scrapy reread` on the bundled archive: offline, with another reading and with other languages."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.crawling import PLAN, Ran, kept, sample_archive, scrapy

DOMAINS = "northlightclinic.example,harbourbooks.example,gartenfreunde.example"


class Crawled:
    """Some domains of the bundled archive in a database of their own. The archive is gone afterwards."""

    def __init__(self, folder: Path, *options: str, reading: str = "faithful") -> None:
        self.database = f"sqlite:///{folder / 'crawled.db'}"
        with sample_archive() as archive:
            scrapy(
                "backfill", DOMAINS, *PLAN, "--every", "all", *options,
                ARCHIVE_URL=archive.url, DATABASE_URL=self.database, READING=reading,
            )  # fmt: skip

    def reread(self, *options: str) -> Ran:
        return scrapy("reread", *options, DATABASE_URL=self.database, ARCHIVE_URL="http://127.0.0.1:9")

    def count(self, table: str) -> int:
        engine = create_engine(self.database)
        with engine.connect() as connection:
            found = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        engine.dispose()
        return int(found)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return Crawled(tmp_path_factory.mktemp("fresh"))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """Crawled with another reading and for other languages, then read again."""
    crawled = Crawled(tmp_path_factory.mktemp("other"), "--languages", "de", reading="corpus")
    crawled.first = crawled.reread("--languages", "all")
    return crawled


def test_it_leaves_what_a_crawl_with_that_reader_leaves(fresh: Crawled, other: Crawled) -> None:
    assert kept(other.database) == kept(fresh.database)


def test_it_says_what_came_out_otherwise(other: Crawled) -> None:
    said = other.first.out
    assert ("other-language > read" in said, "+landmark" in said, other.first.status) == (True, True, 0)


def test_it_warns_of_nothing(other: Crawled) -> None:
    assert other.first.err == ""


def test_run_again_it_finds_nothing_to_do(other: Crawled) -> None:
    again = other.reread()
    assert (again.status, again.out.splitlines()[0]) == (
        0,
        "No snapshot waits: all were read by this reader already.",
    )


def test_what_the_other_reader_made_is_kept_until_it_is_pruned(other: Crawled) -> None:
    before = other.count("earlier_documents")
    pruned = other.reread("--prune")
    assert (f"{before} earlier documents pruned" in pruned.out, other.count("earlier_documents")) == (True, 0)


@pytest.mark.parametrize("wrong", [["x"], ["--workers", "0"], ["--languages", "klingon"]])
def test_a_wrong_command_says_so(sqlite_url: str, wrong: list[str]) -> None:
    ran = scrapy("reread", *wrong, DATABASE_URL=sqlite_url)
    assert (ran.status, ran.err.startswith("palimpsest: ")) == (2, True)
