"""The walk: what is read so that every change lies between two neighbouring captures."""

import random
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.memory import Finding
from crawler.outcomes import Outcome
from crawler.plans import Read, sample
from crawler.sightings import changes
from crawler.walks import MOST_AT_ONCE, probes
from tests.walking import START, Told, intervals_of, invent_history, play, told, walk_next

YEAR = timedelta(days=365)
PATIENT = settings(deadline=None)
OLD, NEW = "example,palace)/old", "example,palace)/privacy"


@st.composite
def histories(draw: st.DrawFn, most_unreadable: int = 0, shared_digests: bool = False) -> Told:
    """A page whose wordings never come back; lengths say anything, or little."""
    stays = draw(st.lists(st.integers(1, 40), min_size=1, max_size=12))
    wordings: list[str | None] = [f"wording {number}" for number, stay in enumerate(stays) for _ in range(stay)]
    repeats = draw(st.sampled_from([1, 2, 3])) if shared_digests else len(wordings)
    digests = [f"{word} {place % repeats}" for place, word in enumerate(wordings)]
    places = st.integers(0, len(wordings) - 1)
    for place in draw(st.lists(places, max_size=most_unreadable)):
        wordings[place] = None
    lengths = draw(
        st.lists(st.none() | st.integers(0, 200_000), min_size=len(wordings), max_size=len(wordings))
        if draw(st.booleans())
        else st.just([2_000 + len(word or "") ** 3 + place % 7 for place, word in enumerate(wordings)])
    )
    every = timedelta(days=draw(st.sampled_from([1, 5, 20, 70])))
    return told(wordings, every, lengths, digests)


def true_changes(page: Told) -> list[tuple[str, str]]:
    """Between which readable captures the wording really changed."""
    seen = [(one.timestamp, word) for one, word in zip(page.captures, page.wordings(), strict=True) if word]
    return [(old[0], new[0]) for old, new in pairwise(seen) if old[1] != new[1]]


def found_changes(page: Told, only_pinned: bool = True) -> list[tuple[str, str]]:
    """Between which captures a walk found the wording changed, where it cannot be known better."""
    known = changes(page.readable)
    return [(one.last_old.timestamp, one.first_new.timestamp) for one in known if one.is_pinned or not only_pinned]


def names(reads: list[Read]) -> list[tuple[str, str]]:
    return [(read.urlkey, read.capture.timestamp) for read in reads]


@PATIENT
@given(histories())
def test_every_change_is_found_between_neighbours(page):
    play([page])
    assert found_changes(page) == true_changes(page)


@PATIENT
@given(histories(most_unreadable=4))
def test_unreadable_captures_are_stepped_around(page):
    play([page])
    assert found_changes(page) == true_changes(page)


@PATIENT
@given(histories(shared_digests=True))
def test_every_change_is_found_where_bytes_repeat(page):
    play([page])
    assert found_changes(page) == true_changes(page)


@PATIENT
@given(histories(shared_digests=True))
def test_no_bytes_are_read_twice(page):
    digests = [read.capture.digest for read in play([page])]
    assert len(digests) == len(set(digests))


@PATIENT
@given(st.lists(st.sampled_from(["a", "b", "c", None]), min_size=1, max_size=120), st.sampled_from([1, 9, 60]))
def test_no_capture_is_read_twice_whatever_the_wordings(wordings, days):
    reads = names(play([told(wordings, timedelta(days=days))]))
    assert len(reads) == len(set(reads))


@PATIENT
@given(histories(most_unreadable=4), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_changes_nothing(page, luck):
    other = page.again()
    assert sorted(names(play([page]))) == sorted(names(play([other], luck=luck)))


@PATIENT
@given(histories(most_unreadable=4), st.integers(0, 60), st.randoms(use_true_random=False))
def test_an_interrupted_walk_reads_no_more_than_an_undisturbed_one(page, answers, luck):
    undisturbed = names(play([page.again()]))
    before = play([page], most=answers, luck=luck)
    after = play([page.again(page.findings)])
    assert sorted(names(before + after)) == sorted(undisturbed)


@PATIENT
@given(histories(), st.integers(0, 60))
def test_a_walk_asks_for_nothing_once_it_is_over(page, answers):
    play([page])
    assert walk_next([page.readable], intervals_of([page])) == []


@st.composite
def groups(draw: st.DrawFn) -> list[Told]:
    """Two or three pages of one policy, at times of their own."""
    group = []
    for number, page in enumerate(draw(st.lists(histories(most_unreadable=4), min_size=2, max_size=3))):
        later = timedelta(days=draw(st.integers(0, 1_500)))
        words = page.wordings()
        every = page.captures[1].captured_at - page.captures[0].captured_at if len(words) > 1 else later
        group.append(told(words, every, start=START + later, urlkey=f"example,palace)/{number}"))
    return group


@settings(max_examples=50, deadline=None)
@given(groups(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_changes_nothing_over_several_pages(group, luck):
    others = [page.again() for page in group]
    assert sorted(names(play(group))) == sorted(names(play(others, luck=luck)))


@settings(max_examples=50, deadline=None)
@given(groups(), st.integers(0, 60), st.randoms(use_true_random=False))
def test_an_interrupted_walk_over_several_pages_reads_no_more_than_an_undisturbed_one(group, answers, luck):
    undisturbed = names(play([page.again() for page in group]))
    before = play(group, most=answers, luck=luck)
    after = play([page.again(page.findings) for page in group])
    assert sorted(names(before + after)) == sorted(undisturbed)


def test_a_policy_that_was_taken_back_is_three_versions():
    page = told(["a"] * 100 + ["b"] * 60 + ["a"] * 100)
    play([page])
    assert found_changes(page) == true_changes(page)


def test_a_change_before_the_first_sample_is_found():
    page = told(["a", "a", "b", *["c"] * 40], timedelta(days=4))
    play([page])
    assert found_changes(page)[0] == true_changes(page)[0]


def test_a_change_after_the_last_sample_is_found():
    page = told(["a"] * 40 + ["b"], timedelta(days=4))
    play([page])
    assert found_changes(page) == true_changes(page)


def test_a_step_in_the_lengths_is_tried_first():
    page = told(["a"] * 13 + ["b"] * 100, timedelta(days=1), [2_000] * 13 + [2_400] * 100).answer(0, 112)
    (probe,) = probes([page.readable], intervals_of([page]))
    assert probe.capture in page.captures[12:14]


def test_no_more_than_a_few_probes_are_out_at_once():
    page = told([str(place // 7) for place in range(300)]).answer(*range(0, 300, 20))
    assert len(probes([page.readable], intervals_of([page]))) == MOST_AT_ONCE


def test_a_gap_whose_probe_is_out_waits_for_the_answer():
    page = told(["a"] * 50 + ["b"] * 50, timedelta(days=1)).answer(0, 99)
    first = probes([page.readable], intervals_of([page]))
    page.pending = {read.capture.timestamp for read in first}
    assert (len(first), probes([page.readable], intervals_of([page]))) == (1, [])


def test_a_crawl_that_cannot_be_played_is_given_up():
    page = told(["a"] * 2 + [None] * 100 + ["b"] * 2, timedelta(days=1)).answer(0, 1, 102, 103)
    assert len(play([page], probes)) == 16


def test_what_the_archive_could_not_say_twice_is_left_for_another_day():
    page = told(["a"] * 50 + ["b"] * 50, timedelta(days=1)).answer(0, 99)
    page.endings = dict.fromkeys(page.endings, Finding(Outcome.ARCHIVE_DOWN))
    assert len(play([page], probes)) == 2


def two_pages(old: list[str | None], new: list[str | None], new_starts: int) -> list[Told]:
    """The likelier, newer page first; one capture a month on each."""
    month = timedelta(days=30)
    return [told(new, month, start=START + new_starts * month, urlkey=NEW), told(old, month, urlkey=OLD)]


def test_across_a_move_the_last_of_the_old_page_and_the_first_of_the_new_are_read():
    pages = two_pages(["a"] * 40, ["b"] * 40, new_starts=44)
    read = names(play(pages))
    assert {(OLD, pages[1].captures[-1].timestamp), (NEW, pages[0].captures[0].timestamp)} <= set(read)


def test_of_two_pages_that_were_there_at_one_time_the_likelier_tells_it():
    old, new = reversed(two_pages(["a"] * 40, ["b"] * 40, new_starts=38))
    read = names(play([old, new]))
    first_after = next(one for one in new.captures if one.captured_at > old.captures[-1].captured_at)
    assert {(OLD, old.captures[-1].timestamp), (NEW, first_after.timestamp)} <= set(read)


def test_a_move_without_a_change_costs_no_read():
    sampled, walked = two_pages(["a"] * 40, ["a"] * 40, new_starts=44), two_pages(["a"] * 40, ["a"] * 40, new_starts=44)
    outermost = 2
    assert len(play(walked)) == len(play(sampled, sample)) + outermost


def test_a_change_after_a_move_is_found_on_the_new_page():
    pages = two_pages(["a"] * 40, ["a"] * 2 + ["b"] * 40, new_starts=44)
    play(pages)
    assert found_changes(pages[0]) == true_changes(pages[0])


def test_a_change_before_a_move_is_found_on_the_old_page():
    pages = two_pages(["a"] * 38 + ["b"] * 2, ["b"] * 40, new_starts=44)
    play(pages)
    assert found_changes(pages[1]) == true_changes(pages[1])


def test_a_page_that_fills_a_hole_is_walked_in_the_hole_alone():
    likelier = told([*["a"] * 24, *[None] * 12, *["b"] * 24], timedelta(days=30), urlkey=NEW)
    copy = told([str(place // 4) for place in range(60)], timedelta(days=30), urlkey=OLD)
    read = {read.capture for read in play([likelier, copy]) if read.urlkey == OLD}
    assert read <= set(copy.captures[24:36])


def test_a_page_that_fills_two_holes_is_not_walked_in_between():
    hole: list[str | None] = [None] * 12
    likelier = told([*["a"] * 24, *hole, *["b"] * 24, *hole, *["b"] * 24], timedelta(days=30), urlkey=NEW)
    copy = told([str(place // 4) for place in range(96)], timedelta(days=30), urlkey=OLD)
    read = {read.capture for read in play([likelier, copy]) if read.urlkey == OLD}
    assert read & set(copy.captures[36:60]) == set()


def test_redirects_are_stepped_around():
    page = told(["a", *["r"] * 8, "b"], timedelta(days=10)).answer(0, 9)
    moved = [replace(one, status=301) for one in page.captures[1:9]]
    page.captures = (page.captures[0], *moved, page.captures[9])
    assert probes([page.readable], intervals_of([page])) == []


def test_three_blinks_cost_a_tenth_more_at_most():
    quiet, blinking = invent_history(0), invent_history(0, blinks=3)
    assert len(play([blinking])) <= 1.1 * len(play([quiet]))


def test_forty_changes_in_five_thousand_captures_need_four_and_a_half_reads_each_at_most():
    page = invent_history(0, blinks=3)
    assert len(play([page])) <= 4.5 * 40


def test_forty_changes_in_five_thousand_captures_are_all_pinned_though_the_page_blinks():
    page = invent_history(0, blinks=3)
    play([page])
    by_time = dict(zip([one.timestamp for one in page.captures], page.wordings(), strict=True))
    real = [pair for pair in true_changes(page) if not any("blink" in (by_time[one] or "") for one in pair)]
    assert (len(real), set(real) - set(found_changes(page))) == (40, set())


def test_lengths_that_always_mislead_cost_an_eighth_more_than_none_at_most():
    misleading = invent_history(1, captures=2_500, words_show=False, dresses=40)
    silent = told(misleading.wordings(), 20 * YEAR / 2_500, [None] * 2_500)
    assert len(play([misleading])) <= 1.125 * len(play([silent]))


@pytest.mark.parametrize("stay", [1, 2, 5])
def test_a_page_without_rest_is_read_a_little(stay):
    page = told([str(place // stay) for place in range(2_000)], timedelta(days=1))
    assert len(play([page])) <= 160


def test_three_languages_in_turn_are_read_a_little():
    luck = random.Random(1)
    page = told([luck.choice("abc") for _ in range(2_000)], timedelta(days=3))
    assert len(play([page])) <= 2 + len(intervals_of([page])) + 6


def test_no_page_is_read_more_often_than_any_policy_needs():
    page = told([str(place // 12) for place in range(5_000)], timedelta(days=1.5))
    assert len(play([page])) <= 610
