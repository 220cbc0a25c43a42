"""The page in a real browser: it asks for nothing, and fits the window."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from crawler.commands.report import _report
from pipelines.database.opening import open_database
from pipelines.database.store import Store
from pipelines.reports.frame import whole_page
from pipelines.reports.report import write_report
from tests.exports.written import everything
from tests.reports.browser import needs_browser, requests_of, width_of

pytestmark = needs_browser
LEAKS = (
    '<img src="http://leak.example/a.png"><link rel="stylesheet" href="http://leak.example/b.css">'
    '<script src="http://leak.example/c.js"></script><iframe src="http://leak.example/d"></iframe>'
    '<p style="background: url(http://leak.example/e.png)">words</p>'
)


@pytest.fixture
def page(sqlite_url: str, tmp_path: Path) -> Path:
    engine: Engine = open_database(sqlite_url)
    Store(engine).write(everything())
    (tmp_path / "report.html").write_text(write_report(_report(engine)), "utf-8")
    engine.dispose()
    return tmp_path / "report.html"


def test_a_page_that_leaks_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "leaking.html").write_text(f"<!doctype html><body>{LEAKS}", "utf-8")
    asked = {address.removeprefix("http://leak.example/") for address in requests_of(tmp_path / "leaking.html")}
    assert asked >= {"a.png", "b.css", "c.js", "d", "e.png"}


def test_the_report_asks_for_nothing(page: Path) -> None:
    assert requests_of(page) == []


def test_not_even_what_found_its_way_into_a_page_can_ask(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(whole_page("title", "", LEAKS), "utf-8")
    assert requests_of(tmp_path / "page.html") == []


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_the_report_fits_the_window(page: Path, width: int) -> None:
    assert width_of(page, width) == width
