"""Knows how a document becomes a row: its text once per hash, reading and reader, however many captures show it."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from crawler.items import Document
from crawler.outcomes import Outcome
from pipelines.database.tables import documents
from pipelines.database.writing.addresses import Addresses
from pipelines.database.writing.captures import Ending, end_captures
from pipelines.database.writing.snapshots import FirstHeaders
from pipelines.database.writing.upserts import insert_missing, select_by

DOCUMENT_KEY = ("sha256", "reading", "reader_version")
_COLUMNS = tuple(documents.c[name] for name in DOCUMENT_KEY)
_IDS = select(*_COLUMNS, documents.c.id)


def write_documents(
    connection: Connection, addresses: Addresses, read: Sequence[Document], first_headers: FirstHeaders
) -> bool:
    """Snapshots come before: captures point at them. Says whether there is any new document among these."""
    ids = document_ids(connection, {_key(document) for document in read})
    new = [document for document in read if _key(document) not in ids]  # of sixteen captures one has a new text
    insert_missing(connection, documents, [document_row(document) for document in new], DOCUMENT_KEY)
    ids |= document_ids(connection, {_key(document) for document in new})
    endings = [
        Ending(
            domain=document.snapshot.domain,
            urlkey=document.snapshot.urlkey,
            timestamp=document.snapshot.timestamp,
            outcome=document.screened or Outcome.READ,
            snapshot=document.snapshot,
            document_id=ids[_key(document)],
            read_by=document.read_by or None,
        )
        for document in read
    ]
    end_captures(connection, addresses, endings, first_headers)
    return bool(new)


def _key(document: Document) -> tuple[str, str, str]:
    return document.sha256, document.reading, document.reader_version


def document_ids(connection: Connection, keys: Collection[tuple[str, str, str]]) -> dict[tuple[str, str, str], int]:
    """The ids of those of these documents that have a row."""
    rows = select_by(connection, _IDS, _COLUMNS, sorted(keys))
    return {(row.sha256, row.reading, row.reader_version): row.id for row in rows}


def document_row(document: Document) -> dict[str, object]:
    return {
        "sha256": document.sha256,
        "wording_sha256": document.wording_sha256,
        "title": document.title,
        "markdown": document.markdown,
        "text": document.text,
        "words": document.words,
        "language": document.language,
        "language_confidence": document.language_confidence,
        "policy_probability": document.policy_probability,
        "screened": document.screened.value if document.screened else None,
        "reading": document.reading,
        "reader_version": document.reader_version,
        "charset": document.charset,
        "notes": [[name, value] for name, value in document.notes],
    }
