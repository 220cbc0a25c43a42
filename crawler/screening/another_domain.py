"""Knows policies of somebody else: those that lie on another registered domain.

Who owns whom is never guessed: a group's policy on the group's own domain is recorded as another domain's, and kept.
"""

from crawler.domains import registered_domain
from crawler.items import Document
from crawler.urlkeys import read_address


def find_owner(document: Document) -> str | None:
    """The registered domain that the document came from in the end, redirects followed, where it is not its own."""
    snapshot = document.snapshot
    host = read_address(snapshot.served_url).hostname
    if not host or (owner := registered_domain(host)) == snapshot.domain:
        return None
    return f"it lies at {owner}, not at {snapshot.domain}"
