"""Wordings that come and go: what is called a blink and what is not."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.blinks import alternating, blinks
from tests.walking import Told, told

wordings = st.lists(st.sampled_from("abcdef"), max_size=14)


def read(row: str, every: timedelta = timedelta(days=40)) -> Told:
    """A page of which every capture was read."""
    page = told(list(row), every)
    return page.answer(*range(len(page.captures)))


def alternate(row: list[str], one: str, other: str) -> bool:
    """Whether one, other, one, other stand in a row in this order, whatever lies between; or the reverse."""
    return any(
        _contains(row, pattern) for pattern in ((one, other, one, other), (other, one, other, one))
    )  # fmt: skip


def _contains(row: list[str], pattern: tuple[str, ...]) -> bool:
    rest = iter(row)
    return all(word in rest for word in pattern)


@settings(deadline=None)
@given(wordings)
def test_two_wordings_that_alternate_stand_for_each_other(row):
    alike = alternating(row)
    assert all(
        alike[one] == alike[other] for one in alike for other in alike if one < other and alternate(row, one, other)
    )


@settings(deadline=None)
@given(wordings)
def test_a_wording_that_alternates_with_no_other_stands_for_itself(row):
    alike = alternating(row)
    alone = [one for one in alike if not any(alternate(row, one, other) for other in alike if other != one)]
    assert all([other for other in alike if alike[other] == alike[one]] == [one] for one in alone)


def test_a_policy_taken_back_does_not_blink():
    assert blinks(read("aaabbbaaa").readable) == []


def test_one_wording_after_another_does_not_blink():
    assert blinks(read("aabbccdd", timedelta(days=1)).readable) == []


def test_two_wordings_in_turn_blink():
    (blink,) = blinks(read("ccabbab").readable)
    assert blink.wordings == ("a", "b")


def test_a_blink_lasts_from_the_first_to_the_last_sighting_of_what_takes_turns():
    page = read("ccabbabdd")
    (blink,) = blinks(page.readable)
    assert (blink.first, blink.last) == (page.captures[2], page.captures[6])


def test_a_wording_seen_for_a_moment_blinks():
    (blink,) = blinks(read("aaabaaa", timedelta(days=3)).readable)
    assert blink.wordings == ("a", "b")


def test_a_half_year_with_more_wordings_than_anyone_writes_blinks():
    (blink,) = blinks(read("abcdefghijklmnopqrst", timedelta(days=2)).readable)
    assert len(blink.wordings) == 20


def test_a_page_of_which_nothing_was_read_does_not_blink():
    assert blinks(told("abab").readable) == []
