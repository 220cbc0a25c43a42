"""Knows where the links of an archived page lead: against its `<base>`, else against the address it is read at."""

from collections.abc import Callable

from lxml.etree import _Element as Element

from crawler.reading.addresses import Address, NotAnAddress, parse_address, resolve_link


def link_resolver(root: Element, address: str) -> Callable[[str], str]:
    """Turns what stands in a link of this page into an absolute address; what cannot be resolved is left alone.

    A link to a place on the same page stays `#place`, so that the writer can tell it. With a `<base>` elsewhere a
    browser goes there instead, and so does this."""
    page = _parsed(address, None)
    base = page
    for element in root.iter("base"):
        if element.get("href"):
            base = _parsed(element.get("href"), page) or page
            break
    stays_on_page = base == page

    def resolve(link: str) -> str:
        if not link or (stays_on_page and link.startswith("#")):
            return link
        return resolve_link(link, base)

    return resolve


def drop_dead_links(element: Element, also_empty: bool) -> None:
    """Links that only run a script lead nowhere in a document: their words stay as plain text. So do those of links
    to nothing, where asked for: the published corpus kept them."""
    for link in list(element.iter("a")):
        href = link.get("href")
        if href is None:
            continue
        bare = href.strip()
        if bare[:11].lower() == "javascript:" or (also_empty and not bare):
            _unwrap(link)


def _unwrap(link: Element) -> None:
    if len(link) or link.getparent() is None:
        link.tag = "span"
        link.attrib.clear()
        return
    text = (link.text or "") + (link.tail or "")
    before, parent = link.getprevious(), link.getparent()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    link.tail = None
    parent.remove(link)


def _parsed(text: str, base: Address | None) -> Address | None:
    try:
        return parse_address(text, base)
    except NotAnAddress:
        return None
