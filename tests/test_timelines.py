"""What an index says of one page: its captures, oldest first, one for each moment."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.timelines import one_per_moment
from tests.examples import capture

AT = "20120301000000"
CAPTURES = st.builds(
    capture,
    st.sampled_from(["20120301000000", "20120301000001", "20120003010000", "20110301000000"]),
    st.sampled_from([None, "A", "B"]),
    st.sampled_from([None, 200, 301, 404]),
    st.sampled_from(["http://palace.example/privacy", "https://www.palace.example/privacy"]),
    length=st.sampled_from([None, 10, 20]),
)


@pytest.mark.parametrize(
    ("status", "redirect", "error"),
    [(200, False, False), (301, True, False), (399, True, False), (400, False, True), (503, False, True)],
)
def test_the_index_tells_redirects_and_errors_without_a_replay(status, redirect, error):
    found = capture(AT, status=status)
    assert (found.is_redirect, found.is_error) == (redirect, error)


def test_a_revisit_is_neither_a_redirect_nor_an_error_as_far_as_its_row_tells():
    found = capture(AT, status=None)
    assert (found.is_redirect, found.is_error) == (False, False)


def test_captures_are_put_in_order():
    late, early = capture("20130101000000"), capture("20120101000000")
    assert one_per_moment([late, early]) == (early, late)


def test_captures_are_in_the_order_of_what_their_timestamps_mean():
    spurious, plain = capture("20120012010000"), capture("20120301000000")  # December, March
    assert one_per_moment([spurious, plain]) == (plain, spurious)


@pytest.mark.parametrize(("better", "worse"), [(200, None), (200, 301), (200, 404), (None, 301), (301, 404)])
def test_of_several_at_one_moment_the_likeliest_page_is_kept(better, worse):
    kept, other = capture(AT, status=better), capture(AT, status=worse)
    assert one_per_moment([other, kept]) == (kept,)


@given(st.lists(CAPTURES), st.randoms())
def test_the_order_of_arrival_makes_no_difference(captures, random):
    shuffled = captures[:]
    random.shuffle(shuffled)
    assert one_per_moment(shuffled) == one_per_moment(captures)


@given(st.lists(CAPTURES))
def test_doing_it_again_changes_nothing(captures):
    once = one_per_moment(captures)
    assert one_per_moment(once) == once


@given(st.lists(CAPTURES), st.lists(CAPTURES))
def test_captures_may_come_in_parts(first, second):
    assert one_per_moment([*one_per_moment(first), *second]) == one_per_moment([*first, *second])


@given(st.lists(CAPTURES))
def test_no_moment_is_lost(captures):
    assert {one.timestamp for one in one_per_moment(captures)} == {one.timestamp for one in captures}


def test_captures_that_differ_in_nothing_are_one():
    assert one_per_moment([capture(AT), replace(capture(AT))]) == (capture(AT),)
