"""Blocks that are laid over the page by name: pop-ups and modal windows, whatever else they are called."""

import re
from functools import lru_cache

from crawler.reading.blocks import Block
from crawler.reading.furniture.pages import PageText

_NAMES = re.compile(r"(?:^|[\s_-])(?:popups?|pop-up|modals?|overlay|lightbox)(?:$|[\s_-])", re.IGNORECASE)
_MOST_OF_PROSE = 0.6  # a short imprint stands behind a window with more words than it has


def is_laid_over(block: Block, page: PageText) -> bool:
    """Whether the block is a window over the page."""
    return block.names != " " and _names_window(block.names) and page.share(block) < _MOST_OF_PROSE


@lru_cache(maxsize=4096)
def _names_window(names: str) -> bool:
    return _NAMES.search(names) is not None
