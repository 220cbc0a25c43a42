"""Knows how to put together a page that the parser took apart.

libxml2 builds its tree by older rules than browsers: an element that it does not know and that comes first is put into
the head, a second body stands beside the first, and what follows `</html>` becomes a tree of its own. Browsers show
all of it as one body, and so must the reader: archived pages with a second `</html>` in their middle are common.
"""

from lxml import etree
from lxml.etree import _Element as Element

from crawler.reading.tags import word_set

_OF_THE_HEAD = word_set("title meta link base script style noscript template object isindex bgsound")
_FRAMES = ("html", "head", "body")  # hold what is shown and are not shown themselves


def gather_strays(root: Element) -> None:
    """Move everything that belongs to the body into it, in the order of the page."""
    head, body = root.find("head"), root.find("body")
    early = _shown_in_head(head) if head is not None else []
    late = [element for element in (*root, *root.itersiblings()) if element is not head and element is not body]
    late = [element for element in late if isinstance(element.tag, str) and element.tag != "frameset"]
    if not early and not late:
        return
    if body is None:
        body = etree.SubElement(root, "body")
    if early:
        early[-1].tail = (early[-1].tail or "") + (body.text or "") or None
        body.text = None
    for place, element in enumerate(early):
        body.insert(place, element)
    for element in late:
        _move_into(body, element)


def _shown_in_head(head: Element) -> list[Element]:
    children = list(head)
    for place, child in enumerate(children):
        if isinstance(child.tag, str) and child.tag not in _OF_THE_HEAD:
            return children[place:]
    return []


def _move_into(body: Element, element: Element) -> None:
    """Append an element, or what is inside one that only holds a page."""
    waiting = [element]
    while waiting:
        current = waiting.pop()
        if current.tag in _FRAMES:
            _append_text(body, current.text)
            waiting.extend(reversed(current))
        elif current.tag not in _OF_THE_HEAD:
            body.append(current)


def _append_text(body: Element, text: str | None) -> None:
    if not text:
        return
    if len(body):
        body[-1].tail = (body[-1].tail or "") + text
    else:
        body.text = (body.text or "") + text
