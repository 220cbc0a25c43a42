"""Which of the captures between two that differ is read: the lengths guess, the middle falls back."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.steps import best_split
from tests.walking import told


def row(lengths: list[int | None], digests: list[str | None] | None = None):
    return told(["a"] * len(lengths), timedelta(days=1), lengths, digests or []).captures


def test_without_lengths_the_middle_is_read():
    assert best_split(row([None] * 101)) == 50


def test_with_equal_lengths_the_middle_is_read():
    assert best_split(row([2_000] * 101)) == 50


def test_a_capture_beside_the_only_step_is_read():
    assert best_split(row([2_000] * 20 + [2_300] * 81)) in (19, 20)


def test_a_step_inside_noise_is_seen():
    lengths = [2_000 + place * 37 % 11 for place in range(70)] + [2_050 + place * 37 % 11 for place in range(31)]
    assert best_split(row(lengths)) in (69, 70)


def test_one_odd_record_is_no_step():
    assert best_split(row([2_000] * 15 + [9_000] + [2_000] * 85)) == 50


def test_a_length_that_the_index_does_not_know_is_no_step():
    assert best_split(row([2_000] * 10 + [None] * 5 + [2_000] * 86)) == 50


def test_no_place_is_read_between_equal_bytes_when_others_are_left():
    digests: list[str | None] = ["first", *["same"] * 90, *[f"other {number}" for number in range(10)]]
    assert best_split(row([2_000] * 101, digests)) >= 90


@settings(deadline=None)
@given(st.lists(st.none() | st.integers(0, 10**7), min_size=3, max_size=60))
def test_neither_end_is_ever_read(lengths):
    assert 0 < best_split(row(lengths)) < len(lengths) - 1
