"""What a crawl that was ended in the middle comes to when the same command is run again."""

import signal
import time
from pathlib import Path

import pytest

from tests.crawling import LIST, PLAN, kept, sample_archive, scrapy, start_scrapy
from tests.fake_archive.server import FakeArchive


def crawl(archive: FakeArchive, database: str) -> None:
    """The crawl from wherever it is to its end."""
    assert scrapy("backfill", LIST, *PLAN, ARCHIVE_URL=archive.url, DATABASE_URL=database).status == 0


def interrupt(archive: FakeArchive, database: str, after: int, by: signal.Signals) -> None:
    """The crawl, ended by a signal once the archive has answered so often."""
    begun = len(archive.requests)
    with start_scrapy("backfill", LIST, *PLAN, ARCHIVE_URL=archive.url, DATABASE_URL=database) as process:
        while len(archive.requests) < begun + after and process.poll() is None:
            time.sleep(0.002)  # not waiting for time but for the other process
        process.send_signal(by)
        process.communicate(timeout=60)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple]]:
    database = f"sqlite:///{tmp_path_factory.mktemp('undisturbed') / 'whole.db'}"
    with sample_archive() as archive:
        crawl(archive, database)
    return kept(database)


@pytest.mark.parametrize("after", [3, 40, 120, 200])
def test_a_crawl_killed_at_any_moment_and_run_again_ends_like_an_undisturbed_one(
    undisturbed: dict[str, list[tuple]], tmp_path: Path, after: int
) -> None:
    database = f"sqlite:///{tmp_path / 'killed.db'}"
    with sample_archive() as archive:
        interrupt(archive, database, after, signal.SIGKILL)
        crawl(archive, database)
    assert kept(database) == undisturbed


def test_a_crawl_killed_many_times_ends_like_an_undisturbed_one(
    undisturbed: dict[str, list[tuple]], tmp_path: Path
) -> None:
    database = f"sqlite:///{tmp_path / 'killed.db'}"
    with sample_archive() as archive:
        for after in (30, 60, 45, 20):
            interrupt(archive, database, after, signal.SIGKILL)
        crawl(archive, database)
    assert kept(database) == undisturbed


def test_a_kill_repeats_no_more_than_one_request_for_each_connection(tmp_path: Path) -> None:
    with sample_archive() as archive:
        crawl(archive, f"sqlite:///{tmp_path / 'whole.db'}")
        needed = len(archive.requests)
    with sample_archive() as archive:
        database = f"sqlite:///{tmp_path / 'killed.db'}"
        interrupt(archive, database, 100, signal.SIGKILL)
        crawl(archive, database)
        assert len(archive.requests) <= needed + 7 + 32  # connections, and what Scrapy had taken out of its queue


def test_ctrl_c_ends_a_crawl_with_status_1_and_says_how_to_go_on(tmp_path: Path) -> None:
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path / 'stopped.db'}"}
    with (
        sample_archive() as archive,
        start_scrapy("backfill", LIST, *PLAN, ARCHIVE_URL=archive.url, **settings) as process,
    ):
        while len(archive.requests) < 60:
            time.sleep(0.002)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    assert (process.returncode, "the same command goes on" in out) == (1, True)
