"""Knows a process beside this one, as whoever asks it sees it: how it is started, asked and ended."""

import asyncio
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from crawler.beside.answering import READY
from crawler.beside.wire import LENGTH, unpacked
from crawler.errors import Fault

_PROJECT = Path(__file__).resolve().parents[2]


class Gone(Exception):
    """There is no answer: the process is no more. `status` is how it ended, `in_turn` whether it was at this very
    question and not at one before it."""

    def __init__(self, status: int, in_turn: bool) -> None:
        super().__init__(f"it ended with status {status}")
        self.status = status
        self.in_turn = in_turn


class Beside:
    """One process, and our end of its socket. Nobody waits for it in a thread: threads would take turns with the event
    loop. It can be asked before it has answered, and then need not wait until we have heard it."""

    def __init__(self, process: "subprocess.Popen[bytes]", wire: socket.socket) -> None:
        self._process = process
        self._wire = wire
        self._sending = asyncio.Lock()
        self._asked: deque[asyncio.Future[Any]] = deque()  # whose answers are to come, in turn
        self._hearing: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, module: str, environment: Mapping[str, str] | None = None) -> Self:
        """Starts `python -m MODULE SOCKET`, which answers as answering.py does, and waits until it is ready."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        number = theirs.fileno()
        command = [sys.executable, "-P", "-m", module, str(number)]  # -P: what lies in the current folder is not ours
        with theirs:
            try:
                process = subprocess.Popen(
                    command,
                    pass_fds=[number],
                    env={**os.environ, "PYTHONPATH": os.pathsep.join(_paths()), **(environment or {})},
                    stdin=subprocess.DEVNULL,
                )
            except OSError as trouble:
                ours.close()
                raise Fault(f"{module} could not be started beside this: {trouble}; is there memory left?") from trouble
        started = cls(process, ours)
        try:
            if await started._receive() == READY:
                return started
        except Gone as ended:
            started.end()
            raise Fault(f"{module} could not be started beside this: {ended}; what it said is above") from ended
        except BaseException:
            started.end()
            raise
        started.end()
        raise Fault(f"{module} was started, and does not say what it should; this is a mistake of ours")

    @property
    def number(self) -> int:
        """The system's number of the process."""
        return self._process.pid

    async def ask(self, message: bytes) -> Any:
        """Its answer to a message that is packed already. Raises Gone where there will be none."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        async with self._sending:
            self._asked.append(answer)
            try:
                await loop.sock_sendall(self._wire, message)
            except OSError:
                self.end()
            except BaseException:  # half of a message is none
                self.end()
                raise
        if self._hearing is None or self._hearing.done():
            self._hearing = asyncio.create_task(self._hear())
        return await answer

    def end(self) -> int:
        """Ends it, if it has not ended already; how it did."""
        if self._hearing is not None:
            self._hearing.cancel()
        self._wire.close()
        if self._process.poll() is None:
            self._process.kill()
        status = self._process.wait()
        self._give_up(status)
        return status

    async def _hear(self) -> None:
        """Answers for all who have asked, until nobody waits for any."""
        try:
            while self._asked:
                found = await self._receive()
                answer = self._asked.popleft()
                if not answer.done():  # whoever asked was cancelled
                    answer.set_result(found)
        except Gone as ended:
            self._give_up(ended.status)

    def _give_up(self, status: int) -> None:
        for place, answer in enumerate(self._asked):
            if not answer.done():
                answer.set_exception(Gone(status, in_turn=place == 0))
        self._asked.clear()

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
                raise Gone(await asyncio.to_thread(self._ended), in_turn=True)
            rest = rest[count:]
        return held

    def _ended(self) -> int:
        """How it ended, which the system may be about to say."""
        try:
            return self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


def _paths() -> list[str]:
    """Where Python finds our modules, then where it looked for others before."""
    return [str(_PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])]


def cores() -> int:
    """How many this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
