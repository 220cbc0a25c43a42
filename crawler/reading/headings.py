"""Knows how the headings of a page become those of a document, whose one first-level heading is the page's title."""

from lxml.etree import _Element as Element

from crawler.reading.taking_out import take_out


def settle_headings(element: Element, title: str) -> int:
    """First-level headings go one level down; one that says what the title says is dropped. How many were."""
    dropped = 0
    said_before = _plain(title)
    for heading in list(element.iter("h1")):
        words = _plain("".join(heading.itertext()))
        if words and words != said_before:
            heading.tag = "h2"
        else:
            take_out(heading)
            dropped += bool(words)
    return dropped


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
