"""Knows where the links of an archived page lead: against its `<base>`, else against the address it is read at."""

from dataclasses import dataclass

from lxml.etree import _Element as Element

from crawler.reading.addresses import Address, NotAnAddress, parse_address, resolve_link


@dataclass(frozen=True, slots=True)
class LinkBase:
    """What the links of a page are relative to; `is_page`: that is the page itself."""

    base: Address | None
    is_page: bool

    def resolve(self, link: str) -> str:
        """The absolute address of what stands in a link; what cannot be resolved is left alone.

        A link to a place on the same page stays `#place`, so that the writer can tell it. With a `<base>` elsewhere a
        browser goes there instead, and so does this."""
        if not link or (self.is_page and link.startswith("#")):
            return link
        return resolve_link(link, self.base)


def link_base(root: Element, address: str) -> LinkBase:
    """What the links of a page are relative to, read at this address."""
    page = _parsed(address, None)
    base = page
    for element in root.iter("base"):
        if element.get("href"):
            base = _parsed(element.get("href"), page) or page
            break
    return LinkBase(base, base == page)


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
