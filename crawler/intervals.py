"""Knows the half-open stretches of UTC time into which a plan is cut, and their names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum


class Every(Enum):
    """How densely a timeline is read: the words of `--every`."""

    CHANGE = "change"
    HALF_YEAR = "half-year"
    QUARTER = "quarter"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"

    @property
    def months(self) -> int:
        """The length of this plan's intervals; those who read by change or read all are counted by half-years."""
        return {Every.YEAR: 12, Every.QUARTER: 3, Every.MONTH: 1}.get(self, 6)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From `since` up to but not including `until`."""

    since: datetime
    until: datetime
    name: str

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment < self.until

    @property
    def middle(self) -> datetime:
        return self.since + (self.until - self.since) / 2


def intervals_between(since: datetime, until: datetime, months: int) -> Iterator[Interval]:
    """Every whole interval that has a moment in common with [since, until), oldest first."""
    year, month = since.year, (since.month - 1) // months * months + 1
    start = datetime(year, month, 1, tzinfo=UTC)
    while start < until:
        end = _months_later(start, months)
        yield Interval(start, end, _name(start, months))
        start = end


def _months_later(start: datetime, months: int) -> datetime:
    count = start.year * 12 + start.month - 1 + months
    return start.replace(year=count // 12, month=count % 12 + 1)


def _name(start: datetime, months: int) -> str:
    """`2015`, `2015-H1`, `2015-Q3` or `2015-07`: they sort by time within a plan."""
    part = (start.month - 1) // months + 1
    return f"{start.year}" + {12: "", 6: f"-H{part}", 3: f"-Q{part}", 1: f"-{part:02}"}[months]
