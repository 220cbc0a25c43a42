"""Knows how a curve is drawn: both axes logarithmic, the same bytes for the same points."""

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from tests.bench.telling import Curve

_COLOURS = ("#1f5a8a", "#b5541c", "#4b7a3c", "#7a4b8a")
_MARKS = ("o", "s", "^", "D")  # told apart without colours, too


def draw(curve: Curve, file: Path) -> None:
    """Writes the picture of a curve."""
    with mpl.rc_context({"svg.hashsalt": "palimpsest", "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure = Figure(figsize=(7, 3.6), layout="constrained")
        axes = figure.subplots()
        for (name, points), colour, mark in zip(curve.lines.items(), _COLOURS, _MARKS, strict=False):
            axes.plot([x for x, _ in points], [y for _, y in points], label=name, color=colour, marker=mark)
        axes.set(xscale="log", yscale="log", xlabel=curve.across, ylabel=curve.up, title=curve.name)
        _spread(axes, [y for points in curve.lines.values() for _, y in points])
        axes.grid(visible=True, which="major", alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False)
        figure.savefig(file, format="svg", metadata={"Date": None})


def _spread(axes: object, heights: list[float]) -> None:
    """Room for a decade at least, so that what is flat looks flat."""
    lowest, highest = min(heights), max(heights)
    middle = (lowest * highest) ** 0.5
    axes.set_ylim(min(lowest / 1.3, middle / 10**0.5), max(highest * 1.3, middle * 10**0.5))  # type: ignore[attr-defined]
