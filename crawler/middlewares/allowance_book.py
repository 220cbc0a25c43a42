"""Knows where the allowances of an archive are written down, so that all processes and runs of a machine share them.

Its moments are those of a steady clock that begins anew when the machine does. So the book says in which life of the
machine it was written, and at what time of day: after a restart, what was still to be waited for then is waited for
less what has passed since. A clock that somebody sets changes nothing else.
"""

import fcntl
import json
import math
import os
import re
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from platformdirs import user_state_path

from crawler.errors import Fault
from crawler.pacing import LEAST_SPEED, LONGEST_PAUSE, Allowance, Kind, after_answer, after_refusal, reserve

_ROOM = 1_024  # bytes: a book is written in one piece of always this length, so that no kill leaves half of one
_NOT_OF_NAMES = re.compile(r"[^\w.-]")
_TURNS = 3_600.0  # seconds: no more turns than connections are taken ahead, at a pace of one a minute or faster
_BOOT = Path("/proc/sys/kernel/random/boot_id")

Allowances = dict[Kind, Allowance]


class AllowanceBook:
    """The allowances of one archive in a small file, changed under a lock, that outlives the process that writes it."""

    def __init__(self, path: Path, wall: Callable[[], float] = time.time, boot: str | None = None) -> None:
        self.path = path
        self.wall = wall
        self.boot = _this_boot() if boot is None else boot
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        except OSError as error:
            raise Fault(f"{path}: the pace is kept there and it cannot be written ({error.strerror})") from error

    def reserve(self, kind: Kind, now: float, per_second: float) -> float:
        """Takes the next turn; the moment at which it is."""
        went = 0.0

        def take(allowance: Allowance) -> Allowance:
            nonlocal went
            taken, went = reserve(allowance, now, per_second)
            return taken

        self.note(kind, now, take)
        return went

    def note(self, kind: Kind, now: float, change: Callable[[Allowance], Allowance]) -> None:
        self._change(now, lambda told, refusals: ({**told, kind: change(told[kind])}, refusals))

    def answered(self, kind: Kind, now: float) -> None:
        """An answer, of whatever kind: refusals in a row end."""
        self._change(now, lambda told, refusals: ({**told, kind: after_answer(told[kind])}, 0))

    def refused(self, now: float) -> bool:
        """A refused connection. Those of requests that were under way together are one refusal, told by the first."""
        is_first = False

        def pause(told: Allowances, refusals: int) -> tuple[Allowances, int]:
            nonlocal is_first
            is_first = not all(allowance.paused_until > now for allowance in told.values())
            if not is_first:
                return told, refusals
            return {kind: after_refusal(one, now, refusals + 1) for kind, one in told.items()}, refusals + 1

        self._change(now, pause)
        return is_first

    def read(self, now: float) -> Allowances:
        """The allowances as they stand."""
        with self.path.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            return self._told(_written(file.read()), now)

    def _change(self, now: float, change: Callable[[Allowances, int], tuple[Allowances, int]]) -> None:
        with self.path.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            written = _written(file.read())
            told, refusals = change(self._told(written, now), int(_number(written, "refusals") or 0))
            rows = {kind.value: asdict(one) for kind, one in told.items()}
            text = json.dumps({**rows, "refusals": refusals, "boot": self.boot, "at": now, "wall": self.wall()})
            os.pwrite(file.fileno(), f"{text:<{_ROOM - 1}}\n".encode(), 0)

    def _told(self, written: dict[str, Any], now: float) -> Allowances:
        told = {kind: _allowance(written.get(kind.value)) for kind in Kind}
        shift, at, wall = 0.0, _number(written, "at"), _number(written, "wall")
        if at is not None and wall is not None and (written.get("boot") != self.boot or at > now):
            passed = max(0.0, self.wall() - wall)
            shift = now - at - passed
        return {kind: _moved(one, shift, now) for kind, one in told.items()}


def _allowance(written: Any) -> Allowance:
    """A new one where what is written is none: the disk spoilt it, or another version wrote it."""
    try:
        one = Allowance(**{name: float(value) for name, value in written.items()})
    except (AttributeError, TypeError, ValueError):
        return Allowance()
    is_sound = LEAST_SPEED <= one.speed <= 1 and math.isfinite(one.next_at + one.paused_until)
    return one if is_sound else Allowance()


def _number(written: dict[str, Any], name: str) -> float | None:
    """None where no number is written: the disk spoilt it, or another version wrote it."""
    value = written.get(name)
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _moved(one: Allowance, shift: float, now: float) -> Allowance:
    """The same on a clock that began anew. Whatever clocks do, nothing is waited for longer than the longest pause, and
    the turn behind it."""
    next_at, paused_until = one.next_at + shift, min(one.paused_until + shift, now + LONGEST_PAUSE)
    return replace(one, next_at=next_at if next_at < now + LONGEST_PAUSE + _TURNS else now, paused_until=paused_until)


def book_path(archive: str, address: object = None) -> Path:
    """One book for each archive host, in the user's state folder: every run on this machine finds the same. Where
    requests are sent from another address than the machine's usual one, that has a book of its own."""
    host = (urlsplit(archive).netloc or archive).replace(":", "_")
    return user_state_path("palimpsest") / f"pace-{host}{said_from(address)}.json"


def said_from(address: object) -> str:
    """What the names of files that belong to an address end in; nothing for the machine's usual one."""
    host = address[0] if isinstance(address, tuple) else address
    return f"-from-{_NOT_OF_NAMES.sub('_', str(host))}" if host else ""


def _written(text: str) -> dict[str, Any]:
    """What a book holds; nothing where the machine stopped while it was being written."""
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _this_boot() -> str:
    """What names this life of the machine; nothing on systems that do not say: there a steady clock that went back
    tells."""
    try:
        return _BOOT.read_text().strip()
    except OSError:
        return ""
