"""Knows how much text each block of a page holds: all of it, the part inside links, and the part in long lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from crawler.reading.tags import INLINE, UNSEEN
from crawler.reading.veils import said_in

LONG_RUN = 80  # letters of one line of text from which on it is prose and no label; measured on 312 policy pages
SHORT_TEXT_WEIGHT = 0.1  # of text outside long lines, measured on the same pages
DEEPEST = 200  # below Python's limit for functions that call themselves, above any page a person wrote

# A letter of these scripts says as much as two to three Latin ones: policies in both languages were 2.7 apart.
_DENSE_LETTER = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_DENSE_EXTRA = 1.7
_DENSE_BYTES = 1.5  # of UTF-8 a letter, below which a text has too few of them to look for
_CONTACTS = ("mailto:", "tel:", "javascript:")
_SPELLED_OUT = ("http", "www.")
_FIELDS = frozenset(("text", "password", "email", "tel", "number", "date", "checkbox", "radio", "url"))
_LONGEST_NAMES = 300  # characters; what is told from them is kept for the next page
_NAMED = frozenset(("main", "article"))
_TELLING = frozenset(("a", "button", "input"))
_FIELD_TAGS = frozenset(("select", "textarea"))


class TooDeep(Exception):
    """The page nests deeper than it can be measured; flatten it first."""


@dataclass(slots=True, eq=False)
class Block:
    """One element that is no part of a line, with the letters it holds (its own and those of the blocks inside)."""

    element: Element
    tag: str
    parent: "Block | None"
    place: int  # among the children of its parent
    names: str  # class and id
    role: str | None
    children: list["Block"]
    chars: float = 0.0
    linked: float = 0.0
    long: float = 0.0
    links: int = 0
    fields: int = 0  # where a reader types or ticks something
    buttons: tuple[str, ...] = ()  # what the buttons right in this block say
    is_aside: bool = False  # found to be furniture: no longer part of what holds it

    @property
    def weight(self) -> float:
        """How much this block speaks for being the main text."""
        return self.long + SHORT_TEXT_WEIGHT * max(0.0, self.chars - self.linked - self.long)

    def everything(self) -> Iterator["Block"]:
        """This block and all inside it, in the order of the page."""
        waiting = [self]
        while waiting:
            block = waiting.pop()
            yield block
            waiting.extend(reversed(block.children))


class _Measurer:
    """One walk over a page. Letters are gathered in runs, which end where a block begins or ends.

    Written for speed, as every element of every page comes through here: what is read of an element is read once."""

    def __init__(self) -> None:
        self.run: float = 0
        self.run_linked: float = 0
        self.named: list[Block] = []
        self.with_buttons: list[Block] = []

    def read(self, text: str, linked: bool) -> None:
        letters: float = len(text.strip())
        if not letters:
            return
        if not text.isascii() and len(text.encode()) > _DENSE_BYTES * len(text):
            letters += _DENSE_EXTRA * len(_DENSE_LETTER.findall(text))
        self.run += letters
        if linked:
            self.run_linked += letters

    def end_run(self, block: Block) -> None:
        run, linked = self.run, self.run_linked
        block.chars += run
        block.linked += linked
        if run >= LONG_RUN and linked < run / 2:
            block.long += run - linked
        self.run = self.run_linked = 0

    def visit(self, element: Element, block: Block, linked: bool, depth: int) -> None:
        if depth > DEEPEST:
            raise TooDeep
        read = self.read
        for child in element:
            tag = child.tag
            if tag in INLINE:
                inside_link = linked
                if tag in _TELLING:
                    inside_link = linked or (tag == "a" and _leads_away(child))
                    self.note(child, tag, block, inside_link and not linked)
                if text := child.text:
                    read(text, inside_link)
                if len(child):
                    self.visit(child, block, inside_link, depth + 1)
            elif tag not in UNSEEN:
                if self.run:
                    self.end_run(block)
                self.visit_block(child, block, linked, depth + 1)
            elif tag in _FIELD_TAGS:
                block.fields += 1
            if (text := child.tail) and not text.isspace():
                read(text, linked)

    def note(self, element: Element, tag: str, block: Block, leads_away: bool) -> None:
        """Take down what is more than text."""
        block.links += leads_away
        if tag == "button":
            block.buttons += (said_in(element),)
            self.with_buttons.append(block)
        elif tag == "input":
            block.fields += element.get("type", "text").lower() in _FIELDS

    def visit_block(self, element: Element, parent: Block | None, linked: bool, depth: int) -> Block:
        place = len(parent.children) if parent is not None else 0
        tag, role = element.tag, element.get("role")
        names = f"{element.get('class', '')} {element.get('id', '')}"
        block = Block(element, tag, parent, place, names[:_LONGEST_NAMES], role, [])
        if tag in _NAMED or role == "main":
            self.named.append(block)
        if text := element.text:
            self.read(text, linked)
        if len(element):
            self.visit(element, block, linked, depth)
        if self.run:
            self.end_run(block)
        if parent is not None:
            parent.children.append(block)
            parent.chars += block.chars
            parent.linked += block.linked
            parent.long += block.long
            parent.links += block.links
            parent.fields += block.fields
        return block


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured page: its blocks in one, those it names as its main part or an article, those with buttons in them."""

    body: Block
    named: list[Block]
    with_buttons: list[Block]


def measure_page(element: Element) -> Measured:
    """A page, measured. Raises TooDeep where it nests deeper than `DEEPEST`."""
    measurer = _Measurer()
    body = measurer.visit_block(element, None, False, 0)
    return Measured(body, measurer.named, measurer.with_buttons)


def measure(element: Element) -> Block:
    """An element, measured as the block that it is."""
    return measure_page(element).body


def _leads_away(link: Element) -> bool:
    """Whether following it is leaving: not to a place on the page, a contact, or an address that is spelled out."""
    href = link.get("href")
    if href is None or href.lstrip().lower().startswith(_CONTACTS):
        return False
    if "#" in href and not href.endswith("#"):
        return False
    return not (link.text or "").lstrip().startswith(_SPELLED_OUT)
