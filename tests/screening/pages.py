"""Knows how tests of the screens put a page into words: a document with a title and a text, as the reader makes it."""

from dataclasses import replace

from crawler.items import Document
from crawler.reading.wording import read_words
from tests.examples import document, snapshot

# A plain policy of our own writing, in a hundred words: what no screen may take.
POLICY = (
    "This notice says what the harbour bookshop does with your personal information. When you order a book we collect "
    "your name, your address and your e-mail address, and we use them to send the parcel and to answer your questions. "
    "We do not sell or rent your information to anyone. Our payment provider handles card numbers; we never see them. "
    "Our website uses cookies to remember your basket, and you may refuse them in your browser. You may ask us to "
    "correct or delete your details at any time by writing to the address below. If we change this privacy policy we "
    "will say so on this page."
)


def page(text: str, title: str = "Untitled", times: int = 1, **fields: object) -> Document:
    """A document that says this."""
    words = read_words(f"# {title}\n\n" + "\n\n".join([text] * times))
    return replace(document(text, title), text=words.text, words=words.count, **fields)


def page_at(url: str) -> Document:
    """A policy that was served from this address."""
    return page(POLICY, "Privacy policy", snapshot=snapshot(url=url))
