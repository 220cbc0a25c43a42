"""Dialogs that ask for consent: named by the product that draws them."""

import re
from functools import lru_cache

from crawler.reading.blocks import Block
from crawler.reading.furniture.pages import PageText

_PRODUCTS = re.compile(
    r"onetrust|optanon|cookiebot|cybotcookie|didomi|quantcast|qc-cmp|usercentrics|truste_|trustarc|iubenda-cs"
    r"|cookie-?law-|cookie-?(?:banner|consent|notice-|bar\b|popup|modal|dialog|overlay|message|policy-banner|alert)"
    r"|cc-(?:window|banner)|(?:gdpr|consent)[-_]?(?:banner|bar\b|popup|modal|dialog|overlay|box|message|notice)"
    r"|tarteaucitron|axeptio|borlabs|complianz|cmplz-|klaro|osano|sp_message|fc-dialog",
    re.IGNORECASE,
)
_MOST_OF_PROSE = 0.6  # a short imprint stands beside a dialog with more words than it has

_MOST_HYPHENS = 4  # of one name; longer ones are headings made into anchors


def asks_consent(block: Block, page: PageText) -> bool:
    """Whether the block is a consent dialog by its name."""
    return block.names != " " and _names_consent(block.names) and page.share(block) < _MOST_OF_PROSE


@lru_cache(maxsize=4096)
def _names_consent(names: str) -> bool:
    return any(_PRODUCTS.search(name) for name in names.split() if name.count("-") <= _MOST_HYPHENS)
