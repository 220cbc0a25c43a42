"""What is known of the changes of a page from what was read of it."""

from dataclasses import replace
from datetime import timedelta

from crawler.sightings import changes
from tests.walking import told


def test_a_change_lies_between_the_last_old_and_the_first_new_capture():
    page = told("aabb").answer(0, 1, 2, 3)
    (change,) = changes(page.readable)
    assert (change.last_old, change.first_new) == (page.captures[1], page.captures[2])


def test_a_change_between_neighbours_is_pinned():
    (change,) = changes(told("aabb").answer(0, 1, 2, 3).readable)
    assert change.is_pinned


def test_a_change_with_captures_to_read_in_between_is_not_pinned():
    (change,) = changes(told("aaabbb").answer(0, 5).readable)
    assert change.unread == 4


def test_an_unreadable_capture_in_between_leaves_a_change_pinned():
    (change,) = changes(told(["a", None, "b"]).answer(0, 1, 2).readable)
    assert change.is_pinned


def test_a_policy_taken_back_changed_twice():
    assert len(changes(told("aba").answer(0, 1, 2).readable)) == 2


def test_equal_bytes_are_known_without_being_read():
    page = told("aaab", timedelta(days=9), digests=["x", "y", "x", "z"]).answer(0, 3)
    (change,) = changes(page.readable)
    assert change.last_old == page.captures[2]


def test_an_unplayable_capture_with_the_bytes_of_one_that_was_read_is_known():
    page = told(["a", "a", None, "b"], digests=["x", "y", "x", "z"]).answer(0, 2, 3)
    (change,) = changes(page.readable)
    assert change.last_old == page.captures[2]


def test_an_error_with_the_bytes_of_a_page_shows_no_wording():
    page = told("aab", digests=["x", "x", "z"]).answer(0, 2)
    page.captures = (page.captures[0], replace(page.captures[1], status=404), page.captures[2])
    (change,) = changes(page.readable)
    assert change.last_old == page.captures[0]
