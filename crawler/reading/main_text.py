"""Knows how the main text of a page is found: furniture out, then down to the block that holds what is left."""

from collections import Counter
from dataclasses import dataclass

from lxml.etree import _Element as Element

from crawler.reading.blocks import Block, measure
from crawler.reading.furniture.rules import RULES, find_furniture
from crawler.reading.tags import TEXT_BLOCKS

_KEEPS = 0.9  # of the weight a child must hold for the way down to go on; flat between 0.8 and 0.95


@dataclass(frozen=True, slots=True)
class MainText:
    """The element that holds the main text, furniture taken out of it; `counts` says which rules took how many."""

    element: Element
    chars: float
    counts: tuple[tuple[str, int], ...]


def select_main_text(body: Element) -> MainText:
    """The main text of a page. The tree is changed: furniture is gone from it afterwards."""
    page = measure(body)
    furniture = find_furniture(page, RULES)
    for block, _ in furniture:
        _set_aside(block)
    chosen = _way_down(_start(page))
    counts = Counter(rule.name for _, rule in furniture)
    for block, _ in furniture:
        take_out(block.element)
    return MainText(chosen.element, chosen.chars, tuple(sorted(counts.items())))


def _set_aside(block: Block) -> None:
    """Take a block's letters out of all that hold it."""
    above = block.parent
    while above is not None:
        above.chars -= block.chars
        above.linked -= block.linked
        above.long -= block.long
        above = above.parent
    assert block.parent is not None  # the body itself is never furniture
    block.parent.children.remove(block)


def _start(page: Block) -> Block:
    for block in page.everything():
        if (block.tag == "main" or block.element.get("role") == "main") and block.weight >= 0.5 * page.weight:
            return block
    for block in page.everything():
        if block.tag == "article" and block.weight >= 0.6 * page.weight:
            return block
    return page


def _way_down(block: Block) -> Block:
    while True:
        for child in block.children:
            if child.weight >= _KEEPS * block.weight and child.tag not in TEXT_BLOCKS:
                block = child
                break
        else:
            return block


def take_out(element: Element) -> None:
    """Remove an element, keeping the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
