"""Knows how the measurements are shown: one page with what has a goal, what fell behind, curves, and every figure."""

import ast
import re
from collections.abc import Sequence
from pathlib import Path

from tests.bench.stored import Measured, Regression, Report
from tests.bench.telling import Curve, Figure, spell, spell_goal

_HEAD = """# What Palimpsest costs, measured

Made by `make bench`, which measures everything anew, or by `python -m tests.bench NAME...`, which measures what is
named and leaves the rest as it was. Only its last section is written by hand, in `next.md`. The same figures are in
`report.json`. Each was measured in one run beside what it is compared with, on {machine}.
A share or a ratio travels to other machines; milliseconds and rates do not.
"""


def compose(report: Report, following: str) -> str:
    """The page. `following` is what to do next about the worst number."""
    benches = [report.benches[name] for name in sorted(report.benches)]
    parts = [_HEAD.format(machine=report.machine), _goals(benches), _behind(report.behind), _curves(benches)]
    parts += [_bench(one) for one in benches]
    parts.append(f"## The worst number, and what next\n\n{_worst(benches)}\n\n{following.strip()}\n")
    return "\n".join(part for part in parts if part)


def chart_name(curve: Curve) -> str:
    """The file that a curve is drawn in."""
    return re.sub(r"[^a-z0-9]+", "-", curve.name.lower()).strip("-") + ".svg"


def _goals(benches: Sequence[Measured]) -> str:
    rows = [
        f"| {figure.name} | {spell(figure.value, figure.unit)} | {_bound(figure)} "
        f"| {'yes' if figure.is_met else '**no**'} | {figure.beside} | {one.bench} |"
        for one in benches
        for figure in one.figures
        if figure.goal is not None
    ]
    head = "| what | measured | goal | reached | beside | bench |\n|---|---|---|---|---|---|\n"
    return "## What has a goal\n\n" + head + "\n".join(rows) + "\n" if rows else ""


def _bound(figure: Figure) -> str:
    return spell_goal(figure).strip(" ()").partition(":")[0]


def _behind(behind: Sequence[Regression]) -> str:
    title = "## Worse by more than a tenth than the report before\n\n"
    if not behind:
        return title + "Nothing.\n"
    rows = (
        f"| {one.now.name} | {spell(one.before.value, one.before.unit)} | {spell(one.now.value, one.now.unit)} "
        f"| {one.bench} |"
        for one in behind
    )
    return title + "| what | before | now | bench |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def _curves(benches: Sequence[Measured]) -> str:
    curves = [curve for one in benches for curve in one.curves]
    pictures = "\n\n".join(f"![{curve.name}]({chart_name(curve)})" for curve in curves)
    return f"## How cost grows\n\n{pictures}\n" if curves else ""


def _bench(one: Measured) -> str:
    source = Path(__file__).with_name(f"{one.bench}.py").read_text("utf-8")  # what it imports may not be here
    about = (ast.get_docstring(ast.parse(source)) or "").splitlines()[0]
    head = f"## {one.bench}\n\n{about}\n\n`python -m tests.bench {one.bench}`: {one.day}, commit {one.commit}, "
    rows = (f"| {figure.name} | {spell(figure.value, figure.unit)} | {figure.beside} |" for figure in one.figures)
    table = "| what | measured | beside |\n|---|---|---|\n" + "\n".join(rows)
    return f"{head}{spell(one.minutes, 'minutes')}.\n\n{table}\n"


def _worst(benches: Sequence[Measured]) -> str:
    """The figure that is furthest from its goal, or nearest to missing it."""
    figures = [figure for one in benches for figure in one.figures if figure.goal is not None]
    if not figures:
        return "Nothing with a goal was measured."
    worst = min(figures, key=lambda figure: figure.share_of_goal)
    said = "misses its goal" if not worst.is_met else "is nearest to missing its goal"
    return f"Of all figures with a goal, *{worst.name}* {said}: {spell(worst.value, worst.unit)}, {_bound(worst)}."
