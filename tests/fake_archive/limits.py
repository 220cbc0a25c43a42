"""Knows the archive's patience: how many requests a minute it takes, and when it stops taking connections at all.

The windows slide over the last minute of an injected clock. The real figures are 30 for the index, 600 for replay, a
refusal of one hour that doubles with each repeat (protocol sheet 3.1), and about 16 new connections in a short time.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """None means without limit."""

    index_per_minute: int | None = None
    replay_per_minute: int | None = None
    retry_after: int | None = None  # said with each 429; None says nothing, as the real one mostly does
    refuse_after: int | None = None  # that many 429s without a quiet minute between them
    refuse_for: float = 3600.0  # seconds, doubled each time
    connections_per_minute: int | None = None  # above it, connections are refused for a minute

    def per_minute(self, kind: str) -> int | None:
        return {"index": self.index_per_minute, "replay": self.replay_per_minute}.get(kind)


REAL = Limits(index_per_minute=30, replay_per_minute=600, refuse_after=40)


class Patience:
    """Counts what comes in, each address by itself. `busiest` is the most of a kind that ever came from one address
    within one minute, `busiest_of` the same by address."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self.limits = limits
        self.clock = clock
        self.busiest: Counter[str] = Counter()
        self.busiest_of: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.refusals = 0
        self.refusing_until = float("-inf")
        self._came: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)
        self._scolded: deque[float] = deque()

    def takes(self, kind: str, address: str = "") -> bool:
        """Whether one more request of this kind is answered; if not, it gets a 429."""
        count = self._one_more(kind, address)
        limit = self.limits.per_minute(kind)
        if limit is None or count <= limit:
            return True
        self._scold()
        return False

    def takes_connection(self) -> bool:
        """Whether one more new connection is taken; if not, all are refused for a while."""
        count = self._one_more("connection")
        limit = self.limits.connections_per_minute
        if limit is None or count <= limit:
            return True
        self.refusing_until = max(self.refusing_until, self.clock() + MINUTE)
        return False

    @property
    def is_refusing(self) -> bool:
        return self.clock() < self.refusing_until

    def _one_more(self, kind: str, address: str = "") -> int:
        now = self.clock()
        came = self._came[address, kind]
        came.append(now)
        while came[0] <= now - MINUTE:
            came.popleft()
        self.busiest[kind] = max(self.busiest[kind], len(came))
        if address:
            self.busiest_of[address][kind] = max(self.busiest_of[address][kind], len(came))
        return len(came)

    def _scold(self) -> None:
        now = self.clock()
        if self._scolded and self._scolded[-1] <= now - MINUTE:
            self._scolded.clear()
        self._scolded.append(now)
        if self.limits.refuse_after is not None and len(self._scolded) >= self.limits.refuse_after:
            self._scolded.clear()
            self.refusing_until = now + self.limits.refuse_for * 2**self.refusals
            self.refusals += 1
