"""Knows the published markdown form, and writes it straight from a parsed tree.

The form is the one of html2text 2020.1.16 with `body_width=0, unicode_snob=True, ignore_images=True`, to the byte, given
the HTML that a browser would write for the same tree (where U+00A0 is `&nbsp;`).
"""

from collections.abc import Callable
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from crawler.reading.markdown_pen import Pen
from crawler.reading.markdown_tags import close_tag, open_tag

# Text in these is no markup, so no character of it is an entity.
RAW_TEXT: Final = frozenset({"script", "style"})


def write_markdown(root: HtmlElement, resolve: Callable[[str], str] = str) -> str:
    """The content of `root` in the published form; `resolve` gives the address to print for each href."""
    pen = Pen(resolve)
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            open_tag(pen, node.tag, node)
            if node.text and node.tag in RAW_TEXT:
                pen.write_run(node.text)
            elif node.text:
                pen.write(node.text)
            continue
        if event == "end":
            close_tag(pen, node.tag)
        if node.tail and node is not root:
            pen.write(node.tail)
    return pen.sheet.ended(f"  *[{short}]: {long}\n" for short, long in pen.abbreviations.items())
