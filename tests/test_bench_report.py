"""Holds the report of measurements to what was measured, and the stored one to its own figures."""

import re

import pytest

from tests.bench.report import compose
from tests.bench.stored import Measured, Report, read_report, write_report
from tests.bench.telling import Better, Curve, Figure
from tests.crawling import ROOT

STORED = ROOT / "docs" / "bench"
CURVE = Curve("Cost of a thing", "things", "seconds", {"ours": [(1, 2.0), (10, 3.0)]})


def measured(*figures: Figure, curves: tuple[Curve, ...] = ()) -> dict[str, Measured]:
    return {"walk": Measured("walk", "2026-11-20", "abcdef12", 1.0, figures, curves)}


def figure(value: float, better: Better = "more", goal: float | None = None) -> Figure:
    return Figure("pages read", value, "pages/s", better, goal)


@pytest.mark.parametrize(
    ("better", "before", "now", "is_behind"),
    [("more", 100, 89, True), ("more", 100, 91, False), ("less", 100, 111, True), ("less", 100, 109, False)],
)
def test_what_is_worse_by_more_than_a_tenth_is_listed(better: Better, before: int, now: int, is_behind: bool) -> None:
    report = Report("a machine", measured(figure(before, better))).renewed("a machine", measured(figure(now, better)))
    assert ("| pages read | 100 pages/s |" in compose(report, "")) == is_behind


def test_a_goal_that_is_missed_is_said_to_be() -> None:
    page = compose(Report("a machine", measured(figure(9, goal=10))), "")
    assert "| pages read | 9 pages/s | at least 10 pages/s | **no** |" in page


def test_the_figure_furthest_from_its_goal_is_named_as_the_worst() -> None:
    figures = (figure(20, goal=10), Figure("seconds a page", 3, "s", "less", 1))
    assert "*seconds a page* misses its goal" in compose(Report("a machine", measured(*figures)), "")


def test_a_bench_that_was_not_run_again_keeps_its_figures() -> None:
    report = Report("a machine", measured(figure(5))).renewed("a machine", {})
    assert report.benches == measured(figure(5))


def test_a_report_is_read_as_it_was_written(tmp_path) -> None:
    report = Report("a", measured(figure(100))).renewed("b", measured(figure(5), curves=(CURVE,)))
    write_report(tmp_path / "report.json", report)
    assert read_report(tmp_path / "report.json") == report


def test_a_curve_is_shown_by_its_picture() -> None:
    page = compose(Report("a machine", measured(curves=(CURVE,))), "")
    assert "![Cost of a thing](cost-of-a-thing.svg)" in page


def test_the_stored_page_shows_the_stored_figures() -> None:
    stored = compose(read_report(STORED / "report.json"), (STORED / "next.md").read_text("utf-8"))
    assert (STORED / "REPORT.md").read_text("utf-8") == stored


def test_every_picture_of_the_stored_page_is_there() -> None:
    named = re.findall(r"\]\((.+\.svg)\)", (STORED / "REPORT.md").read_text("utf-8"))
    assert {file.name for file in STORED.glob("*.svg")} == set(named)


def test_every_bench_of_the_stored_report_still_exists() -> None:
    for name in read_report(STORED / "report.json").benches:
        assert (ROOT / "tests" / "bench" / f"{name}.py").exists()
