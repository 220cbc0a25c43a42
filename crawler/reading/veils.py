"""Knows what of a page neither its readers nor our rules look at, and puts a veil over it.

Captures of one page mostly differ in their scripts alone: numbers used once, moments, names of builds. With the veil on
they are one and the same tree. What is under it is gone from the tree, so nothing that is read of the tree can depend
on it. A few rules take all the text of an element, that of scripts too: they ask here, and where there is a veil they
are not told anything, so that the page is read without it.
"""

from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from crawler.reading.tags import UNSEEN

_SCRIPTS = frozenset(("script", "style"))
# Tokens of forms and addresses of pictures: no rule asks for these, whatever element they are of.
_UNREAD_ATTRIBUTES = ("value", "src", "srcset", "style", "action", "alt", "nonce")


class Veiled(Exception):
    """A rule asked for text that is under a veil."""


def veil(body: Element) -> None:
    """Take out of a parsed page, after its title and its `<base>` are known, what only differs: what scripts and
    styles hold (a comment in their place says so; the page's own are gone since it was parsed), drawings without a
    word, attributes that nobody reads."""
    body.getroottree().docinfo.clear()  # by that of XHTML a tree would be written out with attributes it has not
    for element in list(body.iterdescendants(*UNSEEN)):
        if len(element):
            element.attrib.clear()
            if not any(element.itertext()):
                del element[:]
        elif element.text and element.tag in _SCRIPTS:
            element.attrib.clear()
            element.text = None
            element.append(etree.Comment())
        else:
            element.attrib.clear()
    etree.strip_attributes(body, *_UNREAD_ATTRIBUTES)


def texts_in(element: Element) -> Iterator[str]:
    """All texts in an element, seen and unseen, in their order. Raises Veiled where one of them is under a veil."""
    if next(element.iter(etree.Comment), None) is not None:
        raise Veiled
    texts: Iterator[str] = element.itertext()
    return texts


def said_in(element: Element) -> str:
    """All text in an element as one. Raises Veiled where some of it is under a veil."""
    return "".join(texts_in(element))
