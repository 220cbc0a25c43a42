"""Knows what the tags within a line write: emphasis, code, quotes, abbreviations and links; and which are silent."""

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from lxml.html import HtmlElement

from crawler.reading.markdown_pen import Pen

LINK_ESCAPED: Final = re.compile(r"([\\\[\]()])")
EMPHASIS: Final = {"b": "**", "strong": "**", "i": "_", "em": "_", "u": "_", "del": "~~", "s": "~~", "strike": "~~"}
CODE: Final = ("code", "tt", "kbd")
SILENT: Final = ("head", "script", "style")


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


PHRASES_OPENING: Final[dict[str, Callable[[Pen, HtmlElement], None]]] = {
    **{tag: partial(_open_emphasis, sign) for tag, sign in EMPHASIS.items()},
    **dict.fromkeys(CODE, _code),
    **dict.fromkeys(SILENT, _open_silence),
    "body": _end_silence,
    "q": _quote,
    "a": _open_link,
    "abbr": _open_abbreviation,
}
PHRASES_CLOSING: Final[dict[str, Callable[[Pen], None]]] = {
    **{tag: partial(_close_emphasis, sign) for tag, sign in EMPHASIS.items()},
    **dict.fromkeys(CODE, _code),
    **dict.fromkeys(SILENT, _close_silence),
    "body": _end_silence,
    "q": _quote,
    "a": _close_link,
    "abbr": _close_abbreviation,
}
