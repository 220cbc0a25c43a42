"""Knows how documents that others published become rows: those of any document, but for the bytes, which nobody has.

Their provenance is in the rows. The page was `given`; the capture is not listed, was not fetched and has no snapshot;
the document has the reading `corpus` and the reader `as published`. What was read from bytes is never displaced by it,
and displaces it whenever it comes.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, select, update

from crawler.items import FoundBy
from crawler.outcomes import Outcome
from crawler.reading.readings import Reading
from crawler.reading.wording import read_words
from crawler.screening.languages import tell_language
from crawler.urlkeys import urlkey
from pipelines.database.tables import captures, documents, policy_pages
from pipelines.database.transactions import write_to
from pipelines.database.views import AS_PUBLISHED
from pipelines.database.writing.addresses import Addresses
from pipelines.database.writing.grouping import group_new_documents
from pipelines.database.writing.line_numbers import write_lines
from pipelines.database.writing.upserts import insert_missing, select_by
from pipelines.published import Published

_CAPTURE = ("policy_page_id", "timestamp")
_DOCUMENT = ("sha256", "reading", "reader_version")


def write_published_documents(engine: Engine, published: Sequence[Published]) -> int:
    """Keeps these, in one transaction, and says for how many captures they are news."""
    with write_to(engine, f"{len(published)} published documents") as connection:
        addresses = Addresses(connection)
        addresses.learn_domains(one.domain for one in published)
        _write_pages(connection, addresses, published)
        ids = _write_documents(connection, published)
        news = _write_captures(connection, addresses, published, ids)
        write_lines(connection, {addresses.domain(one.domain) for one in published})
        group_new_documents(connection)
    return news


def _write_pages(connection: Connection, addresses: Addresses, published: Sequence[Published]) -> None:
    rows = {
        (one.domain, urlkey(one.url)): {
            "domain_id": addresses.domain(one.domain),
            "url": one.url,
            "urlkey": urlkey(one.url),
            "found_by": FoundBy.GIVEN.value,
            "link_text": "",
            "first_party": True,
        }
        for one in reversed(published)  # of several spellings of one address the first stays
    }
    insert_missing(connection, policy_pages, list(rows.values()), ["domain_id", "urlkey"])
    addresses.look_up(rows.keys())


def _write_documents(connection: Connection, published: Sequence[Published]) -> dict[str, int]:
    """The ids of the documents, by their hash."""
    rows = {row["sha256"]: row for row in map(_document, published)}
    insert_missing(connection, documents, list(rows.values()), _DOCUMENT)
    query = select(documents.c.sha256, documents.c.id).where(documents.c.reader_version == AS_PUBLISHED)
    return {row.sha256: row.id for row in select_by(connection, query, [documents.c.sha256], sorted(rows))}


def _write_captures(
    connection: Connection, addresses: Addresses, published: Sequence[Published], ids: dict[str, int]
) -> int:
    """A capture that has a document keeps it; one that the index listed and nobody read is filled."""
    rows = {}
    for one in reversed(published):  # of two files for one capture the first stays
        page = addresses.page(one.domain, urlkey(one.url))
        rows[page, one.timestamp] = _capture(one, page, ids[_sha256(one.markdown)])
    key = [captures.c[name] for name in _CAPTURE]
    query = select(*key, captures.c.document_id)
    held = {(row[0], row[1]): row[2] for row in select_by(connection, query, key, sorted(rows))}
    insert_missing(connection, captures, [row for place, row in rows.items() if place not in held], _CAPTURE)
    unread = [place for place, document in held.items() if document is None]
    if unread:
        names = ("outcome", "document_id", "served_timestamp", "served_url")
        statement = update(captures).where(
            captures.c.policy_page_id == bindparam("of_page"), captures.c.timestamp == bindparam("of_timestamp")
        )
        filled = [
            {"of_page": place[0], "of_timestamp": place[1], **{name: rows[place][name] for name in names}}
            for place in sorted(unread)
        ]
        connection.execute(statement.values({name: bindparam(name) for name in names}), filled)
    return len(rows) - len(held) + len(unread)


def _document(published: Published) -> dict[str, Any]:
    words = read_words(published.markdown)
    language = tell_language(words.text)
    return {
        "sha256": _sha256(published.markdown),
        "wording_sha256": words.sha256,
        "title": published.title,
        "markdown": published.markdown,
        "text": words.text,
        "words": words.count,
        "language": language.code if language else None,
        "language_confidence": language.confidence if language else None,
        "reading": Reading.CORPUS.value,
        "reader_version": AS_PUBLISHED,
        "notes": [],
    }


def _capture(published: Published, page: int, document: int) -> dict[str, Any]:
    return {
        "policy_page_id": page,
        "timestamp": published.timestamp,
        "captured_at": published.moment,
        "original_url": published.url,
        "listed": False,
        "outcome": Outcome.READ.value,
        "served_timestamp": published.timestamp,
        "served_url": published.url,
        "document_id": document,
    }


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
