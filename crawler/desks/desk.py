"""Knows what a desk is: a process in which one page after the other is read, until nobody is left to read for.

Started as `python -m crawler.desks.desk SOCKET`. A page that takes more memory or CPU than any may ends the process;
the crawl notes whose page it was.
"""

import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

from crawler.beside.answering import answer_all
from crawler.reading.time_limit import MOST_SECONDS

MOST_MEMORY = 2 << 30  # bytes; ten thousand hostile bodies took less than a quarter of it
# What runs in libraries is not interrupted by the time limit of a reading. A reading has three parts with a limit each.
HARD_LIMIT = 6 * MOST_SECONDS  # of CPU


def main() -> None:
    """Read for whoever holds the other end of the socket."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    _bound_memory()
    answer_all(int(sys.argv[1]), _prepare)


def _prepare() -> Callable[[Any], tuple[Any, bool, str]]:
    import crawler.to_read  # noqa: F401 - what is asked for is made of it; ready means that it is here

    return _read_in_time


def _read_in_time(asked: Any) -> tuple[Any, bool, str]:
    signal.setitimer(signal.ITIMER_PROF, HARD_LIMIT)
    try:
        return _read(asked)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


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


def _bound_memory() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_DATA)  # that somebody else has set lower already
    bound = MOST_MEMORY if most == resource.RLIM_INFINITY else min(most, MOST_MEMORY)
    resource.setrlimit(resource.RLIMIT_DATA, (bound, most))


if __name__ == "__main__":
    main()
