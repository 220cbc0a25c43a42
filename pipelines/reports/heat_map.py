"""Knows how coverage is drawn: domains down, half-years across, a colour for each kind of state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import svg

from pipelines.reports.drawing import LETTER, box, figure, line, words, years_shown
from pipelines.reports.states import Kind

_ROW, _TOP, _GAP = 18.0, 22.0, 1.5
_SHARE_HEIGHT = 130.0


@dataclass(frozen=True, slots=True)
class HalfYear:
    """A half-year, by its number: two to a year."""

    number: int

    @classmethod
    def of(cls, moment: datetime) -> "HalfYear":
        return cls(moment.year * 2 + (moment.month > 6))

    @property
    def year(self) -> int:
        return self.number // 2

    def __str__(self) -> str:
        return f"{self.year}-H{self.number % 2 + 1}"


Row = Mapping[int, Kind]  # by the number of the half-year


def draw_domains(rows: Mapping[str, Row], first: int, last: int) -> str:
    """A row for each domain, over the half-years with these numbers."""

    def draw(width: int) -> Sequence[svg.Element]:
        left = min(0.38 * width, LETTER * max(map(len, rows)) + 15)
        cell = (width - left) / (last - first + 1)
        drawn = _years(first, last, left, cell, _TOP - 8)
        for place, (domain, row) in enumerate(rows.items()):
            y = _TOP + place * _ROW
            drawn.append(words(left - 6, y + 12.5, _shortened(domain, left - 8), "end"))
            drawn += _runs(domain, row, first, last, left, cell, y)
        return drawn

    return figure(f"Coverage of {len(rows)} domains by half-year", draw, lambda _: _TOP + len(rows) * _ROW + 4)


def draw_shares(counts: Mapping[int, Mapping[Kind, int]], first: int, last: int) -> str:
    """For every half-year, which share of all domains is in which kind of state."""

    def draw(width: int) -> Sequence[svg.Element]:
        left = 46.0
        cell = (width - left) / (last - first + 1)
        drawn = _years(first, last, left, cell, _TOP - 8)
        for share in (0, 50, 100):
            y = _TOP + _SHARE_HEIGHT * (1 - share / 100)
            drawn += [words(left - 6, y + 4, f"{share} %", "end"), line(left, y, width, y)]
        for number in range(first, last + 1):
            drawn += _column(number, counts.get(number, {}), left + (number - first) * cell, cell)
        return drawn

    return figure("Share of domains in each state by half-year", draw, lambda _: _TOP + _SHARE_HEIGHT + 6)


def _column(number: int, counts: Mapping[Kind, int], x: float, cell: float) -> list[svg.Element]:
    total, y, drawn = sum(counts.values()), _TOP + _SHARE_HEIGHT, list[svg.Element]()
    for kind in Kind:
        if count := counts.get(kind, 0):
            height = _SHARE_HEIGHT * count / total
            y -= height
            told = f"{HalfYear(number)}: {count:,} of {total:,} {kind.meaning}"
            drawn.append(box(x, y, cell - _GAP, height, kind.name_of_class, told))
    return drawn


def _runs(domain: str, row: Row, first: int, last: int, left: float, cell: float, y: float) -> list[svg.Element]:
    """Half-years in a row of one kind are drawn as one, so that a page of many domains stays light."""
    drawn: list[svg.Element] = []
    for kind, run in groupby(range(first, last + 1), key=row.get):
        numbers = list(run)
        if kind is not None:
            x, width = left + (numbers[0] - first) * cell, len(numbers) * cell
            span = f"{HalfYear(numbers[0])}" + (f" to {HalfYear(numbers[-1])}" if len(numbers) > 1 else "")
            drawn.append(box(x, y, width - _GAP, _ROW - 3, kind.name_of_class, f"{domain}, {span}: {kind.meaning}"))
    return drawn


def _years(first: int, last: int, left: float, cell: float, y: float) -> list[svg.Element]:
    years = sorted({HalfYear(number).year for number in range(first, last + 1)})
    return [
        words(left + max(0, year * 2 - first) * cell, y, str(year), "soft")
        for year in years_shown(years, (last - first + 1) * cell)
        if left + max(0, year * 2 - first) * cell + 4 * LETTER <= left + (last - first + 1) * cell
    ]


def _shortened(name: str, room: float) -> str:
    most = max(4, int(room / LETTER))
    return name if len(name) <= most else f"{name[: most - 1]}…"
