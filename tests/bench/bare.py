"""Knows the plainest spider: it fetches the addresses of a list, as Scrapy does by itself, and keeps nothing."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response


class BareSpider(Spider):
    """`scrapy runspider tests/bench/bare.py -a addresses=FILE`."""

    name = "bare"

    def __init__(self, addresses: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.addresses = addresses
        self.answered = 0

    async def start(self) -> AsyncIterator[Request]:
        for address in Path(self.addresses).read_text("utf-8").splitlines():
            yield Request(address, dont_filter=True)

    def parse(self, response: Response) -> None:
        assert response.status == 200
        self.answered += 1
