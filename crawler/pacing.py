"""Knows how fast an archive may be asked, and how long it is left alone after it refused."""

from dataclasses import dataclass, replace
from enum import Enum


class Kind(Enum):
    """The kinds of call that the archive counts apart (sheet 3.1, 2026-06)."""

    INDEX = "index"
    REPLAY = "replay"


# 80 % of the hard limits, 30 a minute and 600 a minute per address: what the archive asked tools to keep to.
DEFAULT_INDEX_PER_MINUTE = 24.0
DEFAULT_REPLAY_PER_SECOND = 8.0

TOO_MANY_PAUSE = 60.0  # seconds after a 429 that names none; carrying on for a minute earns the firewall (2023-11)
REFUSED_PAUSES = (
    65.0,
    600.0,
    3600.0,
)  # a refusal clears 60 s after the last attempt; the next ones last an hour, doubling
LONGEST_PAUSE = 86_400.0  # seconds: an archive that was out for a week is found back within a day
LEAST_SPEED = 0.125  # of full speed, however many 429s come
RECOVERY = 0.02  # of full speed, won back by each answer after a 429


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one kind of call is allowed: kept between runs and shared by all processes on the machine."""

    next_at: float = 0.0  # seconds since the epoch
    paused_until: float = 0.0
    speed: float = 1.0  # the part of full speed that is used


def reserve(allowance: Allowance, now: float, per_second: float) -> tuple[Allowance, float]:
    """The allowance with one call taken from it, and the moment at which that call may go."""
    at = max(now, allowance.next_at, allowance.paused_until)
    return replace(allowance, next_at=at + 1 / (per_second * allowance.speed)), at


def after_too_many(allowance: Allowance, now: float, asked_for: float | None) -> Allowance:
    """A 429: the kind pauses as long as the archive asked for, but a day at most, else a minute, then goes on at half
    speed. Those that come while it pauses answer calls that were under way, and slow it down no further."""
    until = max(allowance.paused_until, now + min(LONGEST_PAUSE, asked_for or TOO_MANY_PAUSE))
    speed = allowance.speed if allowance.paused_until > now else max(LEAST_SPEED, allowance.speed / 2)
    return replace(allowance, paused_until=until, speed=speed)


def after_answer(allowance: Allowance) -> Allowance:
    """Speed is won back slowly."""
    return replace(allowance, speed=min(1.0, allowance.speed + RECOVERY))


def after_refusal(allowance: Allowance, now: float, refusals: int) -> Allowance:
    """A refused connection, the `refusals`-th in a row: everything pauses, each time longer."""
    if refusals <= len(REFUSED_PAUSES):
        pause = REFUSED_PAUSES[refusals - 1]
    else:
        doubled: float = REFUSED_PAUSES[-1] * 2 ** min(20, refusals - len(REFUSED_PAUSES))
        pause = min(LONGEST_PAUSE, doubled)
    return replace(allowance, paused_until=max(allowance.paused_until, now + pause))
