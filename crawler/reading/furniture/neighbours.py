"""Knows what stands beside a block: a block amid prose is rather a part of the text than furniture."""

from crawler.reading.blocks import Block
from crawler.reading.tags import HEADINGS

FARTHEST = 20  # blocks to look past


def stands_amid_prose(block: Block) -> bool:
    """Whether prose stands right before and right after it: lists of browsers, partners or further reading."""
    return _is_prose(_nearest(block, -1)) and _is_prose(_nearest(block, 1))


def _nearest(block: Block, step: int) -> Block | None:
    """The nearest block beside this one that holds text and is no heading."""
    assert block.parent is not None
    around = block.parent.children
    for distance in range(1, FARTHEST):
        place = block.place + step * distance
        if not 0 <= place < len(around):
            break
        if around[place].chars and around[place].tag not in HEADINGS:
            return around[place]
    return None


def _is_prose(block: Block | None) -> bool:
    return block is not None and block.long > 0 and block.linked < block.chars / 3
