"""Knows where everything of a timeline is drawn: versions, captures and coverage to scale, from first year to last.

All places are shares of the whole width in percent, so that the drawing is as wide as the window and its letters as
large as all others.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pipelines.browsing.pages.domain import Span
from pipelines.database.questions.browsing_domains import CapturedMonth
from pipelines.database.questions.coverage import Covered

_MOST_YEARS_NAMED = 6  # on a telephone more would run into each other
_STEPS = (1, 2, 5, 10, 20, 50)  # years from one that is named to the next
_QUARTERS = {4: "Apr", 7: "Jul", 10: "Oct"}  # marked where there are but two years
_LEAST_WIDTH = 0.4  # a version that was seen once is still to be seen


@dataclass(frozen=True, slots=True)
class Mark:
    """The beginning of a year, or of a quarter; `name` is empty where there is no room."""

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

    marks: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """An interval, and what is known of it."""

    x: float
    width: float
    state: str
    label: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The coverage of a domain."""

    marks: tuple[Mark, ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """The years that are drawn, from the beginning of one to that of another."""

    first: int
    last: int

    def x(self, moment: datetime) -> float:
        start, end = (datetime(year, 1, 1, tzinfo=UTC) for year in (self.first, self.last))
        return round(100 * (moment - start).total_seconds() / (end - start).total_seconds(), 3)

    def marks(self) -> Iterator[Mark]:
        years = range(self.first, self.last)
        fitting = (step for step in _STEPS if sum(year % step == 0 for year in years) <= _MOST_YEARS_NAMED)
        step = next(fitting, _STEPS[-1])
        for year in years:
            yield Mark(self.x(datetime(year, 1, 1, tzinfo=UTC)), "" if year % step else str(year))
            for month, name in _QUARTERS.items() if len(years) <= 2 else ():
                yield Mark(self.x(datetime(year, month, 1, tzinfo=UTC)), name)


def draw(spans: Sequence[Span], months: Sequence[CapturedMonth]) -> Drawing | None:
    """The timeline of one line; None where nothing was captured."""
    named = [int(month.month[:4]) for month in months]
    named += [moment.year for span in spans for moment in (span.first_seen, span.last_seen)]
    if not named:
        return None
    scale = _Scale(min(named), max(named) + 1)
    bars = (_bar(span, scale.x(span.first_seen), scale.x(span.last_seen)) for span in spans)
    ticks = _ticks(months, 100 / (12 * (scale.last - scale.first)), scale.first)
    return Drawing(tuple(scale.marks()), tuple(bars), tuple(ticks))


def draw_coverage(covered: Sequence[Covered]) -> Strip | None:
    """Every interval of a plan, in its place; None where there is no plan."""
    if not covered:
        return None
    scale = _Scale(covered[0].since.year, max(one.until.year + (one.until.month > 1) for one in covered))
    boxes = (
        Box(scale.x(one.since), round(scale.x(one.until) - scale.x(one.since), 3), one.state, one.interval)
        for one in covered
    )
    return Strip(tuple(scale.marks()), tuple(boxes))


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
