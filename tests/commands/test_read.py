"""Holds `scrapy read` to what its help says."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (
    "<html><head><title>Privacy</title></head><body><p>We collect your name and your address, and we keep them for as "
    'long as the law asks us to. See our <a href="terms.html">terms</a>.</p></body></html>'
)
BODY = (
    "# Privacy\n\nWe collect your name and your address, and we keep them for as long as the law asks us to. "
    "See our [terms]({terms}).\n"
)
ORIGIN = ("--url", "https://www.acme.example/legal/privacy.html", "--timestamp", "20150301000000")


def scrapy_read(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "read", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "default"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    return file


def test_a_page_of_known_origin_is_printed_in_the_published_form(page: Path) -> None:
    printed = scrapy_read(page, *ORIGIN).stdout

    assert printed == (
        "> *The following text is extracted and transformed from the acme.example privacy policy that was archived on "
        "2015-03-01. Please check the [original snapshot on the Wayback Machine](https://web.archive.org/web/"
        "20150301000000id_/https%3A//www.acme.example/legal/privacy.html) for the most accurate reproduction.*\n\n"
        + BODY.format(terms="https://www.acme.example/legal/terms.html")
    )


def test_a_page_of_unknown_origin_is_printed_without_the_header(page: Path) -> None:
    assert scrapy_read(page).stdout == BODY.format(terms="terms.html")


def test_the_corpus_reading_is_chosen_by_an_option(page: Path) -> None:
    printed = scrapy_read(page, *ORIGIN, "--reading", "corpus").stdout

    assert "id_/https%3A//www.acme.example/legal/terms.html)" in printed


def test_a_page_that_cannot_be_read_is_named_with_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "empty.html"
    file.write_text("")
    done = scrapy_read(file)

    assert (done.returncode, done.stdout, f"{file}: empty: " in done.stderr) == (1, "", True)


def test_the_pages_of_a_folder_are_written_and_counted(tmp_path: Path, page: Path) -> None:
    said = {"url": "http://acme.example/p.html", "timestamp": "20100503000000", "domain": "acme.example"}
    page.with_suffix(".json").write_text(json.dumps(said))
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "empty.html").write_text("")
    to = tmp_path / "documents"
    done = scrapy_read(tmp_path, "--to", to)

    assert "2 pages, 1 failures, " in done.stdout
    assert "archived on 2010-05-03" in (to / "page.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "expected a page or a folder"),
        (("nowhere.html",), "nowhere.html cannot be read"),
        ((".",), "--to FOLDER"),
        (("page.html", "--timestamp", "2015"), "fourteen digits"),
        (("page.html", "--reading", "best"), "expected one of"),
    ],
)
def test_a_wrong_command_says_what_to_type(arguments: tuple[str, ...], said: str) -> None:
    done = scrapy_read(*arguments)

    assert (done.returncode, said in done.stderr) == (2, True)
