"""What a batch is, and how a list is cut into them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.batches import (
    LONGEST_REST,
    MOST_DOMAINS,
    MOST_TRIES,
    Batch,
    Pace,
    batch_of,
    batch_size,
    in_batches,
    rest_before,
    rounds_of,
    time_left,
)
from crawler.domains import ListedDomain

OPTIONS = {"every": "change", "since": "", "until": "2025", "languages": ""}
SETTINGS = {"ARCHIVE": "wayback", "ARCHIVE_URL": "https://web.archive.org", "READING": "faithful"}
BATCH = Batch(("1,palace.example", "cottage.example"), OPTIONS, SETTINGS)


def listed(count: int) -> list[ListedDomain]:
    return [ListedDomain(f"shop{number}.example", number or None, number) for number in range(count)]


@given(count=st.integers(0, 3_000))
def test_every_domain_of_a_list_is_in_one_batch_and_in_order(count: int) -> None:
    batches = list(in_batches(listed(count), count, OPTIONS, SETTINGS))
    lines = [line for batch in batches for line in batch.lines]
    assert lines == [one.name if one.rank is None else f"{one.rank},{one.name}" for one in listed(count)]


@given(count=st.integers(1, 2_000_000))
def test_a_batch_has_ten_to_a_hundred_domains(count: int) -> None:
    assert 10 <= batch_size(count) <= MOST_DOMAINS


def test_a_list_of_two_hundred_makes_twenty_batches() -> None:
    assert len(list(in_batches(listed(200), 200, OPTIONS, SETTINGS))) == 20


def test_a_batch_comes_off_the_queue_as_it_was_put_there() -> None:
    assert batch_of(BATCH.as_arguments()) == BATCH


def test_a_batch_read_for_every_change_is_taken_up_for_its_samples_first() -> None:
    assert rounds_of(BATCH) == (True, False)


def test_a_batch_that_is_sampled_anyway_is_taken_up_once() -> None:
    assert rounds_of(Batch(BATCH.lines, {**OPTIONS, "every": "half-year"}, SETTINGS)) == (False,)


@pytest.mark.parametrize(
    "other",
    [
        Batch(BATCH.lines[:1], OPTIONS, SETTINGS),
        Batch(BATCH.lines, {**OPTIONS, "until": "2024"}, SETTINGS),
        Batch(BATCH.lines, OPTIONS, {**SETTINGS, "READING": "corpus"}),
    ],
)
def test_other_domains_and_other_ways_of_reading_make_another_batch(other: Batch) -> None:
    assert other.name != BATCH.name


def test_both_rounds_of_a_batch_have_one_name() -> None:
    assert Batch(BATCH.lines, OPTIONS, SETTINGS, samples=True).name == BATCH.name


def test_a_batch_of_which_something_is_left_rests_longer_each_time_but_no_longer_than_a_day() -> None:
    rests = [rest_before(tries) for tries in range(MOST_TRIES)]
    assert rests[:3] == [timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1)]
    assert rests[-1] == LONGEST_REST


def test_a_batch_is_given_up_after_nearly_a_week() -> None:
    rests = [rest_before(tries) or timedelta(0) for tries in range(MOST_TRIES)]
    assert timedelta(days=4) < sum(rests, timedelta(0)) < timedelta(days=7)
    assert rest_before(MOST_TRIES) is None


def test_the_time_left_goes_by_what_batches_took_so_far() -> None:
    done, to_do = [Pace(False, 100, 600.0), Pace(False, 100, 400.0)], [Pace(False, 100, 0), Pace(False, 100, 200.0)]
    assert time_left(done, to_do, 2) == pytest.approx((500 + 300) / 2)


def test_the_time_of_a_round_of_which_none_is_done_is_guessed_from_the_other() -> None:
    left = time_left([Pace(True, 100, 197.0)], [Pace(False, 100, 0)], 1)
    assert left == pytest.approx(1_204 - 197)


def test_a_batch_that_takes_longer_than_others_did_does_not_make_the_time_left_shorter() -> None:
    assert time_left([Pace(False, 1, 10.0)], [Pace(False, 1, 100.0), Pace(False, 1, 0)], 1) == 10.0


@pytest.mark.parametrize(("done", "workers"), [([], 2), ([Pace(False, 10, 60.0)], 0)])
def test_the_time_left_is_unknown_before_anything_is_done_or_where_nobody_works(done: list[Pace], workers: int) -> None:
    assert time_left(done, [Pace(False, 10, 0)], workers) is None
