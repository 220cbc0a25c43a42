"""What others published: kept with its provenance, seen until we have read the same ourselves, and never in our way."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from crawler.reading.header import header_line, with_header
from pipelines.database.memory import DatabaseMemory
from pipelines.database.questions.versions import document_of, versions_of
from pipelines.database.store import Store
from pipelines.database.writing.published import write_published_documents
from pipelines.published import Published, read_published, write_published
from tests.database import examples as ex
from tests.database.rows import everything, select


def published(timestamp: str, words: str = "We keep nothing.", urlkey: str = ex.PRIVACY) -> Published:
    moment = ex.capture(timestamp).captured_at
    header = header_line(ex.NAME, moment, ex.url_of(urlkey), timestamp)
    read = read_published(with_header(header, f"# Privacy\n\n{words}\n").encode())
    assert isinstance(read, Published)
    return read


def shown(engine: Engine) -> list[tuple[str, str]]:
    return [(version.timestamp, document_of(engine, version).text) for version in versions_of(engine, ex.NAME)]


def test_a_published_document_is_a_version(engine: Engine) -> None:
    write_published_documents(engine, [published(ex.stamp(2010))])
    assert shown(engine) == [(ex.stamp(2010), "Privacy\n\nWe keep nothing.")]


def test_its_changes_are_listed(engine: Engine) -> None:
    write_published_documents(engine, [published(ex.stamp(2010)), published(ex.stamp(2012), "We keep a little.")])
    listed = select(engine, 'SELECT line, number, "timestamp" FROM changes')
    assert listed == [(1, 1, ex.stamp(2010)), (1, 2, ex.stamp(2012))]


def test_it_comes_back_byte_for_byte(engine: Engine) -> None:
    given = published(ex.stamp(2010))
    write_published_documents(engine, [given])
    version = versions_of(engine, ex.NAME)[0]
    header = header_line(ex.NAME, version.first_seen, version.original_url, version.timestamp)
    assert with_header(header, document_of(engine, version).markdown) == write_published(given)


def test_its_provenance_is_in_the_rows(engine: Engine) -> None:
    write_published_documents(engine, [published(ex.stamp(2010))])
    query = """SELECT t.reading, t.reader_version, c.snapshot_sha256, c.fetched_at, p.found_by FROM captures c
               JOIN documents t ON t.id = c.document_id JOIN policy_pages p ON p.id = c.policy_page_id"""
    assert select(engine, query) == [("corpus", "as published", None, None, "given")]


def test_twice_changes_nothing(engine: Engine) -> None:
    given = [published(ex.stamp(2010)), published(ex.stamp(2012), "We keep a little.")]
    first = write_published_documents(engine, given)
    before = everything(engine)
    assert (first, write_published_documents(engine, given), everything(engine) == before) == (2, 0, True)


def test_addresses_that_were_published_one_after_the_other_are_one_line(engine: Engine) -> None:
    write_published_documents(engine, [published(ex.stamp(2010)), published(ex.stamp(2012), "New.", ex.LEGAL)])
    assert [timestamp for timestamp, _ in shown(engine)] == [ex.stamp(2010), ex.stamp(2012)]


def test_a_capture_that_the_index_listed_and_nobody_read_is_filled(engine: Engine, store: Store) -> None:
    store.write([ex.page(), ex.answer(ex.capture(ex.stamp(2010), "D")), ex.domain()])
    write_published_documents(engine, [published(ex.stamp(2010))])
    assert [timestamp for timestamp, _ in shown(engine)] == [ex.stamp(2010)]


def test_what_was_read_from_bytes_is_not_displaced(engine: Engine, store: Store) -> None:
    store.write([ex.page(), ex.document(ex.stamp(2010), "read by us"), ex.domain()])
    write_published_documents(engine, [published(ex.stamp(2010))])
    assert shown(engine) == [(ex.stamp(2010), "read by us")]


def test_reading_the_bytes_displaces_what_was_published(engine: Engine, store: Store) -> None:
    write_published_documents(engine, [published(ex.stamp(2010))])
    store.write([ex.page(), ex.document(ex.stamp(2010), "read by us"), ex.domain()])
    assert shown(engine) == [(ex.stamp(2010), "read by us")]


def test_on_a_line_that_we_have_read_ourselves_what_was_published_stands_aside(engine: Engine, store: Store) -> None:
    write_published_documents(engine, [published(ex.stamp(2010)), published(ex.stamp(2014))])
    store.write([ex.page(), ex.document(ex.stamp(2012), "read by us"), ex.domain()])
    assert shown(engine) == [(ex.stamp(2012), "read by us")]


def test_on_another_line_it_stays(engine: Engine, store: Store) -> None:
    write_published_documents(engine, [published(ex.stamp(2010))])
    store.write([ex.page(ex.COOKIES), ex.document(ex.stamp(2012), "crumbs", urlkey=ex.COOKIES), ex.domain()])
    assert {row[0] for row in select(engine, "SELECT title FROM versions")} == {"Privacy", "Privacy of the palace"}


def test_a_crawl_is_told_of_the_page_and_not_of_the_reading(engine: Engine) -> None:
    write_published_documents(engine, [published(ex.stamp(2010))])
    page = DatabaseMemory(engine).recall(ex.NAME).pages[0]
    assert (page.page.url, dict(page.findings)) == (ex.url_of(ex.PRIVACY), {})


@pytest.mark.parametrize("ours_first", [False, True])
def test_an_equal_digest_spreads_what_we_read_and_not_what_was_published(
    engine: Engine, store: Store, ours_first: bool
) -> None:
    listed = [ex.capture(ex.stamp(year), "D") for year in (2010, 2011, 2012)]
    ours = [ex.page(), ex.answer(*listed), ex.document(ex.stamp(2012), "read by us"), ex.domain()]
    for write_ours in (ours_first, not ours_first):
        if write_ours:
            store.write(ours)
        else:
            write_published_documents(engine, [published(ex.stamp(2010))])
    assert [(version.captures, version.title) for version in versions_of(engine, ex.NAME)] == [
        (3, "Privacy of the palace")
    ]


def test_two_files_for_one_capture_are_one(engine: Engine) -> None:
    given = published(ex.stamp(2010))
    write_published_documents(engine, [given, replace(given, markdown="# Other\n\nwords\n", title="Other")])
    assert [version.title for version in versions_of(engine, ex.NAME)] == ["Privacy"]
