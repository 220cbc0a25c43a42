"""Blocks that are there to be filled in: search, login and registration forms, panels of switches."""

from crawler.reading.blocks import Block
from crawler.reading.furniture.pages import PageText

_FEWEST_FIELDS = 2
_LETTERS_PER_FIELD = 250  # a panel of cookie switches has 200 a switch; an accordion drawn with check boxes far more
_MOST_OF_PROSE = 0.5


def is_form(block: Block, page: PageText) -> bool:
    """Whether typing and ticking is what the block is for."""
    if block.fields < _FEWEST_FIELDS or block.chars > _LETTERS_PER_FIELD * block.fields:
        return False
    return page.share(block) < _MOST_OF_PROSE
