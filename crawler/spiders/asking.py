"""Knows how a question becomes a request: where it goes, and what it carries for those who hold, send and hear it."""

from collections.abc import Callable
from typing import Any

from scrapy.http import Request

from crawler.archives import Archive
from crawler.asks import Ask, AskIndex
from crawler.pacing import Kind
from crawler.visits import Visit


def request_for(
    archive: Archive, visit: Visit, ask: Ask, heard: Callable[..., Any], not_heard: Callable[..., Any]
) -> Request:
    """The request of a question of a visit."""
    if isinstance(ask, AskIndex):
        kind, address = Kind.INDEX, archive.index_address(ask.question)
    else:
        kind, address = Kind.REPLAY, archive.replay_address(ask.url, ask.timestamp)
    return Request(
        address,
        callback=heard,
        errback=not_heard,
        cb_kwargs={"visit": visit, "ask": ask},
        meta={"ask": ask, "kind": kind, "download_slot": kind.value},
        dont_filter=True,  # what was asked before is the database's to know
    )
