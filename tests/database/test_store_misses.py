"""Misses: one row for each thing missed, with the newest reason, until it is had."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from crawler.outcomes import Outcome
from pipelines.database.store import Store
from tests.database import examples as ex
from tests.database.rows import count, missed, outcomes, select

T2010 = ex.stamp(2010)


@pytest.mark.parametrize(
    ("miss", "thing"),
    [
        (ex.miss(Outcome.BLOCKED), " "),
        (ex.miss(Outcome.NO_CAPTURE, interval="2010-H1"), " 2010-H1"),
        (ex.miss(Outcome.CUT_SHORT, urlkey=ex.PRIVACY), f"{ex.PRIVACY} "),
        (ex.miss(Outcome.NO_CAPTURE, interval="2010-H1", urlkey=ex.PRIVACY), f"{ex.PRIVACY} 2010-H1"),
        (ex.miss(Outcome.UNPLAYABLE, T2010, "2010-H1"), f"{ex.PRIVACY} {T2010}"),
    ],
)
def test_a_rerun_adds_no_miss(engine: Engine, store: Store, miss, thing: str) -> None:
    store.write([miss])
    store.write([miss])
    assert missed(engine) == [(thing, miss.kind.value)]


def test_a_miss_of_a_capture_is_its_outcome(engine: Engine, store: Store) -> None:
    store.write([ex.answer(ex.capture(T2010)), ex.miss(Outcome.UNPLAYABLE, T2010)])
    assert outcomes(engine) == {T2010: "unplayable"}


def test_a_miss_says_whether_asking_again_can_help(engine: Engine, store: Store) -> None:
    store.write([ex.miss(Outcome.ARCHIVE_DOWN, T2010), ex.miss(Outcome.BLOCKED)])
    assert select(engine, "SELECT kind, final FROM misses") == [("archive-down", False), ("blocked", True)]


def test_a_final_miss_of_a_capture_does_not_become_one_to_ask_again(engine: Engine, store: Store) -> None:
    store.write([ex.miss(Outcome.UNPLAYABLE, T2010), ex.miss(Outcome.ARCHIVE_DOWN, T2010, seen_at=ex.LATER)])
    assert (outcomes(engine), missed(engine)) == ({T2010: "unplayable"}, [(f"{ex.PRIVACY} {T2010}", "unplayable")])


def test_a_miss_of_a_capture_that_turns_out_final_is_final(engine: Engine, store: Store) -> None:
    store.write([ex.miss(Outcome.ARCHIVE_DOWN, T2010), ex.miss(Outcome.UNPLAYABLE, T2010)])
    assert missed(engine) == [(f"{ex.PRIVACY} {T2010}", "unplayable")]


def test_of_an_interval_the_newest_reason_counts(engine: Engine, store: Store) -> None:
    store.write([ex.miss(Outcome.ARCHIVE_DOWN, interval="2010-H1", seen_at=ex.LATER)])
    store.write([ex.miss(Outcome.NOT_ASKED, interval="2010-H1", seen_at=ex.NOW)])
    assert missed(engine) == [(" 2010-H1", "archive-down")]


@pytest.mark.parametrize("urlkey", [None, ex.PRIVACY])
@pytest.mark.parametrize("interval", ["2010", "2010-H1", "2010-Q2", "2010-05"])
def test_a_policy_read_in_an_interval_ends_what_was_said_of_it(
    engine: Engine, store: Store, interval: str, urlkey: str | None
) -> None:
    store.write([ex.miss(Outcome.NO_CAPTURE, interval=interval, urlkey=urlkey)])
    store.write([ex.document(ex.stamp(2010, 5, 31))])
    assert missed(engine) == []


def test_a_timestamp_with_a_spurious_00_ends_what_was_said_of_its_own_interval(engine: Engine, store: Store) -> None:
    store.write([ex.miss(Outcome.NO_CAPTURE, interval="2000-H2")])
    store.write([ex.document("20000012170449")])  # the 17th of December
    assert count(engine, "misses") == 0


def test_a_policy_read_in_another_interval_ends_nothing(engine: Engine, store: Store) -> None:
    store.write([ex.miss(Outcome.NO_CAPTURE, interval="2010-H1")])
    store.write([ex.document(ex.stamp(2010, 7))])
    assert missed(engine) == [(" 2010-H1", "no-capture")]


def test_a_screened_document_does_not_end_what_was_said_of_its_interval(engine: Engine, store: Store) -> None:
    store.write([ex.miss(Outcome.NO_CAPTURE, interval="2010-H1")])
    store.write([ex.document(T2010, screened=Outcome.PARKED)])
    assert (" 2010-H1", "no-capture") in missed(engine)


def test_the_bytes_that_came_with_a_miss_are_kept(engine: Engine, store: Store) -> None:
    picture = ex.snapshot(T2010, b"GIF89a")
    store.write([replace(ex.miss(Outcome.NOT_A_PAGE, T2010), snapshot=picture)])
    assert count(engine, f"captures WHERE snapshot_sha256 = '{picture.sha256}'") == 1


def test_a_miss_tells_of_a_domain_and_page_nobody_told_of(engine: Engine, store: Store) -> None:
    store.write([ex.miss(Outcome.UNPLAYABLE, T2010)])
    assert select(engine, "SELECT url, promise FROM policy_pages") == [("http://palace.example/privacy", None)]
