"""Knows pages of domains that are parked or for sale."""

import re

from crawler.items import Document

_LONGEST = 400  # words; parked pages are a headline and advertisements
_SIGNS = re.compile(
    r"(this )?domain (name )?(is|may be) (for sale|available)|buy this domain|domain is parked|parked (free|domain)|"
    r"this (web ?page|site) is parked|related searches|sponsored listings|inquire about this domain|"
    r"diese domain (ist|steht) zu[mr] verkauf",
    re.I,
)


def is_parked(document: Document) -> bool:
    """Whether a short page offers its own domain."""
    return document.words <= _LONGEST and bool(_SIGNS.search(f"{document.title}\n{document.text}"))
