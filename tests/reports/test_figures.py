"""What figures show: every number where it belongs, and words that nobody can smuggle tags into."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.outcomes import Outcome
from pipelines.reports.drawing import figure, round_steps, said, words, years_shown
from pipelines.reports.heat_map import HalfYear, draw_domains, draw_shares
from pipelines.reports.states import Kind, kind_of
from pipelines.reports.years import draw_middles, draw_versions, middle_of
from tests.examples import moment

NUMBER = st.floats(min_value=-1e6, max_value=1e9, allow_nan=False)
TEXT = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=30)


def parts(svg: str) -> tuple[ElementTree.Element, ElementTree.Element]:
    """The narrow figure and the wide one, parsed: whoever parses them as XML finds nothing wrong."""
    narrow, wide = ElementTree.fromstring(f"<both>{svg}</both>")
    return narrow, wide


def titles(svg: str) -> list[str]:
    return [element.text or "" for element in parts(svg)[1].iter() if element.tag.endswith("title")][1:]


@settings(deadline=None)
@given(NUMBER, NUMBER)
def test_round_steps_reach_from_below_the_least_to_above_the_most(one: float, other: float) -> None:
    least, most = sorted((one, other))
    marks = round_steps(least, most)
    slack = 1e-6 * max(1.0, abs(least), abs(most))
    assert (marks[0] <= least + slack, marks[-1] >= most - slack, len(marks) <= 8) == (True, True, True)


@pytest.mark.parametrize(
    ("most", "marks"), [(6, [0, 2, 4, 6]), (100, [0, 50, 100]), (37, [0, 10, 20, 30, 40]), (1, [0, 0.5, 1])]
)
def test_steps_are_round(most: float, marks: list[float]) -> None:
    assert round_steps(0, most) == marks


def test_as_many_years_are_named_as_there_is_room_for() -> None:
    years = range(1996, 2026)
    assert [len(years_shown(years, room)) for room in (2_000, 600, 250)] == [30, 15, 6]


@settings(deadline=None)
@given(TEXT)
def test_words_of_others_stay_words(text: str) -> None:
    drawn = figure("label", lambda width: [words(0, 0, text)], lambda width: 10)
    shown = "".join(element.text or "" for element in parts(drawn)[0].iter() if element.tag.endswith("text"))
    assert shown == text


def test_what_is_said_of_an_element_stays_words() -> None:
    assert str(said('<script>"&')) == "<title>&lt;script&gt;&quot;&amp;</title>"


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("read", Kind.HAD),
        ("same-digest", Kind.HAD),
        ("between", Kind.BETWEEN),
        ("no-capture", Kind.NOTHING),
        ("blocked", Kind.KEPT_BACK),
        ("soft-404", Kind.UNREAD),
        ("archive-down", Kind.AGAIN),
        ("pending", Kind.AGAIN),
    ],
)
def test_a_state_has_its_kind(state: str, kind: Kind) -> None:
    assert kind_of(state) is kind


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_that_asking_again_may_mend_is_drawn_so(outcome: Outcome) -> None:
    assert (kind_of(outcome.value) is Kind.AGAIN) == (not outcome.final)


@pytest.mark.parametrize(("month", "name"), [(1, "2015-H1"), (6, "2015-H1"), (7, "2015-H2"), (12, "2015-H2")])
def test_a_moment_lies_in_its_half_year(month: int, name: str) -> None:
    assert str(HalfYear.of(moment(2015, month))) == name


def test_half_years_of_one_kind_in_a_row_are_one_box() -> None:
    first = HalfYear.of(moment(2010)).number
    row = {first: Kind.HAD, first + 1: Kind.HAD, first + 2: Kind.NOTHING}
    assert titles(draw_domains({"palace.example": row}, first, first + 2)) == [
        "palace.example, 2010-H1 to 2010-H2: read, or the same bytes as one that was read",
        "palace.example, 2011-H1: no capture, or no policy to be found",
    ]


def test_shares_say_how_many_of_all() -> None:
    first = HalfYear.of(moment(2010)).number
    told = titles(draw_shares({first: {Kind.HAD: 3, Kind.NOTHING: 1}}, first, first))
    assert told == [
        "2010-H1: 3 of 4 read, or the same bytes as one that was read",
        "2010-H1: 1 of 4 no capture, or no policy to be found",
    ]


def test_versions_of_a_year_without_any_are_no_gap_in_the_years() -> None:
    told = titles(draw_versions({2010: (1, 2), 2012: (0, 1)}))
    assert told == [
        "2010: 1 first version",
        "2010: 2 later versions",
        "2011: 0 first versions",
        "2011: 0 later versions",
        "2012: 0 first versions",
        "2012: 1 later version",
    ]


def test_the_middle_of_values_is_their_median_with_the_middle_half() -> None:
    middle = middle_of([5, 1, 3, 2, 4])
    assert (middle.low, middle.median, middle.high, middle.count) == (2, 3, 4, 5)


def test_the_middle_of_one_value_is_it() -> None:
    assert middle_of([7]).median == 7


@settings(deadline=None)
@given(st.dictionaries(st.integers(1996, 2030), st.lists(st.floats(-200, 50_000), min_size=1, max_size=5), min_size=1))
def test_any_values_can_be_drawn(values: dict[int, list[float]]) -> None:
    assert len(titles(draw_middles("label", {year: middle_of(each) for year, each in values.items()}))) == len(values)
