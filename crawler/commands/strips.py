"""Knows how the intervals of a domain are drawn as a strip, one character each, and what each character means."""

from collections.abc import Collection, Sequence

from crawler.outcomes import Outcome, outcome_named

# What was had is drawn solid, what is known by its neighbours lighter, what is missing by letters and dots.
_SIGNS = {
    "read": ("█", "read"),
    "same-digest": ("▓", "the same bytes as one that was read"),
    "between": ("░", "between two equal readings"),
    Outcome.NO_CAPTURE.value: ("·", "no capture"),
    Outcome.NOT_LINKED.value: ("-", "not linked"),
    Outcome.NO_POLICY_PAGE.value: ("-", "no policy page"),
    Outcome.BLOCKED.value: ("x", "blocked"),
    Outcome.ROBOTS.value: ("x", "blocked"),
    "pending": ("?", "still to be asked for"),
}
_FINAL = ("!", "captured, but not to be read")
_AGAIN = ("?", "still to be asked for")


def since(strips: Sequence[Sequence[dict[str, str]]]) -> int:
    """How many intervals come before the first in which any of these domains has anything."""
    firsts = (
        next((place for place, one in enumerate(intervals) if one["state"] != Outcome.NO_CAPTURE.value), len(intervals))
        for intervals in strips
        if any(one["state"] in ("read", "same-digest") for one in intervals)
    )
    return min(firsts, default=0)


def ruler(intervals: Sequence[dict[str, str]]) -> str:
    """The years above a strip, as many as there is room for."""
    marks = ""
    for place, one in enumerate(intervals):
        year = one["interval"][:4]
        begins = place == 0 or intervals[place - 1]["interval"][:4] != year
        if begins and len(marks) <= place and (int(year) % 5 == 0 or place == 0):
            marks = marks.ljust(place) + year + " "
    return marks.rstrip()


def strip(intervals: Sequence[dict[str, str]]) -> str:
    """One character an interval, oldest first."""
    return "".join(_sign(one["state"])[0] for one in intervals)


def legend(states: Collection[str]) -> str:
    """What the characters of these states mean, each once."""
    told = dict.fromkeys(_sign(state) for state in [*_SIGNS, *sorted(states)] if state in states)
    return "  ".join(f"{sign} {meaning}" for sign, meaning in told)


def _sign(state: str) -> tuple[str, str]:
    if state in _SIGNS:
        return _SIGNS[state]
    return _FINAL if outcome_named(state).final else _AGAIN
