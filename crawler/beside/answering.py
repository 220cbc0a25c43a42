"""Knows how a process answers whoever holds the other end of its socket, until nobody is left to answer.

It has no interest in Ctrl-C, which whoever asks sees to. When that one is gone, even by SIGKILL, its end of the socket
is closed, and the process ends at once, in the middle of an answer too.
"""

import gc
import os
import select
import signal
import socket
import threading
from collections.abc import Callable
from typing import Any

from crawler.beside.wire import LENGTH, packed, unpacked

READY = "ready"  # the first word of a process beside another
_GIVES_WAY = 10  # to whoever it is beside: an event loop that waits for a core keeps all others waiting


def answer_all(number: int, prepare: Callable[[], Callable[[Any], Any]]) -> None:
    """Says that it is ready once it is prepared, then answers one message after the other. `number` is the socket's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wire = socket.socket(fileno=number)
    threading.Thread(target=_leave_when_alone, args=(number,), daemon=True).start()
    os.nice(_GIVES_WAY)
    answer = prepare()
    gc.freeze()  # what was imported stays: nobody need look through it again
    wire.sendall(packed(READY))
    while (asked := _receive(wire)) is not None:
        wire.sendall(packed(answer(unpacked(asked))))


def _receive(wire: socket.socket) -> bytearray | None:
    """The next message; None when there will be none."""
    head = _take(wire, LENGTH.size)
    return None if head is None else _take(wire, LENGTH.unpack(head)[0])


def _take(wire: socket.socket, size: int) -> bytearray | None:
    held = bytearray(size)
    rest = memoryview(held)
    while rest:
        count = wire.recv_into(rest)
        if not count:
            return None
        rest = rest[count:]
    return held


def _leave_when_alone(wire: int) -> None:
    watch = select.poll()
    watch.register(wire, 0)  # that the other end is closed is told unasked
    watch.poll()
    os._exit(0)
