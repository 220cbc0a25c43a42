"""Knows how long it may take to read one page, and stops a reader that takes longer.

A timer of the process interrupts it, which costs a page that is read in time nothing. Only what runs in Python is
interrupted, regular expressions included; what runs in libraries is bounded by the size of what it is given.
"""

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

from crawler.errors import Skip
from crawler.outcomes import Outcome

MOST_SECONDS = 10.0  # of CPU; the slowest of 150 measured pages took 0.06, a PDF of a hundred pages takes three
_AGAIN = 0.2  # seconds until whoever swallowed the interruption is interrupted once more
Found = TypeVar("Found")


class _OutOfTime(BaseException):
    """No Exception: libraries that forgive whatever goes wrong must not forgive this."""


def within_time(read: Callable[[], Found], what: str, seconds: float = MOST_SECONDS) -> Found:
    """What reading finds; raises Skip where that takes too long."""
    if not _can_be_timed():
        return read()
    before = signal.signal(signal.SIGVTALRM, _interrupt)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
        try:
            return read()
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except _OutOfTime:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)  # it may have come just before the timer was stopped above
        raise Skip(Outcome.TOO_SLOW, f"{what}: reading it took more than {seconds:g} s; its bytes are kept") from None
    finally:
        signal.signal(signal.SIGVTALRM, before)


def _can_be_timed() -> bool:
    """Timers interrupt the main thread only; there is one, so what is read as part of a longer reading has none."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        return False
    return signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise _OutOfTime
