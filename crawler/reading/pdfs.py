"""Knows how to read a policy that was published as a PDF, into a title and the published markdown form."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from crawler.errors import Skip
from crawler.outcomes import Outcome
from crawler.reading.markdown import write_markdown
from crawler.reading.pdf_blocks import Block, Kind, build_blocks
from crawler.reading.pdf_lines import read_pages

LEAST_LETTERS = 60  # of a PDF that holds text; a scanned one may hold a stamp of the scanner
DEEPEST_HEADING = 6

# What programs write where an author gave no title.
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint)|untitled|document\d*$|title$|\(anonymous\)|about:blank)"
    r"|.*\.(?:docx?|pdf|indd|rtf|odt|pages|qxd|pmd|html?)$",
    re.IGNORECASE,
)


class PdfText(NamedTuple):
    """A PDF as read: `markdown` without the line of the title."""

    title: str
    markdown: str


def read_pdf(body: bytes) -> PdfText:
    """Read a PDF. `Skip` for one that is encrypted, scanned, broken, or more than a policy can be."""
    pages = read_pages(body)
    blocks = build_blocks(pages.lines)
    letters = sum(char.isalpha() for block in blocks for char in block.text)
    if letters < LEAST_LETTERS and (pages.cut or not pages.count):
        raise Skip(Outcome.BROKEN_PDF, "expected a whole PDF, it is cut off and what is left holds no text; it is kept")
    if letters < LEAST_LETTERS:
        raise Skip(
            Outcome.SCANNED_PDF,
            f"expected a PDF of text, its {pages.count} pages hold {letters} letters; the bytes are kept",
        )
    title = pages.title if not _NO_TITLE.match(pages.title) else ""
    headings = [block for block in blocks[:5] if block.kind is Kind.HEADING]
    if not title and headings:
        title = min(headings, key=lambda block: block.rank).text
    return PdfText(title, write_markdown(_build_tree(_without_title(blocks, title))))


def _without_title(blocks: Sequence[Block], title: str) -> list[Block]:
    """The blocks, less a first heading that says the title again."""
    for at, block in enumerate(blocks[:5]):
        if block.kind is Kind.HEADING and _letters(block.text) == _letters(title):
            return [*blocks[:at], *blocks[at + 1 :]]
    return list(blocks)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _build_tree(blocks: Sequence[Block]) -> HtmlElement:
    """The blocks as the elements that the writer of the form knows."""
    root = etree.fromstring("<html><body></body></html>", etree.HTMLParser())
    body = root[0]
    top = min((block.rank for block in blocks if block.kind is Kind.HEADING), default=0)
    before: Block | None = None
    for block in blocks:
        match block.kind:
            case Kind.HEADING:
                element = etree.SubElement(body, f"h{min(2 + block.rank - top, DEEPEST_HEADING)}")
            case Kind.PARAGRAPH:
                element = etree.SubElement(body, "p")
            case Kind.BULLET:
                if before is None or before.kind is not Kind.BULLET:
                    etree.SubElement(body, "ul")
                element = etree.SubElement(body[-1], "li")
            case Kind.COUNTED:
                if before is None or before.kind is not Kind.COUNTED or block.rank != before.rank + 1:
                    etree.SubElement(body, "ol", start=str(block.rank))
                element = etree.SubElement(body[-1], "li")
        element.text = block.text
        before = block
    return root
