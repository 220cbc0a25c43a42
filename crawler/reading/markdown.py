"""Knows the published markdown form, and writes it straight from a parsed tree.

The form is the one of html2text 2020.1.16 with `body_width=0, unicode_snob=True, ignore_images=True`, to the byte, for
the HTML that a browser would write of the same tree (where U+00A0 is `&nbsp;`). The exceptions, all on purpose:

- html2text prints the words `&nbsp_place_holder;` as a no-break space; here they stay what they are.
- A browser writes what `<iframe>`, `<noframes>`, `<noembed>`, `<xmp>` and `<plaintext>` hold without escapes, so that
  html2text reads it as mark-up. In the tree it is text, and it is written as text.
- A list that starts at a number of more than 4,000 digits starts at 1; html2text may stop with an error.
- A tag or attribute whose name holds white space or quotes (broken mark-up) can be read differently by html2text, which
  sees the name written out again.
"""

from collections.abc import Callable
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from crawler.reading.markdown_blocks import BLOCKS_CLOSING, BLOCKS_OPENING
from crawler.reading.markdown_pen import Pen
from crawler.reading.markdown_phrases import PHRASES_CLOSING, PHRASES_OPENING

OPENING: Final = BLOCKS_OPENING | PHRASES_OPENING
CLOSING: Final = BLOCKS_CLOSING | PHRASES_CLOSING
# Text in these is no mark-up, so no character of it is an entity.
RAW_TEXT: Final = frozenset({"script", "style"})
# The bracket of a link is written before any tag in it but these.
LINK_MAY_WAIT: Final = frozenset({"p", "div", "style", "dl", "dt"})


def write_markdown(root: HtmlElement, resolve: Callable[[str], str] = str) -> str:
    """The content of `root` in the published form; `resolve` gives the address to print for each href."""
    pen = Pen(resolve)
    # Walked, not recursed into: pages nest thousands of elements.
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            _open(pen, node)
            continue
        if event == "end":
            _close(pen, node.tag)
        if node.tail and node is not root:
            pen.write(node.tail)
    return pen.sheet.ended(f"  *[{short}]: {long}\n" for short, long in pen.abbreviations.items())


def _open(pen: Pen, node: HtmlElement) -> None:
    tag, text = node.tag, node.text
    if pen.link_waits is not None and tag not in LINK_MAY_WAIT:
        pen.open_link()
    opening = OPENING.get(tag)
    if opening:
        opening(pen, node)
    pen.last_tag = tag
    if text:
        if tag in RAW_TEXT:
            pen.write_run(text)
        else:
            pen.write(text)


def _close(pen: Pen, tag: str) -> None:
    closing = CLOSING.get(tag)
    if closing:
        closing(pen)
    pen.last_tag = tag
