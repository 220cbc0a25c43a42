"""Knows the cookie by which an index keeps a client that pages through it on one of its servers (sheet 1.11).

Scrapy's own cookies are not for an archive: they would take those of archived pages, and to judge a cookie's domain
they fetch the list of public suffixes from the network.
"""

from scrapy.http import Request, Response

from crawler.pacing import Kind


class IndexCookie:
    """Gives the index back what it gave, and nobody else."""

    def __init__(self) -> None:
        self.given: dict[str, str] = {}

    async def process_request(self, request: Request) -> None:
        if request.meta.get("kind") is Kind.INDEX and self.given:
            request.headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.given.items())

    async def process_response(self, request: Request, response: Response) -> Response:
        if request.meta.get("kind") is Kind.INDEX:
            for line in response.headers.getlist("Set-Cookie"):
                name, _, value = line.decode("latin-1").split(";", 1)[0].partition("=")
                self.given[name.strip()] = value.strip()
        return response
