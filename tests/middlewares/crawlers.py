"""Knows how a middleware is tried out by itself: a crawler with settings, requests as the spider makes them."""

import asyncio
from typing import Any

from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.utils.test import get_crawler

from crawler.asks import AskCapture
from crawler.pacing import Kind
from tests.examples import PRIVACY, WAYBACK, capture, interval

AT = "20120301120000"
CAPTURE = capture(AT)
ASK = AskCapture(CAPTURE.urlkey, CAPTURE, interval("2012-H1"), PRIVACY, AT)


def crawler(**settings: Any) -> Crawler:
    told = {
        "ARCHIVE": "wayback",
        "ARCHIVE_URL": WAYBACK,
        "INDEX_PER_MINUTE": "",
        "REPLAY_PER_SECOND": "",
        "INDEX_CONNECTIONS": 1,
        "REPLAY_CONNECTIONS": 6,
        "CLOCK": "crawler.middlewares.clock.SteadyClock",
        "TELNETCONSOLE_ENABLED": False,
    }
    return get_crawler(settings_dict=told | settings)


def request(url: str = f"{WAYBACK}/web/{AT}id_/{PRIVACY}", kind: Kind = Kind.REPLAY, **meta: Any) -> Request:
    return Request(url, meta={"ask": ASK, "kind": kind, **meta})


def response(of: Request, status: int = 200, body: bytes = b"", **headers: str) -> Response:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(of.url, status=status, headers=told, body=body, request=of)


def run(waiting: Any) -> Any:
    return asyncio.run(waiting)
