"""Reads every page of `cases/`: a folder with a page, the document expected of it, and one line on what it shows.

A new case needs no Python: make a folder with `page.html` (or `page.txt`), `about.txt` and `expected.md`, which holds
the document from its title's line on, or `miss: ` and the kind of miss. Where `expected-corpus.md` stands too, the page
is also read as the published corpus would have it.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.items import Document, Miss
from crawler.local_pages import Origin, read_page
from crawler.reading.documents import Reading, read_snapshot

CASES = Path(__file__).parent / "cases"
FOLDERS = sorted(folder for folder in CASES.iterdir() if folder.is_dir())
ORIGIN = Origin("https://www.acme.example/legal/privacy.html", "20150301000000", "acme.example")
EXPECTED = {Reading.FAITHFUL: "expected.md", Reading.CORPUS: "expected-corpus.md"}


def read_case(folder: Path, reading: Reading) -> Document | Miss:
    (page,) = folder.glob("page.*")
    snapshot, _ = read_page(page, ORIGIN, datetime(2026, 11, 20, tzinfo=UTC))
    return read_snapshot(snapshot, reading)


def shown(read: Document | Miss) -> str:
    return f"miss: {read.kind.value}\n" if isinstance(read, Miss) else read.markdown


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_page_is_read_as_its_case_expects(folder: Path) -> None:
    expected = (folder / "expected.md").read_text(encoding="utf-8")

    assert shown(read_case(folder, Reading.FAITHFUL)) == expected


@pytest.mark.parametrize("folder", [f for f in FOLDERS if (f / "expected-corpus.md").exists()], ids=lambda f: f.name)
def test_a_page_is_read_as_the_published_corpus_would_hold_it(folder: Path) -> None:
    expected = (folder / "expected-corpus.md").read_text(encoding="utf-8")

    assert shown(read_case(folder, Reading.CORPUS)) == expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_case_says_in_one_line_what_it_shows(folder: Path) -> None:
    assert len((folder / "about.txt").read_text(encoding="utf-8").strip().splitlines()) == 1


def test_there_are_at_least_eighty_cases() -> None:
    assert len(FOLDERS) >= 80
