"""Knows the faults of a bad day, and which request meets which: by chance from a seed, by turn, or by the clock.

Chance depends on the seed, the path and how often that path was asked for, never on the order in which paths come: the
same crawl meets the same faults however its requests interleave.
"""

import random
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from tests.fake_archive import own_pages
from tests.fake_archive.answers import Answer, Ending

STALLED, SLOW, REFUSED = "stalled", "slow", "refused"  # the server itself sees to these
SLOW_SECONDS = 25.0  # until the first byte of a question that nobody had asked before (recorded, sheet 1.11)
SOCKET_TIMEOUT = b"java.net.SocketTimeoutException: Read timed out\n"
Spoil = Callable[[Answer, float], Answer]


@dataclass(frozen=True, slots=True)
class Faults:
    """`shares` says how likely each fault is (`{"503": 0.02}`), `turns` what the first requests of a kind meet
    (`{"index": ["503", ""]}`; an empty word is none), `outages` when nobody is at home (from, to, by the clock)."""

    shares: Mapping[str, float] = field(default_factory=dict)
    turns: Mapping[str, list[str]] = field(default_factory=dict)
    outages: tuple[tuple[float, float], ...] = ()
    outage: str = REFUSED  # or any other fault
    seed: int = 0

    def __post_init__(self) -> None:
        named = {*self.shares, *(fault for turn in self.turns.values() for fault in turn if fault), self.outage}
        if unknown := named - {*FAULTS, REFUSED}:
            raise ValueError(f"no such fault: {', '.join(sorted(unknown))}; there are {', '.join(sorted(FAULTS))}")


class BadDay:
    """Hands out the faults of a plan."""

    def __init__(self, faults: Faults, clock: Callable[[], float]) -> None:
        self._faults = faults
        self._clock = clock
        self._asked: Counter[str] = Counter()
        self._turns = {kind: deque(turn) for kind, turn in faults.turns.items()}
        self.met: Counter[str] = Counter()

    @property
    def is_out(self) -> bool:
        """Whether connections are refused because of an outage."""
        return self._faults.outage == REFUSED and self._in_outage()

    def next_fault(self, kind: str, path: str) -> str | None:
        """What this request meets, if anything."""
        self._asked[path] += 1
        fault = self._faults.outage if self._in_outage() else self._by_turn(kind) or self._by_chance(path)
        if fault:
            self.met[fault] += 1
        return fault

    def spoil(self, answer: Answer, fault: str, path: str) -> Answer:
        """The answer as this fault leaves it; where a body is cut is chance too, so that no two cuts are the same."""
        place = random.Random(f"{self._faults.seed} {self._asked[path]} {path} place").uniform(0.05, 0.95)
        return FAULTS["dropped" if fault == REFUSED else fault].spoil(answer, place)

    def _in_outage(self) -> bool:
        now = self._clock()
        return any(start <= now < end for start, end in self._faults.outages)

    def _by_turn(self, kind: str) -> str | None:
        turn = self._turns.get(kind)
        return turn.popleft() if turn else None

    def _by_chance(self, path: str) -> str | None:
        drawn = random.Random(f"{self._faults.seed} {self._asked[path]} {path}").random()
        for fault, share in self._faults.shares.items():
            drawn -= share
            if drawn < 0:
                return fault
        return None


@dataclass(frozen=True, slots=True)
class Fault:
    """What it is, and what it makes of an answer; `spoil` is given the part of the body after which it may be cut."""

    means: str
    spoil: Spoil


def _instead(status: int, reason: str) -> Fault:
    return Fault(f"{status} {reason}", lambda answer, place: own_pages.server_trouble(status, reason))


def _socket_timeout(answer: Answer, place: float) -> Answer:
    return Answer(200, (("Content-Type", "text/plain;charset=UTF-8"),), SOCKET_TIMEOUT)


FAULTS: dict[str, Fault] = {
    "429": Fault(
        "429 though the limits were kept, as if others asked too",
        lambda answer, place: own_pages.too_many_requests(None),
    ),
    "500": _instead(500, "Internal Server Error"),
    "502": _instead(502, "Bad Gateway"),
    "503": _instead(503, "Service Temporarily Unavailable"),
    "504": _instead(504, "Gateway Time-out"),
    "520": _instead(520, "Web server is returning an unknown error"),
    "maintenance": Fault(
        "200 with a page that says the archive is offline", lambda answer, place: own_pages.maintenance()
    ),
    "home": Fault("302 to its home page", lambda answer, place: Answer(302, (("location", "/"),), b"", "FOUND")),
    "socket-timeout": Fault("200 with a line of text about a time-out", _socket_timeout),
    "empty": Fault("the right headers and no body", lambda answer, place: replace(answer, body=b"")),
    "clipped": Fault(
        "a part of the body, and nothing says so",
        lambda answer, place: replace(answer, body=answer.body[: int(len(answer.body) * place)]),
    ),
    "cut": Fault(
        "half of the body, then the connection ends", lambda answer, place: replace(answer, ending=Ending.CUT)
    ),
    "dropped": Fault(
        "the connection ends before the first byte", lambda answer, place: replace(answer, ending=Ending.DROPPED)
    ),
    SLOW: Fault(f"the first byte comes after {SLOW_SECONDS:g} s of its clock", lambda answer, place: answer),
    STALLED: Fault("nothing ever comes", lambda answer, place: answer),
}
