"""What is known of the changes of a page from what was read of it."""

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
