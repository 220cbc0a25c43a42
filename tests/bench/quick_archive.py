"""Knows an archive on loopback that costs next to nothing: in a process of its own, all answers made before.

They are the answers of the stand-in archive, word for word, headers and gzip too; here they only wait in a dictionary.
So what a crawl of it takes is the crawl's. The process says how much CPU it took all the same.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

from tests.bench.policy_pages import history, name_of
from tests.fake_archive.answers import Answer
from tests.fake_archive.holdings import Holding, Holdings, holding_of
from tests.fake_archive.index_answers import answer_index
from tests.fake_archive.manners import Manners
from tests.fake_archive.replay_answers import answer_replay

MANNERS = Manners(replay_gzip=True)


@dataclass(frozen=True)
class Served:
    """What the archive did since it was last asked: its replays in order, its index calls, its seconds of CPU."""

    replays: Sequence[str]
    index_calls: int
    seconds: float


class QuickArchive:
    """`with QuickArchive(domains, captures) as archive:` serves at `archive.url`."""

    def __init__(self, domains: int, captures: int) -> None:
        self.domains = [name_of(number) for number in range(domains)]
        context = multiprocessing.get_context("spawn")
        self._wire, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other, domains, captures), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        self.url, self.pages, self.sizes = self._wire.recv()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.join()

    def served(self) -> Served:
        """What it did since it was last asked."""
        self._wire.send("served")
        told: Served = self._wire.recv()
        return told


def _serve(wire: Connection, domains: int, captures: int) -> None:
    asyncio.run(_answer(wire, domains, captures))


async def _answer(wire: Connection, domains: int, captures: int) -> None:
    held: list[Holding] = []
    answers: dict[bytes, bytes] = {}
    loop = asyncio.get_running_loop()
    log: list[bytes] = []
    server = await loop.create_server(lambda: _Conversation(answers, log, by_domain, url), "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    by_domain: dict[str, Holdings] = {}
    for number in range(domains):
        held = [holding_of(page) for page in history(number, captures)]
        by_domain[name_of(number)] = holdings = Holdings.of(held)
        for one in held:
            path = f"/web/{one.timestamp}id_/{one.url}"
            answers[path.encode()] = _wired(answer_replay(holdings, MANNERS, path, True, url))
    sizes = sorted(len(one.body) for holdings in by_domain.values() for one in holdings.all)
    started = time.process_time()

    def say() -> None:
        nonlocal started
        try:
            wire.recv()
        except EOFError:  # nobody is left to serve
            loop.remove_reader(wire.fileno())
            ended.set()
            return
        replays = [path.decode() for path in log if path.startswith(b"/web/")]
        now = time.process_time()
        wire.send(Served(replays, len(log) - len(replays), now - started))
        log.clear()
        started = time.process_time()

    ended = asyncio.Event()
    loop.add_reader(wire.fileno(), say)
    wire.send((url, len(answers), sizes))
    await ended.wait()


class _Conversation(asyncio.Protocol):
    """One connection, kept alive; a request is its first line."""

    def __init__(self, answers: dict[bytes, bytes], log: list[bytes], domains: dict[str, Holdings], url: str) -> None:
        self.answers, self.log, self.domains, self.url = answers, log, domains, url
        self.heard = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.heard += data
        while (end := self.heard.find(b"\r\n\r\n")) >= 0:
            path = self.heard.split(b" ", 2)[1]
            self.heard = self.heard[end + 4 :]
            self.log.append(path)
            self.transport.write(self.answers.get(path) or self._index(path.decode()))

    def _index(self, path: str) -> bytes:
        domain = path.partition("url=")[2].partition("&")[0]
        return _wired(answer_index(self.domains.get(domain, Holdings.of([])), Manners(), path, True, self.url))


def _wired(answer: Answer) -> bytes:
    lines = [
        f"HTTP/1.1 {answer.status} {answer.reason or 'OK'}",
        *(f"{name}: {value}" for name, value in answer.headers),
    ]
    lines += [f"Content-Length: {len(answer.body)}", "", ""]
    return "\r\n".join(lines).encode() + answer.body
