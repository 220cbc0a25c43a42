"""Knows what beside the main block belongs to the text: its heading, and sections that stand in blocks of their own.

From the main block up, level by level: prose beside it stays; so does what else reads like text (headings, paragraphs,
lists) as far as it goes on without a break. Everything else beside it goes.
"""

import re
from collections.abc import Iterable

from crawler.reading.blocks import Block
from crawler.reading.tags import HEADINGS, word_set
from crawler.reading.veils import said_in

_FLOWING = HEADINGS | word_set("p ul ol dl li dt dd blockquote pre address")
_LINKED = 1 / 3  # of the letters; more, and it is a list of links
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LONGEST_DATE = 80  # letters of the line around it
_CELLS_OF_FACTS = 6
_OWN_TEXT = 15  # letters that stand right in a block, beside its inner blocks


def widen(chosen: Block, start: Block) -> tuple[Block, list[Block]]:
    """The block that holds the main block and all of the text beside it, and what in it does not belong."""
    root, strangers = chosen, list[Block]()
    pending: list[Block] = []
    block = chosen
    while block is not start and block.parent is not None:
        parent = block.parent
        kept, others = _beside(block, parent.children)
        pending += others
        if kept or _own_letters(parent) >= _OWN_TEXT:
            root = parent
            strangers += pending
            pending = []
        block = parent
    return root, strangers


def _beside(block: Block, around: list[Block]) -> tuple[list[Block], list[Block]]:
    before = _going_on(reversed(around[: block.place]), past_furniture=True)
    after = _going_on(around[block.place + 1 :], past_furniture=False)
    if after and after[-1].tag in HEADINGS:
        after.pop()  # it headed something that went
    kept = [*before, *after]
    held = set(kept)
    others = [other for other in around if other is not block and not other.is_aside and other not in held]
    return kept, others


def _going_on(blocks: Iterable[Block], past_furniture: bool) -> list[Block]:
    kept: list[Block] = []
    goes_on = True
    for block in blocks:
        if block.is_aside:
            goes_on = goes_on and past_furniture
        elif block.chars and block.linked <= _LINKED * block.chars:
            if block.long or (goes_on and (_reads_like_text(block) or _says_a_date(block))):
                kept.append(block)
            else:
                goes_on = False
        elif block.chars:
            goes_on = False
    return kept


def _reads_like_text(block: Block) -> bool:
    return any(inner.tag in _FLOWING and inner.chars for inner in block.everything()) or _holds_facts(block)


def _says_a_date(block: Block) -> bool:
    """Whether a year is in it: from when on a policy is in force often stands in a block of its own."""
    return block.chars < _LONGEST_DATE and _YEAR.search(said_in(block.element)) is not None


def _holds_facts(block: Block) -> bool:
    """Whether it is a table with a head or with as many cells as hardly a page is laid out in."""
    cells = [inner for inner in block.everything() if inner.tag in ("td", "th") and inner.chars]
    return len(cells) >= _CELLS_OF_FACTS or any(cell.tag == "th" for cell in cells)


def _own_letters(block: Block) -> float:
    """Unlinked letters that stand right in the block."""
    return (
        block.chars - block.linked - sum(inner.chars - inner.linked for inner in block.children if not inner.is_aside)
    )
