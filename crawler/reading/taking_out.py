"""Knows how an element leaves a page without taking along the text behind it."""

from lxml.etree import _Element as Element


def take_out(element: Element) -> None:
    """Remove an element; the text that follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
        element.tail = None
    parent.remove(element)
