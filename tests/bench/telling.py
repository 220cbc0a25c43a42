"""Knows how a bench tells what it measured: a figure beside its goal and beside what it was measured with, or a curve.

Each is printed as a line, and set down as JSON for the report where `make bench` asks for that.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Better = Literal["more", "less"]
KEPT_IN = "BENCH_TOLD"  # the environment names the file that a bench's figures are added to


@dataclass(frozen=True)
class Figure:
    """One number. `beside` says in words what was measured in the same run, and what that came to."""

    name: str
    value: float
    unit: str
    better: Better
    goal: float | None = None
    beside: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached; true where there is none."""
        if self.goal is None:
            return True
        return self.value >= self.goal if self.better == "more" else self.value <= self.goal

    @property
    def share_of_goal(self) -> float:
        """1 where the goal is just reached, more where it is passed; without end where there is none."""
        if self.goal is None or (self.better == "less" and not self.value):
            return float("inf")
        if self.better == "more":
            return self.value / self.goal if self.goal else 1.0
        return self.goal / self.value

    def is_worse_than(self, before: "Figure") -> bool:
        """Whether it fell behind an earlier one by more than a tenth."""
        if self.better == "more":
            return self.value < 0.9 * before.value
        return self.value > 1.1 * before.value


@dataclass(frozen=True)
class Curve:
    """How something grows: a line of points for each name."""

    name: str
    across: str
    up: str
    lines: dict[str, list[tuple[float, float]]]


def tell(
    name: str, value: float, unit: str = "", *, better: Better, goal: float | None = None, beside: str = ""
) -> Figure:
    """Prints a figure, and sets it down."""
    figure = Figure(name, value, unit, better, goal, beside)
    print(f"-> {name}: {spell(value, unit)}{spell_goal(figure)}{f'; {beside}' if beside else ''}", flush=True)
    _set_down({"figure": asdict(figure)})
    return figure


def tell_curve(name: str, across: str, up: str, lines: dict[str, Sequence[tuple[float, float]]]) -> None:
    """Prints a curve, and sets it down."""
    for line, points in lines.items():
        spelled = ", ".join(f"{spell(y, '')} at {x:,.0f}" for x, y in points)
        print(f"-> {name}, {line}: {spelled} ({up} at {across})", flush=True)
    _set_down({"curve": asdict(Curve(name, across, up, {line: list(points) for line, points in lines.items()}))})


def spell(value: float, unit: str) -> str:
    """A number as people read it: all of its digits before the point, three of worth."""
    digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:,.{digits}f}{f' {unit}' if unit else ''}"


def spell_goal(figure: Figure) -> str:
    """The goal in words, nothing where there is none."""
    if figure.goal is None:
        return ""
    bound = "at least" if figure.better == "more" else "at most"
    return f" ({bound} {spell(figure.goal, figure.unit)}: {'reached' if figure.is_met else 'MISSED'})"


def _set_down(told: dict[str, object]) -> None:
    if file := os.environ.get(KEPT_IN):
        bench = Path(sys.argv[0]).stem
        with open(file, "a", encoding="utf-8") as lines:
            lines.write(json.dumps({"bench": bench} | told) + "\n")
