"""What a crawl of the bundled archive must come to, run as people run it: the real command on a real server."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from crawler.intervals import intervals_between
from crawler.moments import FIRST_CAPTURE, read_timestamp
from pipelines.database.tables import runs
from pipelines.database.views import coverage, versions
from tests.crawling import LIST, PLAN, SAMPLE, Ran, kept, sample_archive, scrapy
from tests.fake_archive.limits import Limits
from tests.fake_archive.server import FakeArchive

EXPECTED = tomllib.loads((SAMPLE / "expected.toml").read_text(encoding="utf-8"))
HALF_YEARS = [one.name for one in intervals_between(FIRST_CAPTURE, datetime(2025, 1, 1, tzinfo=UTC), 6)]


class Crawled:
    """The bundled archive, crawled once for all the tests of this file."""

    def __init__(self, archive: FakeArchive, folder: Path) -> None:
        self.archive = archive
        self.database = f"sqlite:///{folder / 'crawled.db'}"
        self.first = self.run()
        self.asked = len(archive.requests)

    def run(self) -> Ran:
        return scrapy("backfill", LIST, *PLAN, ARCHIVE_URL=self.archive.url, DATABASE_URL=self.database)

    def rows(self, query) -> list[tuple]:
        engine = create_engine(self.database)
        with engine.connect() as connection:
            rows = [tuple(row) for row in connection.execute(query)]
        engine.dispose()
        return rows


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with sample_archive() as archive:
        yield Crawled(archive, tmp_path_factory.mktemp("crawl"))


def test_the_crawl_ends_with_all_accounted_for(crawled: Crawled) -> None:
    assert (crawled.first.status, crawled.first.err) == (0, "")


def test_the_run_is_written_down_with_how_it_ended(crawled: Crawled) -> None:
    assert crawled.rows(select(runs.c.finish_reason).where(runs.c.id == 1)) == [("finished",)]


@pytest.mark.parametrize("domain", EXPECTED)
def test_the_versions_are_those_that_were_written_into_the_sample(crawled: Crawled, domain: str) -> None:
    query = (
        select(versions.c.number, versions.c.first_seen, versions.c.last_seen, versions.c.not_before)
        .where(versions.c.domain == domain, versions.c.line == 1)
        .order_by(versions.c.number)
    )
    wanted = [
        (
            version["number"],
            read_timestamp(version["first_seen"]),
            read_timestamp(version["last_seen"]),
            read_timestamp(version["not_before"]) if "not_before" in version else None,
        )
        for version in EXPECTED[domain].get("versions", [])
    ]
    assert crawled.rows(query) == wanted


@pytest.mark.parametrize("domain", EXPECTED)
def test_every_half_year_with_a_readable_capture_is_read(crawled: Crawled, domain: str) -> None:
    query = select(coverage.c.interval).where(
        coverage.c.domain == domain, coverage.c.state.in_(["read", "same-digest"])
    )
    assert sorted(interval for (interval,) in crawled.rows(query)) == sorted(EXPECTED[domain].get("read", []))


def test_every_half_year_of_every_domain_is_accounted_for_exactly_once(crawled: Crawled) -> None:
    counted = Counter(crawled.rows(select(coverage.c.domain, coverage.c.interval)))
    domains = {domain for domain, _ in counted}
    assert counted == Counter((domain, interval) for domain in domains for interval in HALF_YEARS)


def test_no_half_year_is_left_without_a_reason(crawled: Crawled) -> None:
    assert crawled.rows(select(coverage.c.domain).where(coverage.c.state == "pending")) == []


def test_the_same_command_again_asks_for_nothing(crawled: Crawled) -> None:
    crawled.run()
    assert len(crawled.archive.requests) == crawled.asked


def test_the_same_command_again_says_that_it_asked_for_nothing(crawled: Crawled) -> None:
    assert "Asked the archive for nothing" in crawled.run().out


def test_the_same_command_again_changes_nothing(crawled: Crawled) -> None:
    before = kept(crawled.database)
    crawled.run()
    assert kept(crawled.database) == before


def test_the_crawl_by_the_name_of_the_spider_finds_the_same(crawled: Crawled, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'spider.db'}"
    arguments = ("-a", f"domains={LIST}", "-a", "until=2025")
    scrapy("crawl", "policies", *arguments, ARCHIVE_URL=crawled.archive.url, DATABASE_URL=database)
    assert kept(database) == kept(crawled.database)


def test_postgresql_holds_the_same_rows_as_sqlite(crawled: Crawled, postgres_url: str) -> None:
    scrapy("backfill", LIST, *PLAN, ARCHIVE_URL=crawled.archive.url, DATABASE_URL=postgres_url)
    assert kept(postgres_url) == kept(crawled.database)


def test_connections_are_kept_open_however_many_there_are(tmp_path: Path) -> None:
    with sample_archive(limits=Limits(connections_per_minute=17)) as archive:
        given = {"ARCHIVE_URL": archive.url, "DATABASE_URL": f"sqlite:///{tmp_path}/kept.db"}
        assert scrapy("backfill", LIST, *PLAN, "-s", "REPLAY_CONNECTIONS=16", **given).status == 0
