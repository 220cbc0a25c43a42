"""Blocks that are mostly links: menus, link bars, site maps; not the list of links that a sentence announces."""

from crawler.reading.blocks import Block
from crawler.reading.furniture.pages import PageText

_FEWEST_LINKS = 3
_LINKED = 0.6
_MOST_PROSE = 0.05
_PARTS = frozenset(("p", "td", "li", "dd"))  # too small to judge alone: their list or row is


def is_mostly_links(block: Block, page: PageText) -> bool:
    """Whether following links is what the block is for."""
    if block.links < _FEWEST_LINKS or block.linked < _LINKED * block.chars or block.tag in _PARTS:
        return False
    return page.share(block) < _MOST_PROSE and not _stands_amid_prose(block)


def _stands_amid_prose(block: Block) -> bool:
    """Whether prose comes before and after it in the same container: lists of browsers, partners or further reading."""
    assert block.parent is not None
    around = block.parent.children
    place = around.index(block)
    return any(_is_prose(other) for other in around[:place]) and any(_is_prose(other) for other in around[place + 1 :])


def _is_prose(block: Block) -> bool:
    return block.long > 0 and block.linked < block.chars / 3
