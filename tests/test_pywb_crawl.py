"""What a crawl of a real pywb comes to: the second dialect, proven on the program itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select

from pipelines.database.views import coverage, versions
from tests.crawling import LIST, PLAN, ROOT, SAMPLE, kept, sample_archive, scrapy
from tests.pywb_archive import PywbArchive, needs_pywb

HISTORIES = ROOT.parent / "shared" / "histories" / "policies.warc.gz"
REAL = "uptimerobot.com,opencollective.com,github.com,brevo.com,buffer.com"

pytestmark = needs_pywb


def crawl(archive: PywbArchive, database: str, *arguments: str) -> str:
    settings = {"ARCHIVE": "pywb", "ARCHIVE_URL": f"{archive.url}/{archive.collection}", "DATABASE_URL": database}
    ran = scrapy("backfill", *arguments, **settings)
    assert ran.status == 0, ran.err
    return ran.out


def test_the_sample_is_read_from_pywb_as_from_the_wayback_machine(tmp_path: Path) -> None:
    theirs, ours = f"sqlite:///{tmp_path / 'pywb.db'}", f"sqlite:///{tmp_path / 'wayback.db'}"
    with PywbArchive([SAMPLE / "archive.warc.gz"]) as archive:
        crawl(archive, theirs, LIST, *PLAN)
    with sample_archive() as fake:
        scrapy("backfill", LIST, *PLAN, ARCHIVE_URL=fake.url, DATABASE_URL=ours)
    assert kept(theirs)["versions"] == kept(ours)["versions"]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Five real policies, crawled twice; what the second run said."""
    if not HISTORIES.exists():
        pytest.skip("../shared/histories is not here: real captures are read only where it is")
    database = f"sqlite:///{tmp_path_factory.mktemp('real') / 'real.db'}"
    with PywbArchive([HISTORIES]) as archive:
        crawl(archive, database, REAL, "--every", "half-year")
        yield database, crawl(archive, database, REAL, "--every", "half-year")


def count(database: str, query) -> list[tuple]:
    engine = create_engine(database)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(query)]
    engine.dispose()
    return rows


def test_every_real_domain_has_versions(real: tuple[str, str]) -> None:
    found = count(real[0], select(versions.c.domain).distinct())
    assert {domain for (domain,) in found} == set(REAL.split(","))


def test_every_interval_of_a_real_domain_has_a_version_or_a_reason(real: tuple[str, str]) -> None:
    assert count(real[0], select(coverage).where(coverage.c.state == "pending")) == []


def test_no_interval_of_a_real_domain_is_counted_twice(real: tuple[str, str]) -> None:
    twice = select(coverage.c.domain).group_by(coverage.c.domain, coverage.c.interval).having(func.count() > 1)
    assert count(real[0], twice) == []


def test_a_second_run_on_real_domains_asks_for_nothing(real: tuple[str, str]) -> None:
    assert "Asked the archive for nothing" in real[1]
