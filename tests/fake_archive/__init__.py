"""Knows how to stand in for the Wayback Machine on loopback, with the manners of the real one.

    with FakeArchive(pages=[Page("http://shop.example/privacy", "20150301120000", "<p>…")]) as archive:
        …                           # crawl archive.url, then look at archive.requests

Its parts: `holdings` what it keeps, `index_query` and `index_answers` its index, `replay_answers` and `codings` its
replay, `own_pages` what it says itself, `manners` what can be chosen, `limits` and `faults` its bad days, `server` the
door; `inventing` makes up domains by the thousand. `python -m tests.fake_archive --help` starts it by hand.
"""

from tests.fake_archive.faults import Faults
from tests.fake_archive.holdings import Page
from tests.fake_archive.limits import REAL, Limits
from tests.fake_archive.manners import Block, Keys, Manners, Oddity, Shape, read_manners
from tests.fake_archive.server import Call, FakeArchive

__all__ = [
    "REAL", "Block", "Call", "FakeArchive", "Faults", "Keys", "Limits", "Manners", "Oddity", "Page", "Shape",
    "read_manners",
]  # fmt: skip
