"""What is typed wrong, or cannot be opened, is said in one clear message that names it and the remedy."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawling import LIST, ROOT, Ran, sample_archive, scrapy

NOBODY = "http://127.0.0.1:9"  # the discard port of loopback: nothing answers there


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'palimpsest.db'}"


def backfill(*arguments: str, database: str, archive: str = NOBODY, stdin: str | None = None) -> Ran:
    return scrapy("backfill", *arguments, stdin=stdin, ARCHIVE_URL=archive, DATABASE_URL=database)


def one_line(ran: Ran) -> str:
    """The message: standard error must hold nothing else, no traceback above all."""
    lines = ran.err.strip().splitlines()
    assert len(lines) == 1, ran.err
    return lines[0]


def test_a_missing_list_is_named(database: str) -> None:
    ran = backfill("no/such/list.txt", database=database)
    assert (ran.status, one_line(ran)) == (2, "palimpsest: no/such/list.txt: there is no such list of domains")


def test_an_empty_list_is_refused_with_what_is_expected(tmp_path: Path, database: str) -> None:
    (tmp_path / "empty.txt").write_text("# nothing\n\n")
    ran = backfill(str(tmp_path / "empty.txt"), database=database)
    assert (ran.status, "names no domain; expected one a line" in one_line(ran)) == (2, True)


def test_an_empty_standard_input_is_refused(database: str) -> None:
    ran = backfill("-", database=database, stdin="")
    assert (ran.status, "names no domain" in one_line(ran)) == (2, True)


def test_a_list_that_is_not_text_is_refused(tmp_path: Path, database: str) -> None:
    (tmp_path / "list.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    ran = backfill(str(tmp_path / "list.txt"), database=database)
    assert (ran.status, "is not text" in one_line(ran)) == (2, True)


def test_no_list_at_all_is_refused(database: str) -> None:
    ran = backfill(database=database)
    assert (ran.status, "expected one list of domains" in one_line(ran)) == (2, True)


def test_a_bad_line_is_named_with_its_number_and_does_not_stop_the_rest(tmp_path: Path, database: str) -> None:
    (tmp_path / "list.txt").write_text("not a domain\nhttps://www.tidewatch.example/privacy.htm\n")
    with sample_archive() as archive:
        ran = backfill(str(tmp_path / "list.txt"), database=database, archive=archive.url)
    assert (ran.status, "line 1: 'not a domain' is left out" in ran.err, "tidewatch.example" in ran.out) == (
        0,
        True,
        True,
    )


def test_an_unknown_every_names_the_known_ones(database: str) -> None:
    ran = backfill(LIST, "--every", "week", database=database)
    assert (ran.status, "'week'; expected one of change, half-year" in one_line(ran)) == (2, True)


def test_a_since_after_its_until_is_refused(database: str) -> None:
    ran = backfill(LIST, "--since", "2019", "--until", "2009", database=database)
    assert (ran.status, "is not before --until 2009" in one_line(ran)) == (2, True)


def test_a_date_that_is_none_is_refused(database: str) -> None:
    ran = backfill(LIST, "--since", "yesterday", database=database)
    assert (ran.status, "--since is 'yesterday'; expected a date such as" in one_line(ran)) == (2, True)


def test_a_reading_that_is_none_names_the_known_ones(database: str) -> None:
    ran = backfill(LIST, "-s", "READING=loud", database=database)
    assert (ran.status, "READING is 'loud'; expected one of faithful, corpus" in one_line(ran)) == (2, True)


def test_an_archive_that_is_none_names_the_known_ones(database: str) -> None:
    ran = backfill(LIST, "-s", "ARCHIVE=library", database=database)
    assert (ran.status, "ARCHIVE is 'library'; expected one of pywb, wayback" in one_line(ran)) == (2, True)


def test_a_pace_that_is_no_number_is_refused(database: str) -> None:
    ran = backfill(LIST, "-s", "REPLAY_PER_SECOND=fast", database=database)
    assert (ran.status, "REPLAY_PER_SECOND is 'fast'; expected a number greater than 0" in one_line(ran)) == (2, True)


def test_a_render_that_is_no_switch_is_refused(database: str) -> None:
    ran = backfill(LIST, "-s", "RENDER=yes", database=database)
    assert (ran.status, "RENDER is 'yes'; expected 0 or 1" in one_line(ran)) == (2, True)


def test_a_database_address_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ran = backfill(LIST, database=f"sqlite:///{tmp_path}/file/palimpsest.db")
    assert (ran.status in (2, 3), f"{tmp_path}/file/palimpsest.db" in one_line(ran)) == (True, True)


def test_a_database_that_is_none_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"a picture, not a database" * 100)
    backfill(LIST, database=f"sqlite:///{tmp_path / 'holiday.jpg'}")
    assert (tmp_path / "holiday.jpg").read_bytes() == b"a picture, not a database" * 100


def test_an_archive_that_does_not_answer_leaves_everything_to_be_asked_again(database: str) -> None:
    ran = backfill("tidewatch.example", database=database)
    assert (ran.status, "the same command asks again" in ran.out) == (1, True)


def test_a_full_disk_stops_the_run_and_keeps_what_was_there(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'small.db'}"
    most = 900_000  # bytes a file may have: the sample needs more

    with sample_archive() as archive:
        ran = subprocess.run(
            [
                sys.executable,
                "-m",
                "scrapy",
                "backfill",
                LIST,
                "-s",
                f"DATABASE_URL={database}",
                "--every",
                "half-year",
            ],
            cwd=ROOT,
            env={"PATH": "", "ARCHIVE_URL": archive.url},
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
        )
    told = scrapy("status", "tidewatch.example", DATABASE_URL=database)
    assert (ran.returncode, "could not write" in ran.stderr, told.status in (0, 1)) == (3, True, True)


def test_a_domain_that_is_not_in_the_database_is_said_to_be_missing(database: str) -> None:
    ran = scrapy("show", "nobody.example", DATABASE_URL=database)
    assert (ran.status, "scrapy backfill nobody.example finds its policy" in one_line(ran)) == (2, True)
