"""Knows how to hear an answer: in the archive's dialect, and checked to be of the moment and address asked for."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from crawler.archives import Answer, Archive, Elsewhere, IndexPage, Replayed, archive_named
from crawler.asks import AskIndex, check_served
from crawler.errors import Skip, Wait

Heard = IndexPage | Replayed | Elsewhere | Wait | Skip


class ArchiveMoment:
    """Leaves in `meta["heard"]` what an answer means, trouble included, for retries, pace and spider alike."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(archive_named(crawler.settings["ARCHIVE"], crawler.settings["ARCHIVE_URL"]))

    async def process_response(self, request: Request, response: Response) -> Response:
        if "ask" not in request.meta:
            return response  # the spider talking to itself
        request.meta["heard"] = self._hear(request, answer_of(response))
        return response

    def _hear(self, request: Request, answer: Answer) -> Heard:
        ask = request.meta["ask"]
        try:
            if isinstance(ask, AskIndex):
                return self.archive.read_index(ask.question, answer)
            return check_served(ask, self.archive.read_replay(ask.url, ask.timestamp, answer))
        except (Wait, Skip) as trouble:
            return trouble


def answer_of(response: Response) -> Answer:
    """An answer as the dialects read it: the bytes as they were sent, the headers in their order."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    return Answer(response.url, response.status, headers, response.body)
