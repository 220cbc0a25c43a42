"""Knows what a page of frames says to a browser that shows none."""

from lxml import etree
from lxml.etree import _Element as Element

from crawler.reading.pages import flatten


def page_without_frames(root: Element) -> Element | None:
    """What stands in `<noframes>`, which the parser keeps as text; None where there is nothing."""
    for element in root.iter("noframes"):
        if len(element):
            return element
        if (element.text or "").strip():
            page = etree.fromstring(element.text.encode(), etree.HTMLParser(encoding="utf-8", remove_comments=True))
            if page is not None:
                flatten(page)
            return None if page is None else page.find("body")
    return None
