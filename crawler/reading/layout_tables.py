"""Knows which tables only lay out a page, and takes their grid away so that their text comes out as paragraphs."""

from lxml.etree import _Element as Element

from crawler.reading.tags import HEADINGS, word_set

_BLOCKS = tuple(HEADINGS | word_set("p div ul ol dl blockquote pre center hr form table"))
_OF_FACTS = ("th", "thead", "caption")
_ROW_GROUPS = frozenset(("tbody", "tfoot"))


def unwrap_layout_tables(element: Element) -> int:
    """Make plain blocks of tables that only lay out the page. How many there were."""
    layout = [table for table in element.iter("table") if _is_layout(table)]
    for table in layout:
        for part in list(table):
            for row in list(part) if part.tag in _ROW_GROUPS else [part]:
                for cell in row:
                    _make_plain(cell, "td")
                _make_plain(row, "tr")
            _make_plain(part, *_ROW_GROUPS)
        _make_plain(table, "table")
    return len(layout)


def _make_plain(element: Element, *tags: str) -> None:
    if element.tag in tags:
        element.tag = "div"


def _is_layout(table: Element) -> bool:
    if table.get("role") == "presentation" or next(table.iterdescendants("table"), None) is not None:
        return True
    if next(table.iterdescendants(*_OF_FACTS), None) is not None:
        return False
    filled = [cell for cell in table.iterdescendants("td") if any(text.strip() for text in cell.itertext())]
    return len(filled) < 2 or any(next(cell.iterdescendants(*_BLOCKS), None) is not None for cell in filled)
