"""How fast an archive may be asked, and how long it is left alone: a small world in which seconds are numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pacing import (
    DEFAULT_INDEX_PER_MINUTE,
    DEFAULT_REPLAY_PER_SECOND,
    LONGEST_PAUSE,
    Allowance,
    after_answer,
    after_refusal,
    after_too_many,
    reserve,
)

NOW = 1_000_000.0


def went(arrivals, per_second, allowance=None):
    """When calls that arrive at these moments may go."""
    allowance = allowance or Allowance()
    moments = []
    for arrival in arrivals:
        allowance, at = reserve(allowance, arrival, per_second)
        moments.append(at)
    return moments


def paused(allowance, now=NOW):
    return allowance.paused_until - now


# ---- never too fast


def test_the_defaults_are_four_fifths_of_what_the_archive_allows():
    assert (DEFAULT_INDEX_PER_MINUTE, DEFAULT_REPLAY_PER_SECOND) == (30 * 0.8, 600 / 60 * 0.8)


def test_a_first_call_goes_at_once():
    assert went([NOW], 0.4) == [NOW]


def test_calls_that_come_together_go_one_by_one():
    assert went([NOW] * 3, 0.5) == [NOW, NOW + 2, NOW + 4]


def test_time_that_was_not_used_is_not_saved_up():
    assert went([NOW, NOW + 100, NOW + 100], 0.5) == [NOW, NOW + 100, NOW + 102]


@pytest.mark.parametrize(
    ("per_second", "window", "limit"),
    [(DEFAULT_INDEX_PER_MINUTE / 60, 60, 30), (DEFAULT_REPLAY_PER_SECOND, 60, 600), (DEFAULT_REPLAY_PER_SECOND, 1, 10)],
)
@given(gaps=st.lists(st.floats(0, 30) | st.just(0.0), min_size=2, max_size=80))
def test_in_no_window_of_time_do_more_calls_go_than_the_archive_allows(per_second, window, limit, gaps):
    arrivals = [NOW + sum(gaps[:number]) for number in range(len(gaps))]
    moments = went(arrivals, per_second)
    assert all(sum(first <= one < first + window for one in moments) <= limit for first in moments)


@given(gaps=st.lists(st.floats(0, 30), min_size=1, max_size=50), per_second=st.floats(0.01, 100))
def test_no_call_goes_before_it_came(gaps, per_second):
    arrivals = [NOW + sum(gaps[:number]) for number in range(len(gaps))]
    assert all(at >= came for at, came in zip(went(arrivals, per_second), arrivals, strict=True))


# ---- after a 429


def test_after_a_429_the_kind_pauses_for_a_minute():
    assert paused(after_too_many(Allowance(), NOW, None)) == 60


def test_after_a_429_the_kind_pauses_as_long_as_the_archive_asks_for():
    assert paused(after_too_many(Allowance(), NOW, 300.0)) == 300


@pytest.mark.parametrize("asked_for", [1e6, 1e18, float("inf")])
def test_after_a_429_that_asks_for_years_the_kind_pauses_for_a_day(asked_for):
    assert paused(after_too_many(Allowance(), NOW, asked_for)) == LONGEST_PAUSE


def test_a_429_that_asks_for_no_time_at_all_still_pauses():
    assert paused(after_too_many(Allowance(), NOW, 0.0)) == 60


def test_a_longer_pause_is_not_cut_short_by_a_429():
    assert paused(after_too_many(Allowance(paused_until=NOW + 3600), NOW, 30.0)) == 3600


def test_no_call_goes_while_the_kind_pauses():
    allowance = after_too_many(Allowance(), NOW, None)
    assert went([NOW + 1, NOW + 2], 8, allowance)[0] == NOW + 60


def test_after_the_pause_calls_go_at_half_speed():
    allowance = after_too_many(Allowance(), NOW, None)
    first, second = went([NOW, NOW], 8, allowance)
    assert second - first == 2 / 8


def test_answers_to_calls_that_were_under_way_together_slow_it_down_once():
    once = after_too_many(Allowance(), NOW, None)
    assert after_too_many(once, NOW + 0.5, None).speed == once.speed == 0.5


def test_a_429_after_the_pause_slows_it_down_further():
    once = after_too_many(Allowance(), NOW, None)
    assert after_too_many(once, NOW + 61, None).speed == 0.25


def test_however_many_429_come_a_call_goes_now_and_then():
    allowance, now = Allowance(), NOW
    for _ in range(50):
        allowance, now = after_too_many(allowance, now, None), now + 100
    assert allowance.speed == 0.125


def test_speed_is_won_back_answer_by_answer():
    speeds = [Allowance(speed=0.5)]
    for _ in range(30):
        speeds.append(after_answer(speeds[-1]))
    told = [one.speed for one in speeds]
    assert (told == sorted(told), told[1] < 0.6, told[-1]) == (True, True, 1.0)


# ---- after a refused connection


@pytest.mark.parametrize(("refusals", "seconds"), [(1, 65), (2, 600), (3, 3600), (4, 7200), (5, 14_400), (7, 57_600)])
def test_each_refusal_in_a_row_pauses_longer(refusals, seconds):
    assert paused(after_refusal(Allowance(), NOW, refusals)) == seconds


@pytest.mark.parametrize("refusals", [8, 9, 1_000])
def test_no_pause_is_longer_than_a_day(refusals):
    assert paused(after_refusal(Allowance(), NOW, refusals)) == 86_400


def test_a_longer_pause_is_not_cut_short_by_a_refusal():
    assert paused(after_refusal(Allowance(paused_until=NOW + 3600), NOW, 1)) == 3600
