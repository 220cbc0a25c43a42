"""Knows how documents that were read again become rows: one that came out the same keeps its row and its number."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from crawler.items import Document
from pipelines.database.rereading.reading import Rereading
from pipelines.database.tables import captures, documents
from pipelines.database.writing.documents import DOCUMENT_KEY, document_ids, document_row
from pipelines.database.writing.upserts import insert_missing, select_by

Key = tuple[str, str, str]  # sha256, reading, reader_version

# What may differ between two readers of one text, or between two screenings of it.
_JUDGED = ("language", "language_confidence", "policy_probability", "screened", "charset", "notes")


def key_of(document: Document) -> Key:
    return document.sha256, document.reading, document.reader_version


def place_documents(connection: Connection, readings: Sequence[Rereading]) -> dict[Key, int]:
    """The ids of the documents that were read, each with a row: its own, that of an earlier reader which made the same
    text, or a new one. Of several captures that show one document the first decides how it is screened."""
    read = {key_of(one.document): one.document for one in reversed(readings) if one.document}
    ids = document_ids(connection, read.keys())
    anew = _of_other_readers(connection, [(ids[key], read[key].read_by) for key in read if key in ids])
    _judge(connection, [(number, read[key]) for key, number in ids.items() if number in anew])
    theirs = {key_of(one.document): one.row.document_id for one in readings if one.document and _keeps_its_row(one)}
    _judge(connection, [(number, read[key]) for key, number in theirs.items() if key not in ids])
    new = [read[key] for key in sorted(read.keys() - ids.keys() - theirs.keys())]
    insert_missing(connection, documents, [document_row(one) for one in new], DOCUMENT_KEY)
    return document_ids(connection, read.keys())


def _keeps_its_row(reading: Rereading) -> bool:
    assert reading.document is not None
    return reading.is_same_text and bool(reading.row.reading == reading.document.reading)


def _of_other_readers(connection: Connection, shown: Iterable[tuple[int, str]]) -> Collection[int]:
    """Those of these documents that no capture shows yet by the reader of this name."""
    names = dict(shown)
    query = select(captures.c.document_id, captures.c.read_by).distinct()
    rows = select_by(connection, query, [captures.c.document_id], sorted(names))
    return names.keys() - {row.document_id for row in rows if row.read_by == names[row.document_id]}


def _judge(connection: Connection, judged: Sequence[tuple[int, Document]]) -> None:
    """Writes down who read a document last and what came of it. Only where its language or its screening changed is
    that column touched, because the search index and the families follow them."""
    held = _held(connection, [number for number, _ in judged])
    for names in (("reader_version", *_JUDGED), ("reader_version", *_quiet())):
        rows = []
        for number, document in sorted(judged, key=lambda one: one[0]):
            row = document_row(document)
            moves = any(row[name] != getattr(held[number], name) for name in ("language", "screened"))
            if moves is ("screened" in names):
                rows.append({"of_document": number} | {name: row[name] for name in names})
        if rows:
            statement = update(documents).where(documents.c.id == bindparam("of_document"))
            connection.execute(statement.values({name: bindparam(name) for name in names}), rows)


def _quiet() -> tuple[str, ...]:
    return tuple(name for name in _JUDGED if name not in ("language", "screened"))


def _held(connection: Connection, ids: Collection[int]) -> dict[int, Any]:
    query = select(documents.c.id, documents.c.language, documents.c.screened)
    return {row.id: row for row in select_by(connection, query, [documents.c.id], sorted(ids))}
