"""Blocks that are mostly links: menus, link bars, site maps; not the list of links that a sentence announces."""

from crawler.reading.blocks import Block
from crawler.reading.furniture.neighbours import FARTHEST, stands_amid_prose
from crawler.reading.furniture.pages import PageText
from crawler.reading.veils import said_in

_FEWEST_LINKS = 3
_LINKED = 0.6
_LETTERS_PER_ICON = 8  # links that are pictures: a row of them with a word or two before it
_MOST_PROSE = 0.05
_PARTS = frozenset(("li", "dd"))  # too small to judge alone: their list is
_SHORTEST_ANNOUNCEMENT = 60  # letters: "Follow us on:" announces nothing that belongs to a policy


def is_mostly_links(block: Block, page: PageText) -> bool:
    """Whether following links is what the block is for."""
    if block.links < _FEWEST_LINKS or block.tag in _PARTS:
        return False
    if block.linked < _LINKED * block.chars and block.chars > _LETTERS_PER_ICON * block.links:
        return False
    return page.share(block) < _MOST_PROSE and not stands_amid_prose(block) and not _is_announced(block)


def _is_announced(block: Block) -> bool:
    """Whether a sentence that ends in a colon stands right before the list, or before the lists it is one of."""
    assert block.parent is not None
    around = block.parent.children
    for other in reversed(around[max(0, block.place - FARTHEST) : block.place]):
        if other.links < _FEWEST_LINKS or other.linked < _LINKED * other.chars:
            said = said_in(other.element).rstrip()
            return other.chars >= _SHORTEST_ANNOUNCEMENT and said.endswith((":", "："))
    return False
