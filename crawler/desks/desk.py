"""Knows what a desk is: a process in which one page after the other is read, until nobody is left to read for.

Started as `python -m crawler.desks.desk SOCKET`. It has no interest in Ctrl-C, which the crawl answers. When the
crawl is gone, even by SIGKILL, its end of the socket is closed, and the process ends at once, in the middle of a page
too. One that takes more memory or CPU than any page may is ended by the system; the crawl notes whose page it was.
"""

import gc
import os
import resource
import select
import signal
import socket
import sys
import threading
import traceback
from typing import Any

from crawler.desks.wire import LENGTH, packed, unpacked
from crawler.reading.time_limit import MOST_SECONDS

READY = "ready"  # the first word from a desk
MOST_MEMORY = 2 << 30  # bytes; ten thousand hostile bodies took less than a quarter of it
# What runs in libraries is not interrupted by the time limit of a reading. A reading has three parts with a limit each.
HARD_LIMIT = 6 * MOST_SECONDS  # of CPU


def main() -> None:
    """Read for whoever holds the other end of the socket."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    _bound_memory()
    wire = socket.socket(fileno=int(sys.argv[1]))
    threading.Thread(target=_leave_when_alone, args=(wire.fileno(),), daemon=True).start()
    import crawler.to_read  # noqa: F401 - what is asked for is made of it; ready means that it is here

    gc.freeze()  # what was imported stays: nobody need look through it again
    wire.sendall(packed(READY))
    while (asked := _receive(wire)) is not None:
        signal.setitimer(signal.ITIMER_PROF, HARD_LIMIT)
        told = packed(_read(unpacked(asked)))
        signal.setitimer(signal.ITIMER_PROF, 0)
        wire.sendall(told)


def _read(asked: Any) -> tuple[Any, bool, str]:
    """What reading finds, whether without the bytes that came with the page, or the mistake of ours that it met, told
    in full."""
    from crawler.to_read import without_body

    try:
        found = asked.read()
        without = without_body(found, asked.came)
        return (found, False, "") if without is None else (without, True, "")
    except MemoryError:
        os._exit(1)
    except Exception:  # noqa: BLE001 - the crawl hears of it, and stops
        return None, False, traceback.format_exc()


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


def _bound_memory() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_DATA)  # that somebody else has set lower already
    bound = MOST_MEMORY if most == resource.RLIM_INFINITY else min(most, MOST_MEMORY)
    resource.setrlimit(resource.RLIMIT_DATA, (bound, most))


def _leave_when_alone(wire: int) -> None:
    watch = select.poll()
    watch.register(wire, 0)  # that the other end is closed is told unasked
    watch.poll()
    os._exit(0)


if __name__ == "__main__":
    main()
