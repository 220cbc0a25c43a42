"""The half-open stretches of time into which a plan is cut."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crawler.intervals import Every, intervals_between
from tests.examples import moment

MONTHS = st.sampled_from([1, 3, 6, 12])
MOMENTS = st.datetimes(datetime(1996, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("every", "names"),
    [
        (Every.YEAR, ["2012", "2013"]),
        (Every.HALF_YEAR, ["2012-H1", "2012-H2", "2013-H1"]),
        (Every.QUARTER, ["2012-Q2", "2012-Q3", "2012-Q4", "2013-Q1"]),
        (
            Every.MONTH,
            ["2012-05", "2012-06", "2012-07", "2012-08", "2012-09", "2012-10", "2012-11", "2012-12", "2013-01"],
        ),
    ],
)
def test_intervals_are_named_by_their_place_in_the_year(every, names):
    found = intervals_between(moment(2012, 5, 20), moment(2013, 1, 2), every.months)
    assert [interval.name for interval in found] == names


@pytest.mark.parametrize("every", [Every.CHANGE, Every.ALL])
def test_those_who_read_by_change_or_read_all_are_counted_by_half_years(every):
    assert every.months == 6


def test_half_years_begin_in_january_and_july():
    found = intervals_between(moment(2012), moment(2013), 6)
    assert [interval.since for interval in found] == [moment(2012, 1), moment(2012, 7)]


def test_the_first_moment_belongs_to_an_interval_and_the_last_to_the_next():
    first, second = intervals_between(moment(2012), moment(2013), 6)
    assert (first.holds(moment(2012)), first.holds(moment(2012, 7)), second.holds(moment(2012, 7))) == (
        True,
        False,
        True,
    )


def test_no_time_has_no_intervals():
    assert list(intervals_between(moment(2012), moment(2012), 6)) == []


def test_the_middle_of_a_half_year_is_the_first_of_april():
    first, _ = intervals_between(moment(2013), moment(2014), 6)
    assert first.middle == datetime(2013, 4, 1, 12, tzinfo=UTC)


@given(MOMENTS, MOMENTS, MONTHS)
def test_there_is_no_gap_and_no_overlap(since, until, months):
    found = list(intervals_between(since, until, months))
    assert [one.until for one in found[:-1]] == [one.since for one in found[1:]]


@given(st.lists(MOMENTS, min_size=3, max_size=3, unique=True), MONTHS)
def test_every_moment_in_between_is_held_by_exactly_one(moments, months):
    since, when, until = sorted(moments)
    assert sum(one.holds(when) for one in intervals_between(since, until, months)) == 1


@given(MOMENTS, MOMENTS, MONTHS)
def test_no_interval_lies_wholly_outside(since, until, months):
    assume(since < until)
    assert all(one.since < until and one.until > since for one in intervals_between(since, until, months))


@given(MOMENTS, MOMENTS, MONTHS)
def test_names_are_in_the_order_of_time(since, until, months):
    names = [one.name for one in intervals_between(since, until, months)]
    assert names == sorted(set(names))


@given(MOMENTS, MONTHS)
def test_the_middle_is_held(since, months):
    interval = next(intervals_between(since, since + timedelta(days=1), months))
    assert interval.holds(interval.middle)
