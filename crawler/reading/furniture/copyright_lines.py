"""The line that ends a site's pages: whose copyright it is, with the links that stand beside it."""

import re

from crawler.reading.blocks import Block
from crawler.reading.furniture.pages import PageText
from crawler.reading.veils import said_in

_SIGNS = re.compile(r"©|\(c\)|&copy|copyright|all rights reserved|alle rechte vorbehalten|tous droits réservés", re.I)
_LONGEST = 250  # letters; a paragraph on copyright in a policy is longer


def is_copyright_line(block: Block, page: PageText) -> bool:
    """Whether the block is a copyright line after the last of the prose."""
    if block.long or not 0 < block.chars <= _LONGEST or block not in page.after_prose:
        return False
    return _SIGNS.search(said_in(block.element)) is not None
