"""Knows where a link of an archived page leads, resolved as a browser does."""

from collections.abc import Callable
from urllib.parse import urljoin

from lxml.html import HtmlElement


def link_resolver(root: HtmlElement, address: str) -> Callable[[str], str]:
    """Turns what stands in a link of this page into an absolute address; what cannot be resolved is left alone."""
    base = address
    for element in root.iter("base"):
        if element.get("href"):
            base = _joined(address, element.get("href"))
            break

    def resolve(link: str) -> str:
        return _joined(base, link)

    return resolve


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return link
