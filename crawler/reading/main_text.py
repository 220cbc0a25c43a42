"""Knows how the main text of a page is found: furniture out, then down to the block that holds what is left."""

from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from crawler.reading.blocks import Block, Measured, measure_page
from crawler.reading.furniture.rules import RULES, Rule, find_furniture
from crawler.reading.surroundings import widen
from crawler.reading.tags import TABLE_PARTS, TEXT_BLOCKS, UNSEEN
from crawler.reading.taking_out import take_out

_KEEPS = 0.9  # of the weight a child must hold for the way down to go on; flat between 0.8 and 0.95
_LEAST_LEFT = 0.5  # of the prose; less, and what the page calls its parts was not to be trusted
_MAIN_HOLDS, _ARTICLE_HOLDS = 0.5, 0.6  # of the page's weight, to be believed
_NEXT_TO_NOTHING = 200  # letters: fewer are no text that anybody published


@dataclass(frozen=True, slots=True)
class MainText:
    """The element that holds the main text, furniture taken out of it.

    `letters` were kept of `doubtful_letters` and more: of all but those in what is furniture by more than its name.
    `rules` names those that found furniture."""

    element: Element
    letters: float
    doubtful_letters: float
    rules: tuple[str, ...]


def select_main_text(body: Element) -> MainText:
    """The main text of a page. The tree is changed: furniture and what no reader sees are gone from it afterwards."""
    measured = measure_page(body)
    page, letters = measured.body, measured.body.chars
    furniture = _set_furniture_aside(measured, RULES)
    by_name = sum(block.long for block, rule in furniture if rule.by_name)
    if page.long < _LEAST_LEFT * (page.long + by_name) or page.chars < _NEXT_TO_NOTHING < letters:
        measured = measure_page(body)
        page = measured.body
        furniture = _set_furniture_aside(measured, tuple(rule for rule in RULES if not rule.by_name))
    start = _start(measured)
    chosen, strangers = widen(_way_down(start), start)
    for block in (*(block for block, _ in furniture), *strangers):
        take_out(block.element)
    etree.strip_elements(chosen.element, *UNSEEN, with_tail=False)
    letters -= sum(block.chars for block, rule in furniture if not rule.by_name)
    return MainText(chosen.element, chosen.chars, letters, tuple(sorted({rule.name for _, rule in furniture})))


def _set_furniture_aside(page: Measured, rules: tuple[Rule, ...]) -> list[tuple[Block, Rule]]:
    furniture = find_furniture(page, rules)
    for block, _ in furniture:
        _set_aside(block)
    return furniture


def _set_aside(block: Block) -> None:
    """Take a block's letters out of all that hold it."""
    block.is_aside = True
    above = block.parent
    while above is not None:
        above.chars -= block.chars
        above.linked -= block.linked
        above.long -= block.long
        above = above.parent


def _start(measured: Measured) -> Block:
    """The block that the page itself names as its main part or its one article, where it holds enough."""
    page = measured.body
    for block in measured.named:
        if block.tag != "article" and block.weight >= _MAIN_HOLDS * page.weight:
            return block
    for block in measured.named:
        if block.tag == "article" and block.weight >= _ARTICLE_HOLDS * page.weight:
            return block
    return page


def _way_down(block: Block) -> Block:
    while block.weight > 0:
        for child in block.children:
            if not child.is_aside and child.weight >= _KEEPS * block.weight and child.tag not in TEXT_BLOCKS:
                block = child
                break
        else:
            break
    return _out_of_grid(block)


def _out_of_grid(block: Block) -> Block:
    """A cell is the main text only where it lays out a page: with blocks inside, or nothing beside it. Of a table of
    facts, the whole table is."""
    while block.parent is not None and (block.tag in TABLE_PARTS or (block.tag == "td" and not _lays_out(block))):
        block = block.parent
    return block


def _lays_out(cell: Block) -> bool:
    return any(inner.chars for inner in cell.children) or cell.parent is None or cell.chars == cell.parent.chars
