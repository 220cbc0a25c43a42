"""Knows what the tags of blocks write: headings, paragraphs, quotations, preformatted text, lists and tables."""

from collections.abc import Callable
from functools import partial
from typing import Final

from lxml.html import HtmlElement

from crawler.reading.markdown_pen import Pen

# Python raises when a number of more than 4,300 digits is written out; a page could ask for one.
LONGEST_NUMBER: Final = 4000


def _open_heading(level: int, pen: Pen, _: HtmlElement) -> None:
    pen.sheet.owe_paragraph()
    pen.sheet.mark("#" * level + " ")


def _owe_paragraph(pen: Pen, _: HtmlElement | None = None) -> None:
    pen.sheet.owe_paragraph()


def _owe_paragraph_outside_links(pen: Pen, _: HtmlElement | None = None) -> None:
    if not pen.links:
        pen.sheet.owe_paragraph()


def _owe_line(pen: Pen) -> None:
    pen.sheet.owe_line()


def _break_line(pen: Pen, _: HtmlElement) -> None:
    pen.sheet.mark("  \n> " if pen.sheet.quote_depth else "  \n")


def _rule(pen: Pen, _: HtmlElement) -> None:
    pen.sheet.owe_paragraph()
    pen.sheet.mark("* * *")
    pen.sheet.owe_paragraph()


def _open_quotation(pen: Pen, _: HtmlElement) -> None:
    pen.sheet.open_quotation()


def _close_quotation(pen: Pen) -> None:
    pen.sheet.close_quotation()


def _open_verbatim(pen: Pen, _: HtmlElement) -> None:
    pen.sheet.verbatim = pen.sheet.verbatim_opens = True
    pen.sheet.owe_paragraph()


def _close_verbatim(pen: Pen) -> None:
    pen.sheet.verbatim = False
    pen.sheet.owe_paragraph()


def _open_definition(pen: Pen, _: HtmlElement) -> None:
    pen.sheet.mark("    ")


def _open_list(pen: Pen, element: HtmlElement) -> None:
    if not pen.lists and pen.last_tag not in ("ul", "ol"):
        pen.sheet.owe_paragraph()
    pen.lists.append(_first_number(element) if element.tag == "ol" else None)
    pen.sheet.list_depth += 1


def _close_list(pen: Pen) -> None:
    pen.lists.pop()
    pen.sheet.list_depth -= 1
    if not pen.lists:
        pen.sheet.mark("\n")


def _open_item(pen: Pen, _: HtmlElement) -> None:
    pen.sheet.owe_line()
    pen.sheet.mark("  " * len(pen.lists))
    number = pen.lists[-1] if pen.lists else None
    if number is None:
        pen.sheet.mark("* ")
    else:
        pen.sheet.mark(f"{number}. ")
        pen.lists[-1] = number + 1
    pen.sheet.fresh = True


def _first_number(element: HtmlElement) -> int:
    start = element.get("start", "1")
    try:
        return int(start) if len(start) <= LONGEST_NUMBER else 1
    except ValueError:
        return 1


def _open_table(pen: Pen, _: HtmlElement) -> None:
    pen.heads_table = True


def _open_row(pen: Pen, _: HtmlElement) -> None:
    pen.cells = 0


def _open_cell(pen: Pen, _: HtmlElement) -> None:
    if pen.cell_follows:
        pen.sheet.mark("| ")
    pen.cell_follows = True
    pen.cells += 1


def _close_row(pen: Pen) -> None:
    pen.cell_follows = False
    pen.sheet.owe_row()
    if pen.heads_table:
        pen.heads_table = False
        pen.sheet.mark("|".join(["---"] * pen.cells))
        pen.sheet.owe_row()


BLOCKS_OPENING: Final[dict[str, Callable[[Pen, HtmlElement], None]]] = {
    **{f"h{level}": partial(_open_heading, level) for level in range(1, 10)},
    "p": _owe_paragraph,
    "div": _owe_paragraph_outside_links,
    "br": _break_line,
    "hr": _rule,
    "blockquote": _open_quotation,
    "pre": _open_verbatim,
    "ul": _open_list,
    "ol": _open_list,
    "li": _open_item,
    "dl": _owe_paragraph,
    "dd": _open_definition,
    "table": _open_table,
    "tr": _open_row,
    "td": _open_cell,
    "th": _open_cell,
}
BLOCKS_CLOSING: Final[dict[str, Callable[[Pen], None]]] = {
    **{f"h{level}": _owe_paragraph for level in range(1, 10)},
    "p": _owe_paragraph,
    "div": _owe_paragraph_outside_links,
    "blockquote": _close_quotation,
    "pre": _close_verbatim,
    "ul": _close_list,
    "ol": _close_list,
    "li": _owe_line,
    "dt": _owe_line,
    "dd": _owe_line,
    "tr": _close_row,
}
