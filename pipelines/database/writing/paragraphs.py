"""Knows how paragraphs become rows: the words once, however many documents have them, and where they occur."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from pipelines.database.tables import occurrences, paragraphs
from pipelines.database.writing.upserts import insert_missing, select_by
from pipelines.paragraphs import read_paragraphs

_IDS = select(paragraphs.c.sha256, paragraphs.c.id)


def write_paragraphs(connection: Connection, texts: Mapping[int, str]) -> None:
    """The paragraphs of these documents, by their numbers. Twice changes nothing."""
    read = [(document, paragraph) for document, text in sorted(texts.items()) for paragraph in read_paragraphs(text)]
    rows = {one.sha256: {"sha256": one.sha256, "text": one.text, "words": one.words} for _, one in reversed(read)}
    ids = _ids(connection, rows.keys())  # most were there before: a new version changes a few
    insert_missing(connection, paragraphs, [row for sha256, row in rows.items() if sha256 not in ids], ["sha256"])
    ids |= _ids(connection, rows.keys() - ids.keys())
    found = [{"paragraph_id": ids[one.sha256], "document_id": document, "place": one.place} for document, one in read]
    insert_missing(connection, occurrences, found, ["paragraph_id", "document_id"])


def _ids(connection: Connection, hashes: Collection[str]) -> dict[str, int]:
    return {row[0]: row[1] for row in select_by(connection, _IDS, [paragraphs.c.sha256], sorted(hashes))}
