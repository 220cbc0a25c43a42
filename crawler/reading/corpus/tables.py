"""Knows which tables of an article the corpus' reader took for tables of facts rather than of layout."""

from lxml.etree import _Element as Element

_MANY_ROWS = 10
_MANY_COLUMNS = 4
_MANY_CELLS = 10


def data_tables(article: Element) -> set[Element]:
    """The tables that hold facts."""
    return {table for table in article.iterdescendants("table") if _holds_facts(table)}


def _holds_facts(table: Element) -> bool:
    if table.get("role") == "presentation" or table.get("datatable") == "0":
        return False
    if table.get("summary"):
        return True
    caption = next(table.iterdescendants("caption"), None)
    if caption is not None and (caption.text or len(caption)):
        return True
    if next(table.iterdescendants("col", "colgroup", "tfoot", "thead", "th"), None) is not None:
        return True
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows, columns = _size(table)
    return rows >= _MANY_ROWS or columns > _MANY_COLUMNS or rows * columns > _MANY_CELLS


def _size(table: Element) -> tuple[int, int]:
    rows = columns = 0
    for row in table.iterdescendants("tr"):
        rows += _span(row.get("rowspan"))
        columns = max(columns, sum(_span(cell.get("colspan")) for cell in row.iterdescendants("td")))
    return rows, columns


def _span(written: str | None) -> int:
    """The number a span begins with, as JavaScript reads numbers; anything else is one."""
    digits = ""
    for letter in (written or "").strip():
        if not letter.isascii() or not letter.isdigit():
            break
        digits += letter
    return int(digits[:6] or 0) or 1
