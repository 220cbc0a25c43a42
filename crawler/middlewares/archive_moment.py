"""Knows how to hear an answer: in the archive's dialect, and checked to be of the moment and address asked for."""

import asyncio
from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from crawler.archives import Answer, Archive, Elsewhere, IndexPage, Replayed, archive_named
from crawler.archives.bodies import Decoded, decode_body
from crawler.archives.wholeness import may_be_cut
from crawler.asks import AskCapture, AskIndex, check_served
from crawler.errors import Skip, Wait
from crawler.middlewares.archive_retry import MOST_TRIES
from crawler.outcomes import Outcome

_LONG = 100_000  # bytes: eight hundred rows of an index, and most pages as they are unpacked
_LONG_CODED = 10_000  # bytes, in codings that do not say what they hold
_MOST_HELD = 1_000_000  # bytes of a page that waits to be read, with all its codings undone; hardly a page has more
_GZIP = b"\x1f\x8b"
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
        answer = answer_of(response)
        if _is_long(answer):
            heard, decoded = await asyncio.to_thread(self._hear, request, answer)
        else:
            heard, decoded = self._hear(request, answer)
        request.meta["heard"] = heard
        return response if decoded is None else _as_kept(response, decoded)

    def _hear(self, request: Request, answer: Answer) -> tuple[Heard, Decoded | None]:
        """What an answer means, and its bytes where they had to be decoded to tell."""
        ask = request.meta["ask"]
        try:
            if isinstance(ask, AskIndex):
                return self.archive.read_index(ask.question, answer), None
            heard = check_served(ask, self.archive.read_replay(ask.url, ask.timestamp, answer))
            if isinstance(heard, Replayed) and heard.status == 200:
                return heard, _check_whole(request, answer, heard)
            return heard, None
        except (Wait, Skip) as trouble:
            return trouble, None


def _is_long(answer: Answer) -> bool:
    """Whether hearing it would hold up all else: 10,000 rows of an index take 0.13 s, 20 MB to unpack take 0.1."""
    body = answer.body
    if body.startswith(_GZIP):
        return max(len(body), int.from_bytes(body[-4:], "little")) > _LONG  # it says itself how long it will be
    return len(body) > _LONG or (len(body) > _LONG_CODED and bool(answer.header("content-encoding")))


def answer_of(response: Response) -> Answer:
    """An answer as the dialects read it: the bytes as they were sent, the headers in their order."""
    headers = tuple((_text(name), _text(value)) for name, values in response.headers.items() for value in values)
    return Answer(response.url, response.status, headers, response.body)


def _text(written: bytes) -> str:
    """Headers are Latin-1 by their standard, but an address beyond ASCII is hardly ever written otherwise than in
    UTF-8."""
    try:
        return written.decode()
    except UnicodeDecodeError:
        return written.decode("latin-1")


def _as_kept(response: Response, decoded: Decoded) -> Response:
    """The response with the bytes that will be kept of it, so that nobody decodes them once more; long ones wait to be
    read as they came, which may be a thousandth of what is in them."""
    if not decoded.stands_in or len(decoded.body) > _MOST_HELD:
        return response
    headers = response.headers.copy()
    del headers[b"Content-Encoding"]
    return response.replace(headers=headers, body=decoded.body)


def _check_whole(request: Request, answer: Answer, heard: Replayed) -> Decoded | None:
    """The bytes of the page. Where they end too early, they may come whole another time; the last time what there is
    will do, and so it will where the same bytes come twice."""
    try:
        decoded, ask = decode_body(answer.body, answer.headers), request.meta["ask"]
    except Skip:
        return None  # a bomb is whole; whoever reads it will say so
    digest = ask.capture.digest if isinstance(ask, AskCapture) and ask.exact else None
    is_doubtful = decoded.truncated or may_be_cut(decoded.body, digest)
    before, request.meta["doubtful"] = request.meta.get("doubtful"), hash(answer.body) if is_doubtful else None
    if is_doubtful and before != hash(answer.body) and request.meta.get("tries", 1) < MOST_TRIES:
        raise Wait(Outcome.TRUNCATED, f"{heard.url}: the bytes end too early; ask again")
    return decoded
