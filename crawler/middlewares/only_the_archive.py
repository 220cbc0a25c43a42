"""Knows that no request ever leaves the archive's host."""

from typing import Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request

from crawler.errors import Fault


class LeftTheArchive(Fault):
    """A request for another host than the archive's: a mistake in our own program, which must not be sent."""


class OnlyTheArchive:
    """Refuses whatever does not begin with the archive's own address."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.host = _host(address)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings["ARCHIVE_URL"])

    async def process_request(self, request: Request) -> None:
        if _host(request.url) != self.host and not request.url.startswith("data:"):  # which asks no host at all
            raise LeftTheArchive(
                f"{request.url}: expected an address of the archive, {self.address}; it was not asked for"
            )


def _host(address: str) -> tuple[str, str, int | None]:
    parts = urlsplit(address)
    return parts.scheme, (parts.hostname or "").lower(), parts.port
