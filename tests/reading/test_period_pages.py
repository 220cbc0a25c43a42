"""Reads pages as they were written in their years: a page and its layout in a folder, with places for the words.

With words of our own they are tested everywhere. Where published documents lie beside the repository, each page is also
filled with the words of the document whose layout it has, and must be read to that document byte for byte.
"""

import html
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.items import Document, Snapshot
from crawler.reading.documents import read_snapshot
from crawler.reading.header import whole_document

PAGES = Path(__file__).parent / "period_pages"
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
PLACE = re.compile(r"\{\{(\w+)\}\}")
HEADER = re.compile(r"^> \*The following .*? from the (\S+) privacy .*?/web/(\d{14})id_/(\S+)\) for .*\n\n")
FOLDERS = sorted(folder for folder in PAGES.iterdir() if folder.is_dir())
# Which published document has the layout of which page.
LAYOUT_OF = {
    "shop-of-2012": "000_86d34fd6974ebd50.txt",
    "software-house-of-2010": "001_f9f7f2dd9eb73699.txt",
    "downloads-of-2019": "002_474fadefd9c1c82b.txt",
    "app-maker-of-2015": "003_74c963b10c912e1e.txt",
    "company-of-2018": "004_5fab2118dbd6d6db.txt",
}


def invented(place: str) -> str:
    """Words for a place: `p` is a paragraph, `h` a short line, `l` the address of a link."""
    kind, number = place[0], place[1:]
    if kind == "l":
        return f"https://partner{number}.example/privacy.html"
    if kind == "p":
        return (
            f"On matter {number} we hold what you tell us, no longer than we must, and we tell nobody else of it, ever."
        )
    return f"On matter {number}"


def filled(template: str, words: dict[str, str], escaped: bool) -> str:
    return PLACE.sub(lambda place: html.escape(words[place[1]]) if escaped else words[place[1]], template)


def read_filled(folder: Path, words: dict[str, str], domain: str, timestamp: str, url: str) -> Document:
    page = filled((folder / "page.html").read_text(encoding="utf-8"), words, escaped=True)
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    snapshot = Snapshot(
        domain, url, timestamp, timestamp, url, 200, (), "text/html", "utf-8", page.encode(), "", fetched_at=moment
    )
    read = read_snapshot(snapshot)
    assert isinstance(read, Document), read
    return read


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_page_of_its_year_comes_out_in_its_layout(folder: Path) -> None:
    layout = (folder / "layout.md").read_text(encoding="utf-8")
    words = {place: invented(place) for place in PLACE.findall(layout)}

    read = read_filled(folder, words, "acme.example", "20150301000000", "https://www.acme.example/privacy.html")

    assert read.markdown == filled(layout, words, escaped=False)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_page_with_the_words_of_a_published_document_comes_out_as_that_document(folder: Path) -> None:
    seed = SEEDS / LAYOUT_OF[folder.name]
    if not seed.exists():
        pytest.skip(f"{seed} is not here: published documents are not part of the repository")
    published = seed.read_text(encoding="utf-8")
    header = HEADER.match(published)
    assert header
    words = words_of(published[header.end() :], (folder / "layout.md").read_text(encoding="utf-8"))

    read = read_filled(folder, words, header[1], header[2], header[3].replace("%3A", ":"))

    assert whole_document(read) == published


def words_of(document: str, layout: str) -> dict[str, str]:
    """What a document has in the places of its layout."""
    parts = PLACE.split(layout)
    pattern = "".join(
        re.escape(part) if index % 2 == 0 else rf"(?P<{part}>[^\n]+?)" for index, part in enumerate(parts)
    )
    found = re.fullmatch(pattern, document)
    assert found, "the document does not have this layout"
    return found.groupdict()
