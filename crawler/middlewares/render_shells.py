"""Knows how an application shell gets its words: with RENDER=1 its scripts run, on nothing but what the archive holds.

Nothing else depends on it. Each request of the page is asked of the archive like any other, through the same pace and
past the same guard; what the archive does not hold, the page does not get. What is kept of such a capture is the page
after its scripts ran, and a header says so.
"""

import logging
import os
from datetime import UTC, datetime
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response

from crawler.archives import Archive, Elsewhere, Replayed, archive_named
from crawler.archives.bodies import decode_body
from crawler.asks import AskCapture
from crawler.errors import Skip, Wait, WrongCommand
from crawler.items import Miss
from crawler.middlewares.archive_moment import answer_of
from crawler.outcomes import Outcome
from crawler.pacing import Kind
from crawler.reading.documents import read_snapshot
from crawler.reading.rendering import Answer, find_chromium, render
from crawler.snapshots import make_snapshot

RENDERED = "x-palimpsest-rendered"
_MOST_HOPS = 3  # of a script: to the capture nearest to the page's moment, and a redirect or two
logger = logging.getLogger(__name__)


class RenderShells:
    """Replaces the answer of a shell by the page it becomes."""

    pages_are_ours = False  # then they may run without a sandbox, which Chromium does not have for root

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings["RENDER"] not in ("0", "1"):
            raise WrongCommand(f"RENDER is {crawler.settings['RENDER']!r}; expected 0 or 1")
        if crawler.settings["RENDER"] == "0":
            raise NotConfigured
        chromium = find_chromium()
        if chromium is None:
            raise WrongCommand("RENDER=1 needs a Chromium on PATH, and there is none; install one or leave RENDER out")
        if os.geteuid() == 0 and not self.pages_are_ours:
            raise WrongCommand("RENDER=1 runs scripts of strangers, and Chromium has no sandbox for root: be another")
        self.crawler = crawler
        self.chromium = chromium
        self.archive: Archive = archive_named(crawler.settings["ARCHIVE"], crawler.settings["ARCHIVE_URL"])

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        ask, heard = request.meta.get("ask"), request.meta.get("heard")
        if not isinstance(ask, AskCapture) or not isinstance(heard, Replayed) or not _is_shell(ask, heard, response):
            return response
        try:
            page = await render(heard.url, lambda url: self._fetch(url, ask), self.chromium, self.pages_are_ours)
        except Skip as trouble:
            logger.warning("%s", trouble)
            return response
        headers = {name: values for name, values in response.headers.items() if name.lower() != b"content-encoding"} | {
            b"Content-Type": [b"text/html; charset=utf-8"],
            RENDERED.encode(): [b"1"],
        }
        return response.replace(body=page.encode(), headers=headers)

    async def _fetch(self, url: str, ask: AskCapture) -> Answer | None:
        """What the archive holds of an address at about the page's moment; None for what it does not."""
        timestamp = ask.capture.timestamp
        for _ in range(_MOST_HOPS):
            request = Request(
                self.archive.replay_address(url, timestamp),
                meta={"kind": Kind.REPLAY, "download_slot": Kind.REPLAY.value},
                dont_filter=True,
            )
            assert self.crawler.engine is not None
            answer = answer_of(await self.crawler.engine.download_async(request))
            try:
                heard = self.archive.read_replay(url, timestamp, answer)
                if isinstance(heard, Elsewhere):
                    url, timestamp = heard.url, heard.timestamp
                elif heard.leads_to is not None:
                    url = heard.leads_to
                else:
                    return Answer(heard.status, answer.headers, decode_body(answer.body, answer.headers).body)
            except (Wait, Skip):
                return None
        return None


def _is_shell(ask: AskCapture, heard: Replayed, response: Response) -> bool:
    if heard.status != 200:
        return False
    try:
        snapshot = make_snapshot("", ask.urlkey, ask.timestamp, heard, answer_of(response), datetime.now(UTC))
    except Skip:
        return False
    read = read_snapshot(snapshot)
    return isinstance(read, Miss) and read.kind is Outcome.APPLICATION_SHELL
