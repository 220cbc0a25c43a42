"""How the counts of a run are said to a person."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.figures import figures_of, log_line, say_count, say_domains, say_time

STATS = {
    "domains/done": 3,
    "domains/open": 2,
    "domains/blocked": 1,
    "asked/index": 7,
    "asked/replay": 1234,
    "documents/read": 1000,
    "wordings/new": 40,
    "retries/archive-down": 5,
    "retries/rate-limited": 6,
    "screened/parked": 9,
    "screened/soft-404": 0,
    "downloader/request_count": 99,
}


def figures(elapsed=timedelta(minutes=10), **changed):
    return figures_of({**STATS, **changed}, 12, elapsed)


def test_domains_are_those_that_came_to_an_end_of_whatever_kind():
    assert (figures().domains, figures().left, figures().blocked) == (6, 2, 1)


def test_what_was_asked_is_index_calls_and_replays():
    assert figures().asked == 1241


def test_retries_of_every_reason_are_counted_together():
    assert figures().retries == 11


def test_reasons_for_which_nothing_was_screened_out_are_not_named():
    assert figures().screened == {"parked": 9}


def test_wordings_are_those_that_nobody_had_read_before():
    assert figures().wordings == 40


def test_a_run_that_did_nothing_yet_has_figures_too():
    assert figures_of({}, 12, timedelta()).domains == 0


def test_the_rest_takes_as_long_by_the_domain_as_what_is_done():
    assert figures().remaining == timedelta(minutes=10)


def test_before_the_first_domain_nobody_knows_how_long_it_will_take():
    assert figures_of({}, 12, timedelta(minutes=10)).remaining is None


def test_a_log_line_says_what_was_done_and_what_is_left():
    assert log_line(figures()) == (
        "domains: 6 of 12, 2 with something left; 1,234 replays, 7 index calls; "
        "1,000 captures read, 40 new wordings; 10 min gone, 10 min left"
    )


def test_sampled_domains_are_told_beside_those_that_are_done():
    assert (
        say_domains(figures_of({"domains/done": 2, "domains/sampled": 5}, 12, timedelta())) == "2 of 12, 5 more sampled"
    )


def test_a_domain_read_on_after_its_samples_counts_once():
    stats = {"domains/done": 3, "domains/sampled": 5, "domains/deepened": 2}
    assert figures_of(stats, 12, timedelta()).sampled == 3


def test_a_log_line_promises_nothing_before_the_first_domain():
    assert "left" not in log_line(figures_of({}, 12, timedelta(minutes=1)))


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=0), "0 s"),
        (timedelta(seconds=59.9), "59 s"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=3, minutes=20), "3 h 20 min"),
        (timedelta(days=2, hours=4, minutes=5), "2 d 4 h"),
    ],
)
def test_a_time_is_said_as_exactly_as_anyone_needs(span, said):
    assert say_time(span) == said


@given(st.timedeltas(timedelta(), timedelta(days=400)))
def test_a_time_is_never_more_than_two_numbers(span):
    assert len(say_time(span).split()) in (2, 4)


@pytest.mark.parametrize(
    ("count", "word", "said"),
    [
        (1, "domain", "1 domain"),
        (0, "domain", "0 domains"),
        (1200, "replay", "1,200 replays"),
        (2, "retry", "2 retries"),
    ],
)
def test_a_count_agrees_with_its_word(count, word, said):
    assert say_count(count, word) == said
