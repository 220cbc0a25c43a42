"""`scrapy diff`, as it is typed and as it is read."""

import json
import os
import pty
import subprocess
import sys

import pytest

from pipelines.database.opening import open_database
from pipelines.database.store import Store
from pipelines.diffs.as_json import diff_from_json
from pipelines.diffs.pieces import apply
from tests.crawling import ROOT, Ran, scrapy
from tests.database import examples as ex

OLD = "We keep your name for one year.\n\nWe tell nobody."
NEW = "We keep your name for two years.\n\nWe tell nobody.\n\nWe tell the bank."
LAST = "We keep your name for two years.\n\nWe tell the bank."


@pytest.fixture
def database(sqlite_url: str) -> str:
    engine = open_database(sqlite_url)
    read = [ex.document(ex.stamp(year), text) for year, text in ((2010, OLD), (2012, NEW), (2014, LAST))]
    Store(engine).write([ex.domain(), ex.page(), *read, ex.domain(name="nothing.example")])
    engine.dispose()
    return sqlite_url


def diff(database: str, *arguments: str) -> Ran:
    return scrapy("diff", *arguments, DATABASE_URL=database)


def test_every_change_is_shown_with_its_bounds_and_words(database: str) -> None:
    archive = "https://web.archive.org/web"
    assert diff(database, ex.NAME).out.splitlines() == [
        "palace.example: version 1 to 2, after 2010-01-01 and by 2012-01-01",
        "paragraphs: 1 changed, 1 added; words: 6 added, 2 removed",
        f"old {archive}/20100101000000id_/http%3A//palace.example/privacy",
        f"new {archive}/20120101000000id_/http%3A//palace.example/privacy",
        "",
        "~ We keep your name for [-one year-]{+two years+}.",
        "  … 1 paragraph with the same words",
        "+ We tell the bank.",
        "",
        "palace.example: version 2 to 3, after 2012-01-01 and by 2014-01-01",
        "paragraphs: 1 removed; words: 0 added, 3 removed",
        f"old {archive}/20120101000000id_/http%3A//palace.example/privacy",
        f"new {archive}/20140101000000id_/http%3A//palace.example/privacy",
        "",
        "  … 1 paragraph with the same words",
        "- We tell nobody.",
        "  … 1 paragraph with the same words",
        "",
    ]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (["--from", "2010", "--to", "2015"], ["version 1 to 3"]),
        (["--from", "2013"], ["version 2 to 3"]),
        (["--to", "2013"], ["version 1 to 2"]),
        (["--from", "2010-02", "--to", "2011"], []),
    ],
)
def test_days_choose_two_wordings_to_compare(database: str, days: list[str], told: list[str]) -> None:
    shown = [line for line in diff(database, ex.NAME, *days).out.splitlines() if ": version" in line]
    assert [line.split(": ")[1].split(",")[0] for line in shown] == told


def test_where_nothing_changed_between_two_days_that_is_said(database: str) -> None:
    ran = diff(database, ex.NAME, "--from", "2010-02", "--to", "2011")
    assert (ran.status, ran.out) == (0, "palace.example: no change between captures that are known\n")


def test_json_holds_what_makes_the_new_text_from_the_old(database: str) -> None:
    told = json.loads(diff(database, ex.NAME, "--json").out)["changes"][0]
    assert apply(OLD, diff_from_json(told)) == NEW


def test_html_is_a_page(database: str) -> None:
    page = diff(database, ex.NAME, "--html").out
    assert (page.startswith("<!doctype html>"), "<del>one year</del><ins>two years</ins>" in page) == (True, True)


def test_on_a_terminal_words_have_colours_and_no_marks(database: str) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "DATABASE_URL": database, "TERM": "xterm-256color", "COLUMNS": "100"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "scrapy", "diff", ex.NAME, "--to", "2013"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        said = b""
        try:
            while chunk := os.read(ours, 10_000):
                said += chunk
        except OSError:  # how Linux tells that the other end was closed
            pass
    os.close(ours)
    assert (running.returncode, b"\x1b[32mtwo years\x1b[0m" in said, b"{+" in said) == (0, True, False)


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        ([], 2, "expected one domain"),
        (["nobody.example"], 2, "nobody.example is not in the database"),
        (["nothing.example"], 1, "no policy of nothing.example is known"),
        ([ex.NAME, "--from", "2014", "--to", "2012"], 2, "--from 2014 is not before --to 2012"),
        ([ex.NAME, "--from", "2001"], 2, "was first seen on 2010-01-01"),
    ],
)
def test_what_cannot_be_shown_is_said(database: str, arguments: list[str], status: int, told: str) -> None:
    ran = diff(database, *arguments)
    assert (ran.status, told in ran.err) == (status, True)
