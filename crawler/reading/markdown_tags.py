"""Knows what each tag writes when it opens and when it closes."""

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from lxml.html import HtmlElement

from crawler.reading.markdown_pen import Pen

LINK_ESCAPED: Final = re.compile(r"([\\\[\]()])")
# Inside a link these tags write nothing of their own, so its bracket may wait for its text.
LINK_MAY_WAIT: Final = frozenset({"p", "div", "style", "dl", "dt"})
EMPHASIS: Final = {
    "b": "**", "strong": "**", "i": "_", "em": "_", "u": "_", "del": "~~", "s": "~~", "strike": "~~",
}  # fmt: skip


def open_tag(pen: Pen, tag: str, element: HtmlElement) -> None:
    """Write what the tag's beginning writes."""
    if pen.link_waits is not None and tag not in LINK_MAY_WAIT:
        pen.open_link()
    write = OPENING.get(tag)
    if write:
        write(pen, element)
    pen.last_tag = tag


def close_tag(pen: Pen, tag: str) -> None:
    """Write what the tag's end writes."""
    write = CLOSING.get(tag)
    if write:
        write(pen)
    pen.last_tag = tag


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


def _open_silence(pen: Pen, _: HtmlElement) -> None:
    pen.sheet.silence += 1


def _close_silence(pen: Pen) -> None:
    pen.sheet.silence -= 1


def _end_silence(pen: Pen, _: HtmlElement | None = None) -> None:
    pen.sheet.silence = 0


def _open_emphasis(sign: str, pen: Pen, _: HtmlElement) -> None:
    pen.open_emphasis(sign)


def _close_emphasis(sign: str, pen: Pen) -> None:
    pen.sheet.mark(sign)


def _code(pen: Pen, _: HtmlElement | None = None) -> None:
    if not pen.sheet.verbatim:
        pen.sheet.mark("`")
        pen.code = not pen.code  # code within code is none


def _quote(pen: Pen, _: HtmlElement | None = None) -> None:
    pen.sheet.mark('"')


def _open_abbreviation(pen: Pen, element: HtmlElement) -> None:
    pen.abbreviated = element.get("title")
    pen.sheet.heard = []


def _close_abbreviation(pen: Pen) -> None:
    if pen.abbreviated is not None and pen.sheet.heard is not None:
        pen.abbreviations["".join(pen.sheet.heard)] = pen.abbreviated
    pen.abbreviated = pen.sheet.heard = None


def _open_link(pen: Pen, element: HtmlElement) -> None:
    href = element.get("href")
    address = pen.resolve(href) if href is not None else None
    if address is None or address.startswith("#"):
        pen.links.append(None)
    else:
        pen.links.append((address, element.get("title", "")))
        pen.link_waits = address
        pen.link_is_empty = True


def _close_link(pen: Pen) -> None:
    link = pen.links.pop()
    if pen.link_waits is not None and not pen.link_is_empty:
        pen.link_waits = None  # it was written whole, as <address>
    elif link is not None:
        if pen.link_is_empty:
            pen.open_link()
        address, title = (LINK_ESCAPED.sub(r"\\\1", part) for part in link)
        pen.sheet.mark(f']({address} "{title}")' if title.strip() else f"]({address})")


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
    try:
        return int(element.get("start", "1"))
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


OPENING: Final[dict[str, Callable[[Pen, HtmlElement], None]]] = {
    **{f"h{level}": partial(_open_heading, level) for level in range(1, 10)},
    **{tag: partial(_open_emphasis, sign) for tag, sign in EMPHASIS.items()},
    "p": _owe_paragraph, "div": _owe_paragraph_outside_links, "br": _break_line, "hr": _rule,
    "blockquote": _open_quotation, "pre": _open_verbatim, "q": _quote, "code": _code, "tt": _code, "kbd": _code,
    "head": _open_silence, "style": _open_silence, "script": _open_silence, "body": _end_silence,
    "a": _open_link, "abbr": _open_abbreviation,
    "ul": _open_list, "ol": _open_list, "li": _open_item, "dl": _owe_paragraph, "dd": _open_definition,
    "table": _open_table, "tr": _open_row, "td": _open_cell, "th": _open_cell,
}  # fmt: skip
CLOSING: Final[dict[str, Callable[[Pen], None]]] = {
    **{f"h{level}": _owe_paragraph for level in range(1, 10)},
    **{tag: partial(_close_emphasis, sign) for tag, sign in EMPHASIS.items()},
    "p": _owe_paragraph, "div": _owe_paragraph_outside_links,
    "blockquote": _close_quotation, "pre": _close_verbatim, "q": _quote, "code": _code, "tt": _code, "kbd": _code,
    "head": _close_silence, "style": _close_silence, "script": _close_silence, "body": _end_silence,
    "a": _close_link, "abbr": _close_abbreviation,
    "ul": _close_list, "ol": _close_list, "li": _owe_line, "dt": _owe_line, "dd": _owe_line, "tr": _close_row,
}  # fmt: skip
