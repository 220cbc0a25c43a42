"""The format `sqlite`: a file of its own, to ask and to search."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import Engine

from pipelines.database.questions.exports import Selection, chosen_from
from tests.database import examples as ex
from tests.exports.conftest import Export
from tests.exports.written import AWKWARD, AWKWARD_WORDS, NOTHING


@pytest.fixture
def copy(exported: Export) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(exported("sqlite") / "policies.db")) as opened:
        yield opened


def test_versions_and_documents_say_what_the_database_says(copy: sqlite3.Connection, filled: Engine) -> None:
    query = """SELECT domain, line, number, document_id, sha256, markdown FROM versions
               JOIN documents ON documents.id = document_id ORDER BY domain, line, number"""
    with chosen_from(filled, Selection()) as chosen:
        wanted = [(r.domain, r.line, r.number, r.document_id, r.sha256, r.markdown) for r in chosen.rows()]
    assert copy.execute(query).fetchall() == wanted


def test_words_can_be_searched_for(copy: sqlite3.Connection) -> None:
    query = """SELECT domain FROM documents_fts JOIN versions ON document_id = documents_fts.rowid
               WHERE documents_fts MATCH 'crumbs'"""
    assert copy.execute(query).fetchall() == [(ex.NAME,)]


def test_the_query_of_the_docs_finds_its_words_in_their_place(copy: sqlite3.Connection) -> None:
    query = "SELECT snippet(documents_fts, 1, '[', ']', '…', 12) FROM documents_fts WHERE documents_fts MATCH 'crumbs'"
    assert copy.execute(query).fetchall() == [("Cookies are [crumbs].",)]


def test_awkward_words_are_kept_as_they_are(copy: sqlite3.Connection) -> None:
    query = "SELECT text FROM documents JOIN versions ON document_id = documents.id WHERE domain = ?"
    assert copy.execute(query, [AWKWARD]).fetchall() == [(AWKWARD_WORDS,)]


def test_every_domain_is_there_also_one_without_a_version(copy: sqlite3.Connection) -> None:
    domains = [name for (name,) in copy.execute("SELECT domain FROM domains ORDER BY domain")]
    assert domains == [AWKWARD, NOTHING, ex.NAME]


def test_misses_are_there_with_their_reason(copy: sqlite3.Connection) -> None:
    query = 'SELECT domain, "timestamp", kind FROM misses ORDER BY "timestamp"'
    assert copy.execute(query).fetchall() == [
        (ex.NAME, ex.stamp(2015), "soft-404"),
        (ex.NAME, ex.stamp(2016), "unplayable"),
    ]


def test_a_selection_of_domains_brings_the_misses_of_no_other(exported: Export) -> None:
    with closing(sqlite3.connect(exported("sqlite", domains=(AWKWARD,)) / "policies.db")) as opened:
        assert opened.execute("SELECT count(*) FROM misses").fetchone() == (0,)


def test_a_document_that_several_captures_show_is_kept_once(exported: Export) -> None:
    with closing(sqlite3.connect(exported("sqlite", all_captures=True) / "policies.db")) as opened:
        counted = opened.execute("SELECT count(*), count(DISTINCT document_id) FROM versions").fetchone()
        assert (counted, opened.execute("SELECT count(*) FROM documents").fetchone()) == ((7, 6), (6,))


def test_the_file_is_whole(copy: sqlite3.Connection) -> None:
    copy.execute("INSERT INTO documents_fts (documents_fts) VALUES ('integrity-check')")
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
