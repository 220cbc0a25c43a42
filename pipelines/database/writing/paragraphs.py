"""Knows how paragraphs become rows: the words once, however many documents have them, and where they occur."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from pipelines.database.tables import occurrences, paragraphs
from pipelines.database.writing.upserts import insert_missing, select_by
from pipelines.paragraphs import read_paragraphs


def write_paragraphs(connection: Connection, texts: Mapping[int, str]) -> None:
    """The paragraphs of these documents, by their numbers. Twice changes nothing."""
    read = [(document, paragraph) for document, text in sorted(texts.items()) for paragraph in read_paragraphs(text)]
    rows = {one.sha256: {"sha256": one.sha256, "text": one.text, "words": one.words} for _, one in reversed(read)}
    insert_missing(connection, paragraphs, list(rows.values()), ["sha256"])
    query = select(paragraphs.c.sha256, paragraphs.c.id)
    ids = {row.sha256: row.id for row in select_by(connection, query, [paragraphs.c.sha256], sorted(rows))}
    found = [{"paragraph_id": ids[one.sha256], "document_id": document, "place": one.place} for document, one in read]
    insert_missing(connection, occurrences, found, ["paragraph_id", "document_id"])
