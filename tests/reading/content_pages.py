"""Knows real policy pages with their hand-selected text, and how well a reader's text agrees with it.

The pages lie beside the repository, never in it; where they are absent there are none.
"""

import gzip
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

from crawler.items import Snapshot

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "gold-content"
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^()\n]*\)")
_LINK = re.compile(r"\[((?:[^\[\]]++|\[[^\[\]]*+\])*+)\]\((?:[^()\\\n]++|\\.|\([^()\n]*+\))*+\)")
_BARE_LINK = re.compile(r"<(https?://[^>\s]*)>")
_TAG = re.compile(r"<[^>\n]*>")
_WORD = re.compile(r"[^\W_]+")
_SEMANTIC = frozenset(
    ("main", "article", "section", "nav", "header", "footer", "aside", "dialog", "details", "summary", "hgroup")
)


@dataclass(frozen=True)
class ContentPage:
    """One page and the text that people selected in it."""

    name: str
    source: bytes
    selected: str


@dataclass(frozen=True)
class Score:
    """How far two texts are the same words, however ordered, and the same runs of four."""

    f1: float
    four_grams: float


def content_pages() -> list[ContentPage]:
    """The pages that hold one document each."""
    return [
        ContentPage(file.stem, gzip.decompress(file.with_suffix(".html.gz").read_bytes()), _text(file))
        for file in sorted(FOLDER.glob("*.json"))
        if json.loads(file.read_bytes())["one_document_page"]
    ]


def _text(file: Path) -> str:
    return file.with_suffix(".md").read_text(encoding="utf-8")


def words_of(markdown: str) -> list[str]:
    """The words of a text in markdown: no link targets, no pictures, no mark-up."""
    unlinked = _BARE_LINK.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub("", markdown)))
    return _WORD.findall(_TAG.sub(" ", unlinked).lower())


def score(read: str, selected: str) -> Score:
    ours, theirs = words_of(read), words_of(selected)
    return Score(_f1(Counter(ours), Counter(theirs)), _f1(_four_grams(ours), _four_grams(theirs)))


def _four_grams(words: list[str]) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(islice(words, start, None) for start in range(4)), strict=False))


def _f1(ours: Counter[Any], theirs: Counter[Any]) -> float:
    same = (ours & theirs).total()
    return 2 * same / (ours.total() + theirs.total()) if same else 0.0


def snapshot_of(source: bytes, url: str = "https://www.acme.example/legal/privacy.html") -> Snapshot:
    """The page as if it had been replayed."""
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    return Snapshot(
        "acme.example", url, "20150301000000", "20150301000000", url, 200, (), "text/html", "utf-8", source, "", moment
    )


def without_hints(source: bytes) -> bytes:
    """The page without classes, ids, roles and elements that say what they are."""
    return _source(_bare(source))


def in_layout_tables(source: bytes) -> bytes:
    """The page without hints, its body wrapped in nested layout tables as in the 1990s."""
    root = _bare(source)
    body = root.find("body")
    table = etree.fromstring("<table><tr><td><table><tr><td></td><td></td></tr></table></td></tr></table>")
    cell = table.findall(".//td")[-1]
    cell.text, body.text = body.text, None
    cell.extend(list(body))
    body.append(table)
    return _source(root)


def _bare(source: bytes) -> etree._Element:
    root = etree.fromstring(source, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    for element in root.iter(etree.Element):
        for name in list(element.attrib):
            if name in ("class", "id", "role") or name.startswith(("aria-", "data-")):
                del element.attrib[name]
        if element.tag in _SEMANTIC:
            element.tag = "div"
    return root


def _source(root: etree._Element) -> bytes:
    return etree.tostring(root, method="html", encoding="utf-8")
