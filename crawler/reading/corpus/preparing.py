"""Knows what the corpus' reader did to a page before it chose: scripts out, chains of line breaks into paragraphs."""

from lxml.etree import _Element as Element

from crawler.reading.corpus.nodes import is_phrasing
from crawler.reading.taking_out import take_out

_IMAGE_ATTRIBUTES = ("src", "srcset", "data-src", "data-srcset")
_IMAGE_NAMES = (".jpg", ".jpeg", ".png", ".webp")


def prepare(root: Element, body: Element) -> None:
    """Everything that happens to a page before its blocks are scored."""
    for image in list(root.iter("img")):
        if not any(name in image.attrib for name in _IMAGE_ATTRIBUTES) and not any(
            sign in value.lower() for value in image.attrib.values() for sign in _IMAGE_NAMES
        ):
            take_out(image)
    for element in list(root.iter("script", "noscript", "style", "template")):
        take_out(element)
    for line_break in list(body.iter("br")):
        _replace_chain(line_break)
    for font in list(root.iter("font")):
        font.tag = "span"


def _replace_chain(line_break: Element) -> None:
    """Two or more line breaks in a row become a paragraph that takes in the line behind them."""
    parent = line_break.getparent()
    if parent is None:
        return  # gone already, as a later part of a chain
    chained = False
    while (following := _next_beyond_white(line_break)) is not None and following.tag == "br":
        take_out(following)
        chained = True
    if not chained:
        return
    paragraph = parent.makeelement("p", {})
    paragraph.text = line_break.tail
    line_break.tail = None
    parent.replace(line_break, paragraph)
    while (following := paragraph.getnext()) is not None and _goes_on(following):
        paragraph.append(following)  # with the text behind it
    _trim_end(paragraph)
    if parent.tag == "p":
        parent.tag = "div"


def _goes_on(node: Element) -> bool:
    """Whether the line goes on with this node: not where the next chain begins, nor a block."""
    if node.tag == "br" and (after := _next_beyond_white(node)) is not None and after.tag == "br":
        return False
    return is_phrasing(node)


def _trim_end(paragraph: Element) -> None:
    while len(paragraph):
        last = paragraph[-1]
        if last.tail and last.tail.strip():
            return
        last.tail = None
        if last.tag != "br":
            return
        paragraph.remove(last)
    if paragraph.text and not paragraph.text.strip():
        paragraph.text = None


def _next_beyond_white(element: Element) -> Element | None:
    """The next sibling element with nothing but white space between."""
    current = element
    while True:
        if current.tail and current.tail.strip():
            return None
        following = current.getnext()
        if following is None or isinstance(following.tag, str) or (following.text or "").strip():
            return following
        current = following  # an empty comment is no more than white space
