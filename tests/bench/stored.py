"""Knows what is kept of measurements between runs: the newest figures and curves of each bench, with day and commit."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.telling import Curve, Figure


@dataclass(frozen=True)
class Measured:
    """What one bench told, when, and of which commit. `minutes` is what it took."""

    bench: str
    day: str
    commit: str
    minutes: float
    figures: tuple[Figure, ...]
    curves: tuple[Curve, ...]


@dataclass(frozen=True)
class Regression:
    """A figure that fell behind by more than a tenth."""

    bench: str
    now: Figure
    before: Figure


@dataclass(frozen=True)
class Report:
    """All that the report shows: the machine, each bench by its name, and what fell behind in the last run."""

    machine: str
    benches: dict[str, Measured] = field(default_factory=dict)
    behind: tuple[Regression, ...] = ()

    def renewed(self, machine: str, now: dict[str, Measured]) -> "Report":
        """With what was measured now in the place of what it had."""
        return Report(machine, self.benches | now, tuple(_regressions(self.benches, now)))


def read_report(file: Path) -> Report:
    """What is kept; an empty report where nothing is yet."""
    if not file.exists():
        return Report("")
    told = json.loads(file.read_text("utf-8"))
    behind = (Regression(one["bench"], Figure(**one["now"]), Figure(**one["before"])) for one in told["behind"])
    return Report(told["machine"], {one["bench"]: _measured(one) for one in told["benches"]}, tuple(behind))


def write_report(file: Path, report: Report) -> None:
    """Sets down what `read_report` reads."""
    told = {
        "machine": report.machine,
        "behind": [asdict(one) for one in report.behind],
        "benches": [asdict(report.benches[name]) for name in sorted(report.benches)],
    }
    file.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def hear(bench: str, day: str, commit: str, minutes: float, lines: str) -> Measured:
    """What a bench told, line by line."""
    told = [json.loads(line) for line in lines.splitlines()]
    figures = tuple(Figure(**one["figure"]) for one in told if "figure" in one)
    return Measured(bench, day, commit, minutes, figures, tuple(_curve(one["curve"]) for one in told if "curve" in one))


def _regressions(before: dict[str, Measured], now: dict[str, Measured]) -> list[Regression]:
    """What fell behind, of the figures that both know."""
    found = []
    for name, measured in sorted(now.items()):
        earlier = {figure.name: figure for figure in before[name].figures} if name in before else {}
        found += [
            Regression(name, figure, earlier[figure.name])
            for figure in measured.figures
            if figure.name in earlier and figure.is_worse_than(earlier[figure.name])
        ]
    return found


def _measured(one: dict[str, Any]) -> Measured:
    figures = tuple(Figure(**figure) for figure in one["figures"])
    curves = tuple(_curve(curve) for curve in one["curves"])
    return Measured(one["bench"], one["day"], one["commit"], one["minutes"], figures, curves)


def _curve(one: dict[str, Any]) -> Curve:
    lines = {name: [(x, y) for x, y in points] for name, points in one["lines"].items()}
    return Curve(one["name"], one["across"], one["up"], lines)
