"""Knows how the stand-in archive stands on loopback: a real server in a thread, its log, and its door that may shut."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web
from multidict import CIMultiDict

from tests.fake_archive import own_pages
from tests.fake_archive.answers import Answer, Ending
from tests.fake_archive.faults import SLOW, SLOW_SECONDS, STALLED, BadDay, Faults
from tests.fake_archive.holdings import Holdings, Page, holding_of, read_warc
from tests.fake_archive.index_answers import answer_index
from tests.fake_archive.limits import Limits, Patience
from tests.fake_archive.manners import Manners
from tests.fake_archive.replay_answers import answer_replay

TOO_MANY = "too many"  # not a fault of the archive's: it was asked too often
GLANCE = 0.01  # seconds between looks at the clock for the door to be opened or shut


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it came, and how it was answered; status 0 where the connection was dropped."""

    moment: float
    kind: str  # index, replay or other
    path: str
    user_agent: str | None
    status: int
    address: str = ""  # it came from
    fault: str = ""  # that it met


def kind_of(path: str) -> str:
    """Which allowance a request is counted against: the timemap shares that of the index."""
    if path.startswith(("/cdx/", "/web/timemap/")):
        return "index"
    return "replay" if path.startswith("/web/") else "other"


class FakeArchive:
    """`with FakeArchive(pages=[…], warcs=[…]) as archive:` serves at `archive.url` and logs to `archive.requests`."""

    def __init__(
        self,
        pages: Iterable[Page] = (),
        warcs: Iterable[Path] = (),
        manners: Manners | None = None,
        limits: Limits | None = None,
        faults: Faults | None = None,
        clock: Callable[[], float] = time.monotonic,
        port: int = 0,
    ) -> None:
        kept = [holding_of(page) for page in pages]
        self.holdings = Holdings.of([*kept, *(held for path in warcs for held in read_warc(path))])
        self.manners = manners or Manners()
        self.patience = Patience(limits or Limits(), clock)
        self.bad_day = BadDay(faults or Faults(), clock)
        self.clock = clock
        self.requests: list[Call] = []
        self._socket = socket.create_server(("127.0.0.1", port))
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    @property
    def index_calls(self) -> list[Call]:
        return [call for call in self.requests if call.kind == "index"]

    @property
    def replays(self) -> list[Call]:
        return [call for call in self.requests if call.kind == "replay"]

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        self._server = web.Server(self._meet, access_log=None)
        runner = web.ServerRunner(self._server)
        await runner.setup()
        self._door: asyncio.Server | None = await self._loop.create_server(self._let_in, sock=self._socket)
        self._ready.set()
        while not self._ended.is_set():
            await self._mind_the_door()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), GLANCE)
        self._shut_the_door()
        await runner.cleanup()

    async def _mind_the_door(self) -> None:
        shut = self.patience.is_refusing or self.bad_day.is_out
        if shut:
            self._shut_the_door()
        elif self._door is None:
            self._door = await self._loop.create_server(self._let_in, "127.0.0.1", self.port)

    def _let_in(self) -> asyncio.Protocol:
        """One more connection, unless it is one too many."""
        if self.patience.takes_connection():
            return self._server()
        self._loop.call_soon(self._shut_the_door)
        return _TurnedAway()

    def _shut_the_door(self) -> None:
        """New connections are refused, and those that stand are cut."""
        if self._door is None:
            return
        self._door.close()
        self._door = None
        for connection in list(self._server.connections):
            if connection.transport is not None:
                connection.transport.abort()

    async def _meet(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path
        kind = kind_of(path)
        fault, answer = self._answer(request, kind, path)
        status = 0 if fault == STALLED or answer.ending is Ending.DROPPED else answer.status
        agent, address = request.headers.get("User-Agent"), request.remote or ""
        self.requests.append(Call(self.clock(), kind, path, agent, status, address, fault or ""))
        if self.patience.is_refusing:
            self._shut_the_door()
        if fault == STALLED:
            await self._ended.wait()
        if fault == SLOW:
            await self._pass_by(SLOW_SECONDS)
        return await _send(request, answer)

    async def _pass_by(self, seconds: float) -> None:
        until = self.clock() + seconds
        while self.clock() < until and not self._ended.is_set():
            await asyncio.sleep(GLANCE)

    def _answer(self, request: web.BaseRequest, kind: str, path: str) -> tuple[str | None, Answer]:
        """What goes wrong with it, and the answer."""
        if not self.patience.takes(kind, request.remote or ""):
            return TOO_MANY, own_pages.too_many_requests(self.patience.limits.retry_after)
        fault = self.bad_day.next_fault(kind, path)
        answer = self._good_answer(request, kind, path)
        if self.manners.capital_headers:
            answer = replace(answer, headers=tuple((name.title(), value) for name, value in answer.headers))
        return fault, self.bad_day.spoil(answer, fault, path) if fault else answer

    def _good_answer(self, request: web.BaseRequest, kind: str, path: str) -> Answer:
        if not request.headers.get("User-Agent"):
            return own_pages.no_user_agent()
        accepts_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
        if kind == "index":
            return answer_index(self.holdings, self.manners, path, accepts_gzip, self.url)
        if kind == "replay":
            return answer_replay(self.holdings, self.manners, path, accepts_gzip, self.url)
        return own_pages.not_archived()


class _TurnedAway(asyncio.Protocol):
    """A connection that is cut as soon as it stands."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.abort()


async def _send(request: web.BaseRequest, answer: Answer) -> web.StreamResponse:
    headers = CIMultiDict(answer.headers)
    if answer.ending is Ending.WHOLE:
        return web.Response(status=answer.status, reason=answer.reason, headers=headers, body=answer.body)
    response = web.StreamResponse(status=answer.status, reason=answer.reason, headers=headers)
    if request.transport is None:
        return response
    if answer.ending is Ending.DROPPED or not answer.body:
        request.transport.abort()
        return response
    response.content_length = len(answer.body)
    await response.prepare(request)
    await response.write(answer.body[: len(answer.body) // 2])
    request.transport.close()
    return response
