"""Compares both readings with pages whose published documents lie beside the repository; skipped where they do not."""

import difflib
import re
import statistics
from collections import Counter
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from crawler.items import Document
from crawler.reading.documents import Reading, read_snapshot
from crawler.reading.header import whole_document
from tests.reading.content_pages import snapshot_of, words_of

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"
COMMENT = re.compile(rb"source of the (\S+) privacy policy.*?/web/(\d{14})id_/(\S+)\)", re.DOTALL)
# Words of the published documents that the faithful reading leaves out on purpose: a menu, a copyright line.
FURNITURE = {"abchomeopathy.com": 9, "searchalgo.com": 3}

pytestmark = pytest.mark.skipif(
    not GOLD.exists(), reason=f"{GOLD} is not here: published pages are not in the repository"
)


def read_pair(page: Path, reading: Reading) -> tuple[Document, str]:
    comment, _, source = page.read_bytes().partition(b"-->\n\n")
    found = COMMENT.search(comment)
    assert found
    domain, timestamp, address = (part.decode() for part in found.groups())
    snapshot = snapshot_of(source, unquote(address))
    snapshot = replace(snapshot, domain=domain, timestamp=timestamp, served_timestamp=timestamp)
    read = read_snapshot(snapshot, reading)
    assert isinstance(read, Document), read
    return read, page.with_suffix(".md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", sorted(GOLD.glob("*.html")), ids=lambda page: page.stem)
def test_the_corpus_reading_is_the_published_file(page: Path) -> None:
    read, published = read_pair(page, Reading.CORPUS)

    assert whole_document(read) == published


@pytest.mark.parametrize("page", sorted(GOLD.glob("*.html")), ids=lambda page: page.stem)
def test_the_faithful_reading_has_the_published_words(page: Path) -> None:
    read, published = read_pair(page, Reading.FAITHFUL)
    theirs = Counter(words_of(published.split("\n\n", 1)[1]))

    missing = theirs - Counter(words_of(read.markdown))

    assert missing.total() <= max(0.02 * theirs.total(), FURNITURE.get(page.stem, 0))


@pytest.mark.parametrize("page", sorted(GOLD.glob("*.html")), ids=lambda page: page.stem)
def test_no_link_of_the_faithful_reading_leads_to_the_archive_unless_the_page_did(page: Path) -> None:
    read, _ = read_pair(page, Reading.FAITHFUL)
    source = page.read_text(encoding="utf-8")

    assert [
        link for link in re.findall(r"https?://web\.archive\.org[^)\s]*", read.markdown) if link not in source
    ] == []


def test_the_faithful_reading_stays_near_the_published_files() -> None:
    pairs = [read_pair(page, Reading.FAITHFUL) for page in sorted(GOLD.glob("*.html"))]
    ratios = [difflib.SequenceMatcher(None, whole_document(read), told, autojunk=False).ratio() for read, told in pairs]

    assert statistics.mean(ratios) >= 0.9
