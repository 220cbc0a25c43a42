"""`scrapy report`, as it is typed."""

from pathlib import Path

import pytest

from pipelines.database.opening import open_database
from pipelines.database.store import Store
from tests.crawling import scrapy
from tests.exports.written import everything


@pytest.fixture
def database(sqlite_url: str) -> str:
    engine = open_database(sqlite_url)
    Store(engine).write(everything())
    engine.dispose()
    return sqlite_url


def test_a_page_is_written(database: str, tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "report.html"
    ran = scrapy("report", "--to", str(file), DATABASE_URL=database)
    assert (ran.status, ran.out, file.read_text("utf-8")[:15]) == (
        0,
        f"3 domains on one page: {file}\n",
        "<!doctype html>",
    )


def test_the_same_database_gives_the_same_page(database: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        scrapy("report", "--to", str(tmp_path / name), DATABASE_URL=database)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_place_that_cannot_be_written_is_named(database: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ran = scrapy("report", "--to", str(tmp_path / "file" / "report.html"), DATABASE_URL=database)
    assert (ran.status, f"{tmp_path}/file/report.html could not be written" in ran.err) == (3, True)


def test_without_a_place_it_is_refused(database: str) -> None:
    ran = scrapy("report", DATABASE_URL=database)
    assert (ran.status, "expected a file to write, such as --to report.html" in ran.err) == (2, True)
