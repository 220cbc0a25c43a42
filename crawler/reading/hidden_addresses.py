"""Knows the e-mail addresses that Cloudflare hides from robots, and shows them as a browser does.

The page holds `[email protected]`, and beside it the address, each letter changed by a key that is new with every
answer: a script of Cloudflare's puts it back. Left as they are, two captures of one policy never read alike.
"""

import re
from html import unescape

from lxml.etree import _Element as Element

from crawler.reading.taking_out import take_out

SIGNS = ("data-cfemail", "/cdn-cgi/l/email-protection#")  # a page without these hides nothing
_LINK = re.compile(r"/cdn-cgi/l/email-protection#([0-9a-f]+)$", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_MOST = 8_000  # hexadecimal digits: an address has at most 320 letters, each perhaps as `&#x6d;`


def show_addresses(root: Element) -> bool:
    """Write the addresses into a tree, where they stood and where links lead to them; whether there were any."""
    found = False
    for link in root.iter("a"):
        hidden = _LINK.search(link.get("href") or "")
        address = _decode(hidden[1]) if hidden else None
        if address is not None:
            link.set("href", f"mailto:{address}")
            found = True
    for element in list(root.iterfind(".//*[@data-cfemail]")):
        address = _decode(element.get("data-cfemail") or "")
        if address is not None:
            element.tail = address + (element.tail or "")
            take_out(element)
            found = True
    return found


def _decode(hidden: str) -> str | None:
    """The address that hexadecimal digits stand for: the first two are the key of the others."""
    try:
        key, *letters = bytes.fromhex(hidden[:_MOST])
        address = unescape(bytes(letter ^ key for letter in letters).decode())
    except ValueError:  # no digits, an odd number of them, or no text
        return None
    return address if address.isprintable() and _ADDRESS.match(address) else None
