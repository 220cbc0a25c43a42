"""Words are found in all versions, on both databases, whatever is typed."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from crawler.outcomes import Outcome
from pipelines.database.questions.search import MOST_TERMS, Sought, read_terms, search
from pipelines.database.store import Store
from tests.database.examples import answer, capture, document, domain, moment, page, stamp

FIRST, SECOND, THIRD = stamp(2010), stamp(2011), stamp(2012)


@pytest.fixture
def filled(engine: Engine, store: Store) -> Engine:
    """Three wordings of one policy, the third in German."""
    german = replace(document(THIRD, "wir speichern keine Kekse, nur Krümel"), language="de")
    read = [document(FIRST, "we keep cookies for ever and ever"), document(SECOND, "we keep no cookies"), german]
    store.write([domain(), page(), answer(*map(capture, (FIRST, SECOND, THIRD))), *read])
    return engine


def found(engine: Engine, words: str, **narrowed) -> list[str]:
    return [hit.timestamp for hit in search(engine, Sought(read_terms(words), **narrowed)).hits]


def test_a_hit_is_told_where_it_was_first_seen(filled: Engine) -> None:
    (hit,) = search(filled, Sought(("ever",))).hits
    assert (hit.domain, hit.line, hit.timestamp, hit.title) == ("palace.example", 1, FIRST, "Privacy of the palace")


def test_all_words_must_be_there(filled: Engine) -> None:
    assert found(filled, "keep cookies no") == [SECOND]


def test_words_in_quotes_must_follow_one_another(filled: Engine) -> None:
    assert found(filled, '"keep cookies"') == [FIRST]


def test_capital_letters_do_not_matter(filled: Engine) -> None:
    assert found(filled, "EVER") == [FIRST]


def test_a_language_narrows(filled: Engine) -> None:
    assert found(filled, "krümel keine", language="de") == [THIRD]


def test_another_language_finds_nothing(filled: Engine) -> None:
    assert found(filled, "krümel", language="en") == []


def test_days_narrow_to_what_was_seen_in_them(filled: Engine) -> None:
    assert found(filled, "cookies", since=moment(2010, 6), until=moment(2011, 6)) == [SECOND]


_LATER = """
INSERT INTO documents (sha256, wording_sha256, title, markdown, text, words, language, reading, reader_version, notes)
WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2001)
SELECT 'later ' || x, 'later ' || x, '', '', 'cookies', 1, 'en', 'faithful', '1', '[]' FROM n"""
_LATER_SEEN = """
INSERT INTO captures (policy_page_id, "timestamp", captured_at, original_url, listed, outcome, document_id)
SELECT p.id, CAST(20150101000000 + t.id AS TEXT), '2015-01-01 00:00:00', p.url, TRUE, 'read', t.id
FROM policy_pages p JOIN documents t ON t.sha256 LIKE 'later %'"""


def test_days_are_not_hidden_by_what_was_read_after_them(filled: Engine) -> None:
    """More say it than are weighed, and the one that was sought was read before all of them."""
    with filled.begin() as connection:
        connection.execute(text(_LATER))
        connection.execute(text(_LATER_SEEN))
    hits = search(filled, Sought(("cookies",), since=moment(2010), until=moment(2010, 6)))
    assert ([hit.timestamp for hit in hits.hits], hits.more) == ([FIRST], False)
    assert search(filled, Sought(("cookies",))).more


def test_what_was_screened_out_is_not_found(engine: Engine, store: Store) -> None:
    parked = document(FIRST, "this name is for sale", screened=Outcome.PARKED)
    store.write([domain(), page(), answer(capture(FIRST)), parked])
    assert found(engine, "sale") == []


def test_what_is_screened_out_later_is_found_no_more(filled: Engine) -> None:
    with filled.begin() as connection:
        connection.execute(text("UPDATE documents SET screened = 'parked' WHERE text LIKE '%ever%'"))
    assert found(filled, "cookies") == [SECOND]


def test_a_text_that_is_read_anew_is_found_by_its_new_words(filled: Engine) -> None:
    with filled.begin() as connection:
        connection.execute(text("UPDATE documents SET text = 'we keep biscuits' WHERE text LIKE '%ever%'"))
    assert (found(filled, "biscuits"), found(filled, "ever")) == ([FIRST], [])


def test_writing_twice_finds_once(filled: Engine, store: Store) -> None:
    store.write([document(FIRST, "we keep cookies for ever and ever")])
    assert found(filled, "ever") == [FIRST]


def test_a_text_of_five_megabytes_is_stored_and_found(engine: Engine, store: Store) -> None:
    """PostgreSQL refuses texts whose words take more than a megabyte, and with them the document."""
    many = " ".join(f"w{number:x}" for number in range(700_000))
    store.write([domain(), page(), answer(capture(FIRST)), document(FIRST, many)])
    assert found(engine, "w2f") == [FIRST]


@pytest.mark.parametrize("typed", ["", "   ", '"', "''", "* - ( )", "…", '""'])
def test_signs_alone_find_nothing(filled: Engine, typed: str) -> None:
    assert found(filled, typed) == []


@pytest.mark.parametrize("typed", ["cookies NOT keep", "text : cookies", "cookies*", "(cookies", 'cook"ies', "a:b&!|"])
def test_nothing_that_is_typed_is_a_command(filled: Engine, typed: str) -> None:
    found(filled, typed)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_anything_can_be_typed(filled: Engine, typed: str) -> None:
    found(filled, typed)


def test_only_so_many_terms_are_read() -> None:
    assert len(read_terms("word " * 50)) == MOST_TERMS
