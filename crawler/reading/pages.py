"""Knows how the text of a page becomes a tree: parsed once, and no deeper than it can be walked."""

import re

from lxml import etree
from lxml.etree import _Element as Element

from crawler.errors import Skip
from crawler.outcomes import Outcome
from crawler.page_bounds import refuse_endless
from crawler.reading.blocks import DEEPEST
from crawler.reading.strays import gather_strays

_MARKUP = re.compile(r"<(?:!doctype|html|head|body|title|table|div|p|br|h[1-6]|a|ul|font|meta)\b", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_DEEPEST = DEEPEST - 10
_WRAPPERS = ("div", "span", "font", "center", "b", "i", "strong", "em", "section")
_is_too_deep = etree.XPath("boolean(/*" + "/*" * _DEEPEST + ")")  # asked at once, as hardly a page is
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\f\r") + b"\x7f"
_FORM_FEED_AS_SPACE = bytes(0x20 if code == 0x0C else code for code in range(0x100))
_CONTROL_REFERENCE = re.compile(  # letters of both cases are named, as ignoring case would cost the fast search
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127|6553[45])(?!\d)"
    rb"|[xX]0*(?:[0-8bBcCeEfF]|1[\da-fA-F]|7[fF]|[fF]{3}[eEfF])(?![\da-fA-F]));?"
)
_NOTHING_TO_DO = "the bytes are kept, nothing is to be done"


def parse_page(text: str, keep_comments: bool = False) -> Element:
    """The tree of a page. Comments are dropped, except where a reading goes by them."""
    refuse_endless(text)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=not keep_comments, remove_pis=not keep_comments
    )
    try:
        root = etree.fromstring(_without_controls(text), parser)
    except etree.XMLSyntaxError as trouble:
        raise Skip(Outcome.EMPTY, f"expected a page, found no element in it ({trouble}); {_NOTHING_TO_DO}") from trouble
    if root is None:
        raise Skip(Outcome.EMPTY, f"expected a page, found no element in it; {_NOTHING_TO_DO}")
    gather_strays(root)
    flatten(root)
    return root


def is_marked_up(text: str) -> bool:
    """Whether a text has the tags of a page, whatever its media type says."""
    return _MARKUP.search(text) is not None


def page_of_plain_text(text: str, reflow: bool) -> Element:
    """A text without markup as a page: paragraphs at blank lines, or all of it verbatim, as browsers show it."""
    refuse_endless(text)
    root = etree.fromstring("<html><head></head><body></body></html>", etree.HTMLParser())
    body = root.find("body")
    text = _without_controls(text).decode().replace("\r\n", "\n").replace("\r", "\n")
    if not reflow:
        etree.SubElement(body, "pre").text = text
        return root
    for part in _BLANK_LINES.split(text.strip()):
        paragraph = etree.SubElement(body, "p")
        lines = part.split("\n")
        paragraph.text = lines[0]
        for line in lines[1:]:
            etree.SubElement(paragraph, "br").tail = line
    return root


def _without_controls(text: str) -> bytes:
    """The text without what a tree may not hold: control characters, U+FFFE and U+FFFF, plain or as references."""
    if "\ufffe" in text or "\uffff" in text:
        text = text.replace("\ufffe", "").replace("\uffff", "")
    coded = text.encode(errors="replace").translate(_FORM_FEED_AS_SPACE, _CONTROLS)
    return _CONTROL_REFERENCE.sub(b"", coded)


def flatten(root: Element) -> None:
    """Lift what nests deeper than any person wrote it. Tags left open (`<font>`, again and again) do this."""
    if not _is_too_deep(root):
        return
    for element in list(root.iterdescendants(*_WRAPPERS)):
        if len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip():
            _lift(element)
    if _is_too_deep(root):
        for element in _deeper_than(root, _DEEPEST):
            _lift(element)


def _deeper_than(root: Element, limit: int) -> list[Element]:
    found: list[Element] = []
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth > limit:
            found.append(element)
    return found


def _lift(element: Element) -> None:
    """Replace an element by what is inside it."""
    _append_text(element, element.text)
    for child in list(element):
        element.addprevious(child)  # takes the text behind it along
    _append_text(element, element.tail)
    element.tail = None
    element.getparent().remove(element)


def _append_text(element: Element, text: str | None) -> None:
    """Put text right before an element."""
    if not text:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent = element.getparent()
        parent.text = (parent.text or "") + text
