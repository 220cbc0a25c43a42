"""What is drawn, folded and extracted follows from the facts alone."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipelines.browsing.drawing import draw, draw_coverage
from pipelines.browsing.extracts import extract
from pipelines.browsing.folding import lay_out
from pipelines.browsing.pages.compare import Paragraph, SomeWords
from pipelines.browsing.pages.domain import Span
from pipelines.database.questions.browsing_domains import CapturedMonth
from pipelines.database.questions.coverage import Covered

FIRST = datetime(1996, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 34 * 365 * 86_400).map(lambda seconds: FIRST + timedelta(seconds=seconds))


@given(st.lists(st.tuples(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=4_000))), min_size=1, max_size=20))
def test_every_version_lies_in_the_drawing(bounds: list[tuple[datetime, timedelta]]) -> None:
    drawing = draw([Span(place, "", start, start + length) for place, (start, length) in enumerate(bounds)], [])
    assert drawing is not None
    assert all(bar.x >= 0 and bar.x + bar.width <= 100.5 for bar in drawing.bars)


def test_a_drawing_is_to_scale() -> None:
    start = datetime(2010, 1, 1, tzinfo=UTC)
    drawing = draw([Span(1, "", start, datetime(2010, 7, 2, 12, tzinfo=UTC))], [CapturedMonth("2010-07", 2, 1)])
    assert drawing is not None
    assert (drawing.bars[0].x, drawing.bars[0].width, drawing.ticks[0].x) == (0, 50, 50)


def test_every_interval_has_its_place_in_the_strip() -> None:
    bounds = [datetime(2010 + half // 2, 1 + 6 * (half % 2), 1, tzinfo=UTC) for half in range(5)]
    strip = draw_coverage([Covered(f"{at}", at, until, "read", "") for at, until in pairwise(bounds)])
    assert strip is not None
    assert [round(box.x + box.width) for box in strip.boxes] == [25, 50, 75, 100]


def test_a_domain_without_a_plan_has_no_strip() -> None:
    assert draw_coverage([]) is None


def test_nothing_captured_is_no_drawing() -> None:
    assert draw([], []) is None


def test_few_years_are_named_on_a_long_timeline() -> None:
    drawing = draw([Span(1, "", datetime(1996, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))], [])
    assert drawing is not None
    assert sum(bool(year.name) for year in drawing.marks) <= 6


def paragraphs(hows: str) -> list[Paragraph]:
    names = {"k": "kept", "c": "changed", "a": "added", "r": "removed", "m": "moved", "l": "left"}
    return [Paragraph(names[how], 0, 0, (SomeWords("kept", str(place)),)) for place, how in enumerate(hows)]


@given(st.text("kcarml", max_size=40))
def test_every_paragraph_is_laid_out_once_and_in_order(hows: str) -> None:
    rows = [row for stretch in lay_out(paragraphs(hows)) for row in stretch.rows]
    assert [row.both[0].text for row in rows] == [str(place) for place in range(len(hows))]


@given(st.text("kcarml", max_size=40))
def test_no_change_is_folded_away(hows: str) -> None:
    assert not any(row.change for stretch in lay_out(paragraphs(hows)) if stretch.folded for row in stretch.rows)


def test_changes_are_counted_from_one() -> None:
    rows = [row for stretch in lay_out(paragraphs("kckkar")) for row in stretch.rows]
    assert [row.change for row in rows] == [0, 1, 0, 0, 2, 3]


def said(text: str, *terms: str) -> str:
    return "".join(f"[{one.text}]" if one.sought else one.text for one in extract(text, terms))


def test_an_extract_marks_what_was_sought_without_regard_to_accents() -> None:
    assert said("Die Krümel der Kekse", "krumel") == "Die [Krümel] der Kekse"


def test_an_extract_is_of_the_passage_that_has_most() -> None:
    text = f"cookies {'and so on ' * 50} we sell cookies to third parties {'and so on ' * 50}"
    assert "[sell] [cookies]" in said(text, "sell cookies")


def test_an_extract_without_a_hit_is_the_beginning() -> None:
    assert said("In the beginning", "end") == "In the beginning"


@given(st.text(max_size=300), st.lists(st.text(max_size=10), max_size=3))
def test_an_extract_is_short_and_of_the_text(text: str, terms: list[str]) -> None:
    assert len(said(text, *terms)) < 1_200
