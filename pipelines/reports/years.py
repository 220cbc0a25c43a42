"""Knows how what changes from year to year is drawn: counts as bars, and the middle of many values as a line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles

import svg

from crawler.figures import say_count
from pipelines.reports.drawing import box, figure, line, round_steps, said, words, years_shown

_TOP, _HEIGHT, _BOTTOM, _LEFT = 10.0, 170.0, 24.0, 44.0


@dataclass(frozen=True, slots=True)
class Middle:
    """The middle of the values of one year, and the bounds of the middle half of them."""

    low: float
    median: float
    high: float
    count: int


def middle_of(values: Sequence[float]) -> Middle:
    if len(values) == 1:
        return Middle(values[0], values[0], values[0], 1)
    low, median, high = quantiles(values, n=4, method="inclusive")
    return Middle(low, median, high, len(values))


def draw_versions(counts: Mapping[int, tuple[int, int]]) -> str:
    """By year: how many versions were the first of their domain, and how many were changes."""
    years = list(range(min(counts), max(counts) + 1))
    marks = round_steps(0, max(map(sum, counts.values())))

    def draw(width: int) -> Sequence[svg.Element]:
        step = (width - _LEFT) / len(years)
        drawn = _frame(width, years, marks)
        for place, year in enumerate(years):
            y = _TOP + _HEIGHT
            for name, number, what in zip(
                ("had", "between"), counts.get(year, (0, 0)), ("first", "later"), strict=True
            ):
                height = _HEIGHT * number / marks[-1]
                y -= height
                told = f"{year}: {say_count(number, f'{what} version')}"
                drawn.append(box(_LEFT + place * step + 1, y, step - 2, height, name, told))
        return drawn

    return figure("New versions by year", draw, lambda _: _TOP + _HEIGHT + _BOTTOM)


def draw_middles(label: str, middles: Mapping[int, Middle]) -> str:
    """By year: a line through the medians, with the middle half of all values about it."""
    years = list(range(min(middles), max(middles) + 1))
    bounds = [bound for middle in middles.values() for bound in (middle.low, middle.high)]
    marks = round_steps(min(0.0, *bounds) if min(bounds) < 100 else 0.0, max(bounds))

    def draw(width: int) -> Sequence[svg.Element]:
        step = (width - _LEFT) / len(years)

        def point(year: int, value: float) -> tuple[float, float]:
            share = (value - marks[0]) / (marks[-1] - marks[0])
            return _LEFT + (year - years[0] + 0.5) * step, _TOP + _HEIGHT * (1 - share)

        highs = [point(year, middle.high) for year, middle in sorted(middles.items())]
        lows = [point(year, middle.low) for year, middle in sorted(middles.items(), reverse=True)]
        medians = {year: point(year, middle.median) for year, middle in sorted(middles.items())}
        drawn = _frame(width, years, marks)
        drawn.append(svg.Polygon(points=_rounded([*highs, *lows]), class_=["band"]))
        drawn.append(svg.Polyline(points=_rounded(medians.values()), class_=["median"]))
        drawn += [_dot(*place, f"{year}: {_told(middles[year])}") for year, place in medians.items()]
        return drawn

    return figure(label, draw, lambda _: _TOP + _HEIGHT + _BOTTOM)


def _told(middle: Middle) -> str:
    return (
        f"median {middle.median:,.0f}, half of them between {middle.low:,.0f} and {middle.high:,.0f} "
        f"({say_count(middle.count, 'document')})"
    )


def _dot(x: float, y: float, told: str) -> svg.Circle:
    return svg.Circle(cx=round(x, 1), cy=round(y, 1), r=3, class_=["dot"], elements=[said(told)])


def _rounded(points: Iterable[tuple[float, float]]) -> list[svg.Point]:
    return [svg.Point(round(x, 1), round(y, 1)) for x, y in points]


def _frame(width: int, years: Sequence[int], marks: Sequence[float]) -> list[svg.Element]:
    step = (width - _LEFT) / len(years)
    drawn: list[svg.Element] = []
    for mark in marks:
        y = _TOP + _HEIGHT * (1 - (mark - marks[0]) / (marks[-1] - marks[0]))
        drawn += [line(_LEFT, y, width, y), words(_LEFT - 6, y + 4, f"{mark:,.10g}", "end")]
    shown = years_shown(years, width - _LEFT)
    return drawn + [
        words(_LEFT + (year - years[0] + 0.5) * step, _TOP + _HEIGHT + 17, str(year), "middle", "soft")
        for year in shown
    ]
