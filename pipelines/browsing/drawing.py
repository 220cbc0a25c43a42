"""Knows where everything of a timeline is drawn: versions and captures to scale, from the first year to the last.

All places are shares of the whole width in percent, so that the drawing is as wide as the window and its letters as
large as all others.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pipelines.browsing.pages.domain import Span
from pipelines.database.questions.browsing_domains import CapturedMonth

_MOST_YEARS_NAMED = 6  # on a telephone more would run into each other
_LEAST_WIDTH = 0.4  # a version that was seen once is still to be seen


@dataclass(frozen=True, slots=True)
class Year:
    """The beginning of a year; `name` is empty where there is no room."""

    x: float
    name: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A version, from its first capture to its last."""

    number: int
    timestamp: str
    x: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """The captures of one month; heights are shares of the tallest."""

    x: float
    width: float
    shown: float
    others: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A timeline."""

    years: tuple[Year, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


def draw(spans: Sequence[Span], months: Sequence[CapturedMonth]) -> Drawing | None:
    """The timeline of one line; None where nothing was captured."""
    named = [int(month.month[:4]) for month in months]
    named += [moment.year for span in spans for moment in (span.first_seen, span.last_seen)]
    if not named:
        return None
    first, last = min(named), max(named) + 1
    start = datetime(first, 1, 1, tzinfo=UTC)
    seconds = (datetime(last, 1, 1, tzinfo=UTC) - start).total_seconds()

    def x(moment: datetime) -> float:
        return round(100 * (moment - start).total_seconds() / seconds, 3)

    step = math.ceil((last - first) / _MOST_YEARS_NAMED)
    years = (
        Year(x(datetime(year, 1, 1, tzinfo=UTC)), str(year) if (year - first) % step == 0 else "")
        for year in range(first, last)
    )
    return Drawing(tuple(years), tuple(_bar(span, x(span.first_seen), x(span.last_seen)) for span in spans),
                   tuple(_ticks(months, 100 / (12 * (last - first)), first)))  # fmt: skip


def _bar(span: Span, start: float, end: float) -> Bar:
    label = f"Version {span.number}: {span.first_seen:%Y-%m-%d} to {span.last_seen:%Y-%m-%d}"
    return Bar(span.number, span.timestamp, start, round(max(end - start, _LEAST_WIDTH), 3), label)


def _ticks(months: Sequence[CapturedMonth], width: float, first: int) -> list[Tick]:
    """Each month as wide as the others; heights by the logarithm, as a month may have one capture or hundreds."""
    tallest = max((_height(month.shown + month.others) for month in months), default=1.0)
    ticks = []
    for month in months:
        place = (int(month.month[:4]) - first) * 12 + int(month.month[5:]) - 1
        whole = _height(month.shown + month.others) / tallest
        shown = whole * month.shown / (month.shown + month.others)
        ticks.append(Tick(round(place * width, 3), round(width * 0.7, 3), round(shown, 3), round(whole - shown, 3)))
    return ticks


def _height(count: int) -> float:
    return math.log2(1 + count)
