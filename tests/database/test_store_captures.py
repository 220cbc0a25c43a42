"""Captures come to their outcomes: read, known by an equal digest, redirects, screened out."""

import pytest
from sqlalchemy import Engine, text

from crawler.outcomes import Outcome
from pipelines.database.questions.totals import bytes_of
from pipelines.database.store import Store
from tests.database import examples as ex
from tests.database.rows import count, missed, outcomes, select, wordings

T2010, T2011, T2012 = (ex.stamp(year) for year in (2010, 2011, 2012))


def test_a_capture_whose_document_is_stored_was_read(engine: Engine, store: Store) -> None:
    store.write([ex.page(), ex.answer(ex.capture(T2010)), ex.document(T2010)])
    assert outcomes(engine) == {T2010: "read"}


def test_a_capture_that_the_index_never_listed_is_made(engine: Engine, store: Store) -> None:
    store.write([ex.document(T2010)])
    assert select(engine, 'SELECT "timestamp", listed, original_url, outcome FROM captures') == [
        (T2010, False, "http://palace.example/privacy", "read")
    ]


def test_an_impossible_date_is_kept_as_written_and_its_moment_repaired(engine: Engine, store: Store) -> None:
    store.write([ex.document("20150231120000")])
    assert outcomes(engine) == {"20150231120000": "read"}


def test_the_bytes_of_a_document_are_kept_exactly(engine: Engine, store: Store) -> None:
    read = ex.document(T2010, body=b"\x00\xff exactly this")
    store.write([read])
    assert bytes_of(engine, read.snapshot.sha256) == b"\x00\xff exactly this"


def test_the_headers_keep_their_order(engine: Engine, store: Store) -> None:
    store.write([ex.document(T2010)])
    headers = select(engine, "SELECT CAST(headers AS TEXT) FROM snapshots")[0][0]
    assert headers.index("Content-Type") < headers.index("Memento-Datetime")


def test_two_captures_of_the_same_bytes_each_keep_their_headers(engine: Engine, store: Store) -> None:
    store.write([ex.document(T2010, body=b"same"), ex.document(T2011, body=b"same")])
    kept = dict(select(engine, 'SELECT "timestamp", CAST(headers AS TEXT) FROM captures'))
    assert kept[T2010] is None
    assert T2011 in kept[T2011]


def test_equal_text_is_stored_once(engine: Engine, store: Store) -> None:
    store.write([ex.document(T2010), ex.document(T2011)])
    assert count(engine, "documents") == 1


def test_a_text_that_no_database_can_hold_is_kept_as_near_as_can_be(engine: Engine, store: Store) -> None:
    store.write([ex.document(T2010, wording="before\0after \ud83d")])
    assert wordings(engine) == {T2010: "before\ufffdafter \ufffd"}


def test_a_capture_with_the_digest_of_one_that_was_read_is_known(engine: Engine, store: Store) -> None:
    listed = ex.answer(ex.capture(T2010, "A"), ex.capture(T2011, "A"), ex.capture(T2012, "B"))
    store.write([listed, ex.document(T2010)])
    assert outcomes(engine) == {T2010: "read", T2011: "same-digest", T2012: None}


def test_a_capture_known_by_its_digest_has_the_document(engine: Engine, store: Store) -> None:
    store.write([ex.answer(ex.capture(T2010, "A"), ex.capture(T2011, "A")), ex.document(T2010, "this")])
    assert wordings(engine) == {T2010: "this", T2011: "this"}


def test_a_timeline_that_comes_after_the_document_brings_equal_digests_too(engine: Engine, store: Store) -> None:
    store.write([ex.document(T2010)])
    store.write([ex.answer(ex.capture(T2010, "A"), ex.capture(T2011, "A"))])
    assert outcomes(engine) == {T2010: "read", T2011: "same-digest"}


def test_a_revisit_with_the_digest_of_a_page_is_known(engine: Engine, store: Store) -> None:
    store.write([ex.answer(ex.capture(T2010, "A"), ex.capture(T2011, "A", status=None)), ex.document(T2010)])
    assert outcomes(engine)[T2011] == "same-digest"


def test_a_redirect_is_not_known_by_its_digest(engine: Engine, store: Store) -> None:
    store.write([ex.answer(ex.capture(T2010, "A"), ex.capture(T2011, "A", status=301)), ex.document(T2010)])
    assert outcomes(engine)[T2011] is None


def test_equal_digests_on_two_pages_tell_nothing_of_each_other(engine: Engine, store: Store) -> None:
    store.write([ex.answer(ex.capture(T2011, "A", urlkey=ex.LEGAL), urlkey=ex.LEGAL)])
    store.write([ex.answer(ex.capture(T2010, "A")), ex.document(T2010)])
    assert outcomes(engine, ex.LEGAL) == {T2011: None}


def test_reading_a_capture_itself_outweighs_its_equal_digest(engine: Engine, store: Store) -> None:
    listed = ex.answer(ex.capture(T2010, "A"), ex.capture(T2011, "A"))
    store.write([listed, ex.document(T2010, "first"), ex.document(T2011, "second")])
    assert wordings(engine) == {T2010: "first", T2011: "second"}


def test_what_an_equal_digest_says_is_what_its_earliest_reading_says(engine: Engine, store: Store) -> None:
    listed = ex.answer(ex.capture(T2010, "A"), ex.capture(T2011, "A"), ex.capture(T2012, "A"))
    store.write([listed, ex.document(T2012, "later")])
    store.write([ex.document(T2010, "earlier")])
    assert wordings(engine)[T2011] == "earlier"


def test_a_capture_that_could_not_be_had_is_had_by_its_equal_digest(engine: Engine, store: Store) -> None:
    listed = ex.answer(ex.capture(T2010, "A"), ex.capture(T2011, "A"))
    store.write([listed, ex.miss(Outcome.ARCHIVE_DOWN, T2011), ex.document(T2010)])
    assert (outcomes(engine)[T2011], missed(engine)) == ("same-digest", [])


def test_a_redirect_leads_to_the_other_page(engine: Engine, store: Store) -> None:
    store.write([ex.page(), ex.answer(ex.capture(T2010, status=301)), ex.redirect(T2010, to_urlkey=ex.LEGAL)])
    query = "SELECT c.outcome, p.urlkey, p.found_by FROM captures c JOIN policy_pages p ON p.id = c.redirect_to_page_id"
    assert select(engine, query) == [("redirect", ex.LEGAL, "redirect")]


def test_a_redirect_to_a_page_that_is_known_leaves_it_as_it_was(engine: Engine, store: Store) -> None:
    store.write([ex.page(ex.LEGAL), ex.redirect(T2010, to_urlkey=ex.LEGAL)])
    query = f"SELECT found_by, promise FROM policy_pages WHERE urlkey = '{ex.LEGAL}'"
    assert select(engine, query) == [("index", 10)]


def test_a_document_that_is_no_policy_gives_its_capture_the_reason(engine: Engine, store: Store) -> None:
    store.write([ex.document(T2010, screened=Outcome.SOFT_404)])
    assert outcomes(engine) == {T2010: "soft-404"}


def test_a_document_that_is_no_policy_is_a_miss_as_well(engine: Engine, store: Store) -> None:
    store.write([ex.document(T2010, screened=Outcome.SOFT_404)])
    assert missed(engine) == [(f"{ex.PRIVACY} {T2010}", "soft-404")]


def test_a_reading_that_finds_a_policy_after_all_takes_the_miss_away(engine: Engine, store: Store) -> None:
    store.write([ex.document(T2010, screened=Outcome.SOFT_404)])
    store.write([ex.document(T2010)])
    assert (outcomes(engine), missed(engine)) == ({T2010: "read"}, [])


@pytest.mark.parametrize("kind", [Outcome.UNPLAYABLE, Outcome.ARCHIVE_DOWN])
def test_what_was_had_stays_had(engine: Engine, store: Store, kind: Outcome) -> None:
    store.write([ex.document(T2010)])
    store.write([ex.miss(kind, T2010)])
    assert (outcomes(engine), missed(engine)) == ({T2010: "read"}, [])


@pytest.mark.parametrize("kind", [Outcome.UNPLAYABLE, Outcome.ARCHIVE_DOWN])
def test_a_later_success_takes_the_miss_away(engine: Engine, store: Store, kind: Outcome) -> None:
    store.write([ex.miss(kind, T2010)])
    store.write([ex.document(T2010)])
    assert (outcomes(engine), missed(engine)) == ({T2010: "read"}, [])


def test_the_database_refuses_a_capture_of_no_page(engine: Engine) -> None:
    """Foreign keys are held on both databases."""
    insert = """INSERT INTO captures (policy_page_id, "timestamp", captured_at, original_url, listed)
        VALUES (999, '20100101000000', '2010-01-01 00:00:00', '', :listed)"""
    with pytest.raises(Exception, match=r"(?i)foreign key"), engine.begin() as connection:
        connection.execute(text(insert), {"listed": True})
