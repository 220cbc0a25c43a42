"""Knows how pages are read beside a crawl: at desks, each a process of its own, where there is more than one core.

A desk has one page at a time, and no thread waits for it: threads would take turns with the event loop. Which desk that
is places.py knows. A page whose
desk broke down is read once more at a new one; where that one breaks down too, the page is a miss that says so, and
nothing else is lost. On one core pages are read right here, because other processes could only take turns with us.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from crawler.desks.desk import HARD_LIMIT, READY
from crawler.desks.places import Places
from crawler.desks.wire import LENGTH, packed, unpacked
from crawler.errors import Fault, Skip
from crawler.outcomes import Outcome
from crawler.to_read import Read, ToRead, with_body

MOST_DESKS = 2  # one crawl cannot bring pages as fast as three would read them
_TRIES = 2
_MOST_LOST = 5  # pages in a row: then it is hardly the pages
_PROJECT = Path(__file__).resolve().parents[2]


class _DeskGone(Exception):
    """There is no answer: the process is no more. `status` is how it ended."""

    def __init__(self, status: int) -> None:
        super().__init__(f"it ended with status {status}")
        self.status = status


class Desks:
    """As many as `cores` are worth, each started when there is more to read than those before it can do."""

    def __init__(self, cores: int) -> None:
        self._are_here = cores <= 1
        self._desks: list[_Desk | None] = [None] * min(cores, MOST_DESKS)  # by their places
        self._places = Places(len(self._desks))
        self._lost = 0

    async def read(self, page: ToRead) -> Read:
        """What reading a page finds; in any case something. Raises Fault for a mistake of ours."""
        if self._are_here:
            return page.read()
        message = packed(page)
        for left in reversed(range(_TRIES)):
            try:
                found, is_without_body, mistake = await self._ask(message, page.came.domain)
            except _DeskGone as ended:
                if not left or ended.status == -signal.SIGPROF:
                    return await self._lose(page, ended)
                continue
            if mistake:
                raise Fault(f"{page.came.heard.url}: a mistake of ours in reading it:\n{mistake}")
            self._lost = 0
            return with_body(found, page.came.answer.body) if is_without_body else found
        raise AssertionError  # the last try returns

    async def close(self) -> None:
        """No desk is left behind."""
        for desk in filter(None, self._desks):
            desk.end()
        self._desks = [None] * len(self._desks)

    async def _ask(self, message: bytes, domain: str) -> Any:
        place = await self._places.take(domain)
        try:
            desk = self._desks[place]
            if desk is None:
                desk = self._desks[place] = await _Desk.start()
                self._places.man(place)
            return await desk.ask(message)
        except BaseException:  # ended, or nobody waits for its answer any more
            self._clear(place)
            raise
        finally:
            self._places.leave(place, is_manned=self._desks[place] is not None)

    def _clear(self, place: int) -> None:
        desk, self._desks[place] = self._desks[place], None
        if desk is not None:  # it was started, and not closed meanwhile
            desk.end()

    async def _lose(self, page: ToRead, ended: _DeskGone) -> Read:
        url = page.came.heard.url
        if ended.status == -signal.SIGPROF:
            why = Skip(Outcome.TOO_SLOW, f"{url}: reading it took more than {HARD_LIMIT:g} s; its bytes are kept")
        else:
            self._lost += 1
            why = Skip(
                Outcome.UNREADABLE,
                f"{url}: reading it brought down the process that read it ({ended}); its bytes are kept",
            )
        if self._lost >= _MOST_LOST:
            raise Fault(
                f"{_MOST_LOST} pages in a row brought down who read them, the last {why}; is there memory left?"
            )
        return await asyncio.to_thread(page.lost, why)  # its bytes may be many


class _Desk:
    """One process, and our end of its socket."""

    def __init__(self, process: "subprocess.Popen[bytes]", wire: socket.socket) -> None:
        self._process = process
        self._wire = wire

    @classmethod
    async def start(cls) -> "_Desk":
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        number = theirs.fileno()
        with theirs:
            command = [sys.executable, "-m", "crawler.desks.desk", str(number)]
            process = subprocess.Popen(command, pass_fds=[number], cwd=_PROJECT, stdin=subprocess.DEVNULL)
        desk = cls(process, ours)
        try:
            if await desk._receive() == READY:
                return desk
        except _DeskGone as ended:
            raise Fault(f"a process to read pages could not be started: {ended}; what it said is above") from ended
        except BaseException:
            desk.end()
            raise
        raise Fault("a process to read pages was started, and does not say what it should; this is a mistake of ours")

    async def ask(self, message: bytes) -> Any:
        try:
            await asyncio.get_running_loop().sock_sendall(self._wire, message)
        except OSError:
            raise _DeskGone(self.end()) from None
        return await self._receive()

    def end(self) -> int:
        """Ends it, if it has not ended already; how it did."""
        self._wire.close()
        if self._process.poll() is None:
            self._process.kill()
        return self._process.wait()

    async def _receive(self) -> Any:
        size = LENGTH.unpack(await self._take(LENGTH.size))[0]
        return unpacked(await self._take(size))

    async def _take(self, size: int) -> bytearray:
        loop, held = asyncio.get_running_loop(), bytearray(size)
        rest = memoryview(held)
        while rest:
            try:
                count = await loop.sock_recv_into(self._wire, rest)
            except OSError:
                count = 0
            if not count:
                raise _DeskGone(await asyncio.to_thread(self._ended))
            rest = rest[count:]
        return held

    def _ended(self) -> int:
        """How it ended, which the system may be about to say."""
        try:
            return self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return self.end()


def cores() -> int:
    """How many this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
