"""What `scrapy refresh` asks for, and what it finds."""

from pathlib import Path

from sqlalchemy import create_engine, func, select

from pipelines.database.tables import timelines
from pipelines.database.views import versions
from tests.crawling import scrapy
from tests.fake_archive.server import FakeArchive, Page


def policy(words: str) -> bytes:
    told = "We keep the name and the address that you give us for as long as your order takes, and tell nobody else. "
    return f"<html><title>Privacy</title><body><h1>Privacy</h1><p>{told * 4}{words}</p></body></html>".encode()


OLD = [Page("http://shop.example/privacy", f"20{year}0301120000", policy("Of old.")) for year in range(12, 16)]
NEW = [Page("http://shop.example/privacy", f"20{year}0301120000", policy("Of late.")) for year in range(16, 19)]


def run(archive: FakeArchive, folder: Path, *arguments: str):
    return scrapy(*arguments, ARCHIVE_URL=archive.url, DATABASE_URL=f"sqlite:///{folder / 'refreshed.db'}")


def ask(folder: Path, query):
    engine = create_engine(f"sqlite:///{folder / 'refreshed.db'}")
    with engine.connect() as connection:
        found = connection.execute(query).scalar_one()
    engine.dispose()
    return found


def refreshed(folder: Path) -> list[str]:
    """What the archive was asked for by a refresh, after a backfill that stopped in 2015."""
    with FakeArchive(pages=OLD) as archive:
        run(archive, folder, "backfill", "shop.example", "--until", "2015-06")
    with FakeArchive(pages=[*OLD, *NEW]) as archive:
        ran = run(archive, folder, "refresh")
        assert ran.status == 0, ran.err
        return [call.path for call in archive.requests]


def test_a_refresh_asks_the_index_from_the_last_complete_moment_on(tmp_path: Path) -> None:
    index_calls = [path for path in refreshed(tmp_path) if "/cdx/" in path]
    assert ["from=20150601000000" in path for path in index_calls] == [True]


def test_a_refresh_reads_no_capture_of_the_time_that_was_told_before(tmp_path: Path) -> None:
    replays = [path for path in refreshed(tmp_path) if "/web/" in path]
    assert [path for path in replays if path.startswith("/web/201") and path[5:9] < "2015"] == []


def test_a_refresh_finds_the_version_that_came_since(tmp_path: Path) -> None:
    refreshed(tmp_path)
    assert ask(tmp_path, select(func.count()).select_from(versions)) == 2


def test_what_the_index_told_in_two_answers_is_kept_as_two(tmp_path: Path) -> None:
    refreshed(tmp_path)
    assert ask(tmp_path, select(func.count()).select_from(timelines).where(timelines.c.urlkey == "")) == 2


def test_a_refresh_of_a_database_without_domains_says_what_to_do(tmp_path: Path) -> None:
    with FakeArchive() as archive:
        ran = run(archive, tmp_path, "refresh")
    assert (ran.status, "scrapy backfill LIST" in ran.out) == (0, True)
