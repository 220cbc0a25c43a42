"""Answers of the index: kept as they came, and their captures added without anything lost."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine
from zstandard import ZstdDecompressor

from crawler.outcomes import Outcome
from pipelines.database.store import Store
from tests.database import examples as ex
from tests.database.rows import count, missed, outcomes, select

T2010, T2011 = ex.stamp(2010), ex.stamp(2011)


def test_the_answer_is_kept_as_it_came(engine: Engine, store: Store) -> None:
    store.write([ex.answer(ex.capture(T2010))])
    body = select(engine, "SELECT body FROM timelines")[0][0]
    assert ZstdDecompressor().decompress(bytes(body)) == b"the answer as it came"


def test_the_answer_for_the_whole_domain_belongs_to_no_page(engine: Engine, store: Store) -> None:
    store.write([ex.page(), ex.answer(urlkey=None)])
    assert select(engine, "SELECT policy_page_id, complete FROM timelines") == [(None, True)]


def test_an_answer_for_the_whole_domain_brings_captures_of_its_policy_pages_only(engine: Engine, store: Store) -> None:
    listed = [ex.capture(T2010), ex.capture(T2011, urlkey="example,palace)/blog/privacy-matters")]
    store.write([ex.page(), ex.answer(*listed, urlkey=None)])
    assert select(engine, 'SELECT "timestamp" FROM captures') == [(T2010,)]


def test_an_error_that_the_index_lists_needs_no_replay(engine: Engine, store: Store) -> None:
    store.write([ex.answer(ex.capture(T2010, status=404), ex.capture(T2011, status=301))])
    assert outcomes(engine) == {T2010: "archived-error", T2011: None}


def test_the_same_answer_again_changes_no_outcome(engine: Engine, store: Store) -> None:
    store.write([ex.answer(ex.capture(T2010), ex.capture(T2011, status=404)), ex.document(T2010)])
    store.write([ex.answer(ex.capture(T2010), ex.capture(T2011, status=404), asked_at=ex.LATER)])
    assert outcomes(engine) == {T2010: "read", T2011: "archived-error"}


def test_a_later_answer_that_lists_less_takes_nothing_away(engine: Engine, store: Store) -> None:
    store.write([ex.answer(ex.capture(T2010), ex.capture(T2011))])
    store.write([ex.answer(ex.capture(T2011), asked_at=ex.LATER)])
    assert count(engine, "captures") == 2


def test_each_time_the_index_was_asked_is_kept(engine: Engine, store: Store) -> None:
    store.write([ex.answer(), ex.answer(asked_at=ex.LATER)])
    assert count(engine, "timelines") == 2


def test_a_listing_fills_a_capture_that_a_replay_made(engine: Engine, store: Store) -> None:
    store.write([ex.document(T2010)])
    store.write([ex.answer(ex.capture(T2010, "A"))])
    assert select(engine, "SELECT outcome, digest, status, length, listed FROM captures") == [
        ("read", "A", 200, 2000, True)
    ]


def test_of_two_rows_of_one_moment_the_likelier_page_is_kept_whichever_came_first(engine: Engine, store: Store) -> None:
    page, error = ex.capture(T2010, "A"), ex.capture(T2010, "B", status=404)
    store.write([ex.answer(page), ex.answer(error, asked_at=ex.LATER)])
    store.write([ex.answer(ex.capture(T2011, "B", status=404)), ex.answer(ex.capture(T2011, "A"), asked_at=ex.LATER)])
    assert outcomes(engine) == {T2010: None, T2011: None}


def test_a_full_answer_takes_away_what_was_missed_before_it(engine: Engine, store: Store) -> None:
    store.write([ex.miss(Outcome.CUT_SHORT, urlkey=ex.PRIVACY), ex.miss(Outcome.ARCHIVE_DOWN)])
    store.write([ex.answer(asked_at=ex.LATER), ex.answer(urlkey=None, asked_at=ex.LATER)])
    assert missed(engine) == []


def test_an_answer_cut_short_takes_no_miss_away(engine: Engine, store: Store) -> None:
    store.write([ex.miss(Outcome.CUT_SHORT, urlkey=ex.PRIVACY)])
    store.write([ex.answer(asked_at=ex.LATER, complete=False)])
    assert missed(engine) == [(f"{ex.PRIVACY} ", "cut-short")]


def test_what_was_missed_after_the_answer_stays(engine: Engine, store: Store) -> None:
    after = ex.NOW + timedelta(seconds=1)
    store.write([ex.answer(urlkey=None), ex.miss(Outcome.NO_POLICY_PAGE, seen_at=after)])
    store.write([ex.answer(urlkey=None)])
    assert missed(engine) == [(" ", "no-policy-page")]


def test_a_length_past_32_bits_is_kept(engine: Engine, store: Store) -> None:
    store.write([ex.answer(replace(ex.capture(T2010), length=2**40))])
    assert select(engine, "SELECT length FROM captures") == [(2**40,)]
