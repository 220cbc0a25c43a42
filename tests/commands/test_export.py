"""`scrapy export`, as it is typed."""

from pathlib import Path

import pytest

from pipelines.database.opening import open_database
from pipelines.database.store import Store
from pipelines.exports.formats import FORMATS
from tests.crawling import Ran, scrapy
from tests.exports.written import everything


@pytest.fixture
def database(sqlite_url: str) -> str:
    engine = open_database(sqlite_url)
    Store(engine).write(everything())
    engine.dispose()
    return sqlite_url


def take(database: str, *arguments: str) -> Ran:
    return scrapy("export", *arguments, DATABASE_URL=database)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_typed(database: str, tmp_path: Path, name: str) -> None:
    ran = take(database, "--format", name, "--to", str(tmp_path / "out"))
    said = f"6 versions of 2 domains as {name} in {tmp_path}/out, in 0 s\n"
    assert (ran.status, ran.out.replace("in 1 s", "in 0 s"), ran.err) == (0, said, "")


def test_filters_can_be_typed(database: str, tmp_path: Path) -> None:
    given = ("--domain", "https://www.palace.example/x", "--since", "2011", "--until", "2012-10", "--language", "EN,fr")
    ran = take(database, "--format", "text", "--to", str(tmp_path / "out"), *given, "--all-captures")
    assert ran.out.startswith("3 captures of 1 domain as text")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--to", "x"], "--format is ''; expected one of markdown, text, jsonl"),
        (["--format", "text"], "expected a folder to write, such as --to corpus/"),
        (["--format", "text", "--to", "x", "palace.example"], "'palace.example' is no option; name domains"),
        (["--format", "text", "--to", "x", "--domain", "nobody.example"], "nobody.example is not in the database"),
        (["--format", "text", "--to", "x", "--since", "soon"], "--since is 'soon'; expected a date"),
        (["--format", "text", "--to", "x", "--since", "2015", "--until", "2014"], "is not before --until 2014"),
    ],
)  # fmt: skip
def test_what_is_typed_wrong_is_said(database: str, arguments: list[str], told: str) -> None:
    ran = take(database, *arguments)
    assert (ran.status, told in ran.err, len(ran.err.splitlines())) == (2, True, 1)


def test_versions_and_captures_at_once_are_refused(database: str) -> None:
    assert take(database, "--format", "text", "--to", "x", "--versions", "--all-captures").status == 2
