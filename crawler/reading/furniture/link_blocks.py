"""Blocks that are mostly links: menus, link bars, site maps; not the list of links that a sentence announces."""

from crawler.reading.blocks import Block
from crawler.reading.furniture.pages import PageText
from crawler.reading.tags import HEADINGS

_FEWEST_LINKS = 3
_LINKED = 0.6
_LETTERS_PER_ICON = 8  # links that are pictures: a row of them with a word or two before it
_MOST_PROSE = 0.05
_PARTS = frozenset(("li", "dd"))  # too small to judge alone: their list is
_FARTHEST = 20  # blocks to look past
_SHORTEST_ANNOUNCEMENT = 60  # letters: "Follow us on:" announces nothing that belongs to a policy


def is_mostly_links(block: Block, page: PageText) -> bool:
    """Whether following links is what the block is for."""
    if block.links < _FEWEST_LINKS or block.tag in _PARTS:
        return False
    if block.linked < _LINKED * block.chars and block.chars > _LETTERS_PER_ICON * block.links:
        return False
    return page.share(block) < _MOST_PROSE and not _stands_amid_prose(block) and not _is_announced(block)


def _stands_amid_prose(block: Block) -> bool:
    """Whether prose stands right before and right after it: lists of browsers, partners or further reading."""
    return _is_prose(_nearest(block, -1)) and _is_prose(_nearest(block, 1))


def _nearest(block: Block, step: int) -> Block | None:
    """The nearest block beside this one that holds text and is no heading."""
    assert block.parent is not None
    around = block.parent.children
    for distance in range(1, _FARTHEST):
        place = block.place + step * distance
        if not 0 <= place < len(around):
            break
        if around[place].chars and around[place].tag not in HEADINGS:
            return around[place]
    return None


def _is_prose(block: Block | None) -> bool:
    return block is not None and block.long > 0 and block.linked < block.chars / 3


def _is_announced(block: Block) -> bool:
    """Whether a sentence that ends in a colon stands right before the list, or before the lists it is one of."""
    assert block.parent is not None
    around = block.parent.children
    for other in reversed(around[max(0, block.place - _FARTHEST) : block.place]):
        if other.links < _FEWEST_LINKS or other.linked < _LINKED * other.chars:
            said = "".join(other.element.itertext()).rstrip()
            return other.chars >= _SHORTEST_ANNOUNCEMENT and said.endswith((":", "："))
    return False
