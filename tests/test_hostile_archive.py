"""What a crawl comes to when the archive has a bad day: the same as on a good one, or a run that says it must go on."""

from pathlib import Path

import pytest

from tests.crawling import LIST, PLAN, kept, sample_archive, scrapy
from tests.fake_archive.faults import Faults
from tests.fake_archive.server import FakeArchive

# Shares of all answers, as bad as the worst that was reported.
BAD_DAY = {"503": 0.02, "504": 0.01, "dropped": 0.01, "clipped": 0.01, "maintenance": 0.005}


def crawl(archive: FakeArchive, database: str):
    return scrapy("backfill", LIST, *PLAN, ARCHIVE_URL=archive.url, DATABASE_URL=database)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple]]:
    database = f"sqlite:///{tmp_path_factory.mktemp('undisturbed') / 'whole.db'}"
    with sample_archive() as archive:
        crawl(archive, database)
    return kept(database)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_bad_day_of_the_archive_changes_nothing(
    undisturbed: dict[str, list[tuple]], tmp_path: Path, seed: int
) -> None:
    database = f"sqlite:///{tmp_path / 'hostile.db'}"
    with sample_archive(faults=Faults(shares=BAD_DAY, seed=seed)) as archive:
        while crawl(archive, database).status == 1:
            pass
        assert archive.bad_day.met
    assert kept(database) == undisturbed


def test_an_archive_that_is_out_ends_the_run_and_records_nothing_as_missing(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'out.db'}"
    with sample_archive(faults=Faults(shares={"503": 1.0})) as archive:
        names = ",".join(f"domain{number}.example" for number in range(60))
        ran = scrapy("backfill", names, *PLAN, ARCHIVE_URL=archive.url, DATABASE_URL=database)
    assert (ran.status, "The archive stopped answering" in ran.out, kept(database)["misses"]) == (1, True, [])
