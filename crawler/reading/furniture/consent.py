"""Dialogs that ask for consent: named by the product that draws them."""

import re
from functools import lru_cache

from crawler.reading.blocks import Block
from crawler.reading.furniture.pages import PageText

_PRODUCTS = re.compile(
    r"onetrust|optanon|cookiebot|cybotcookie|didomi|quantcast|qc-cmp|usercentrics|truste|trustarc|iubenda-cs|cookie-?law"
    r"|cookie-?(?:banner|consent|notice|bar|popup|modal|dialog|overlay|message|policy-banner|alert|disclaimer)"
    r"|cc-(?:window|banner)|gdpr|consent|tarteaucitron|axeptio|borlabs|complianz|cmplz|klaro|osano|sp_message|fc-dialog",
    re.IGNORECASE,
)
_MOST_OF_PROSE = 0.6  # a short imprint stands beside a dialog with more words than it has


def asks_consent(block: Block, page: PageText) -> bool:
    """Whether the block is a consent dialog by its name."""
    return block.names != " " and _names_consent(block.names) and page.share(block) < _MOST_OF_PROSE


@lru_cache(maxsize=4096)
def _names_consent(names: str) -> bool:
    return _PRODUCTS.search(names) is not None
