"""Knows how figures are drawn as SVG: each twice, for a narrow page and a wide one, so that its words stay readable.

svg.py writes the tags (MIT, no dependencies, 15 KB): the libraries that bring axes of their own weigh 30 to 60 MB and
draw for one theme and one width. It escapes nothing, so every word of ours goes through `words` or `said`.
"""

from collections.abc import Callable, Sequence
from html import escape
from math import floor, log10

import svg

NARROW, WIDE = 340, 760  # in the figure's own units, which are pixels on a page of that width
LETTER = 7.1  # how wide a letter of 12 pixels is on average


def figure(label: str, draw: Callable[[int], Sequence[svg.Element]], height: Callable[[int], float]) -> str:
    """What `draw` makes for each width, in a frame that shows one of the two; `label` says what it shows."""
    return "".join(
        str(
            svg.SVG(
                viewBox=svg.ViewBoxSpec(0, 0, width, round(height(width), 1)),
                class_=["figure", name],
                extra={"role": "img"},
                elements=[said(label), *draw(width)],
            )
        )
        for name, width in (("narrow", NARROW), ("wide", WIDE))
    )


def words(x: float, y: float, text: str, *classes: str) -> svg.Text:
    """Words at a place: left of it, right of it or about it, as the class `end`, `middle` or none says."""
    return svg.Text(x=round(x, 1), y=round(y, 1), text=escape(text), class_=list(classes) or None)


def said(text: str) -> svg.Title:
    """What is shown when a pointer rests on the element, and told to those who cannot see it."""
    return svg.Title(text=escape(text))


def line(x1: float, y1: float, x2: float, y2: float, name: str = "rule") -> svg.Line:
    return svg.Line(x1=round(x1, 1), y1=round(y1, 1), x2=round(x2, 1), y2=round(y2, 1), class_=[name])


def box(x: float, y: float, width: float, height: float, name: str, told: str = "") -> svg.Rect:
    return svg.Rect(
        x=round(x, 2),
        y=round(y, 2),
        width=round(max(width, 0), 2),
        height=round(max(height, 0), 2),
        class_=[name],
        elements=[said(told)] if told else None,
    )


def round_steps(least: float, most: float, steps: int = 4) -> list[float]:
    """Round numbers from below the least to above the most, about as many as wanted."""
    most = max(most, least + 1e-3, least + abs(least) * 1e-6)  # values that hardly differ are one
    span = most - least
    power = 10 ** floor(log10(span / steps))
    step = next(power * size for size in (1, 2, 5, 10) if power * size >= span / steps)
    number = floor(least / step) * step
    marks = [number]
    while number < most - step * 1e-6:
        number += step
        marks.append(round(number, 10))
    return marks


def years_shown(years: Sequence[int], room: float) -> list[int]:
    """Those years that there is room to name: each, every other, every fifth or every tenth."""
    each = next(
        (each for each in (1, 2, 5, 10) if len(years) / each * 5.2 * LETTER <= room), 20
    )  # four letters and a gap
    return [year for year in years if year % each == 0] or list(years[:1])
