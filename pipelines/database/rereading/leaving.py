"""Knows what becomes of documents that another reader made otherwise: they go where earlier ones are kept, and nothing
that was derived from them stays behind."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, delete, exists, select, update

from pipelines.database.rereading.reading import Rereading
from pipelines.database.tables import (
    bands,
    captures,
    documents,
    earlier_documents,
    earlier_readings,
    occurrences,
    paragraphs,
    signatures,
)
from pipelines.database.writing.upserts import insert_missing, select_by

_COPIED = tuple(column.name for column in earlier_documents.c if column.name != "id")
_KEY = ("sha256", "reading", "reader_version")


def keep_earlier(connection: Connection, readings: Sequence[Rereading]) -> None:
    """Copies what these captures showed, under the reader that read it, and notes for each what that was. Comes first:
    a document may bear the name of the next reader soon."""
    shown = {one.row.document_id: one.row for one in readings}
    query = select(documents.c.id, *(documents.c[name] for name in _COPIED))
    rows = {}
    for row in select_by(connection, query, [documents.c.id], sorted(shown)):
        copied = {name: getattr(row, name) for name in _COPIED}
        rows[row.id] = copied | {"reader_version": _reader_of(shown[row.id])}
    insert_missing(connection, earlier_documents, list(rows.values()), _KEY)
    key = [earlier_documents.c[name] for name in _KEY]
    wanted = sorted({tuple(row[name] for name in _KEY) for row in rows.values()})
    ids = {tuple(row[:3]): row.id for row in select_by(connection, select(*key, earlier_documents.c.id), key, wanted)}
    links = [
        {
            "capture_id": one.row.id,
            "earlier_document_id": ids[tuple(rows[one.row.document_id][name] for name in _KEY)],
        }
        for one in readings
    ]
    insert_missing(connection, earlier_readings, links, ["capture_id", "earlier_document_id"])


def _reader_of(row: Any) -> str:
    """The version that read a capture; the document itself may have been read again for another capture since."""
    return str(row.read_by.split(", ")[0] if row.read_by else row.reader_version)


def leave_documents(connection: Connection, candidates: Collection[int]) -> None:
    """Takes away those of these documents that no capture shows any more, and of those that were screened out since
    what only policies have; then the families that lost a wording fall apart, to be drawn anew."""
    shown = exists().where(captures.c.document_id == documents.c.id)
    query = select(documents.c.id, documents.c.wording_sha256, documents.c.screened, shown.label("is_shown"))
    rows = list(select_by(connection, query, [documents.c.id], sorted(candidates)))
    gone = [row.id for row in rows if not row.is_shown]
    apart = [row.id for row in rows if not row.is_shown or row.screened is not None]
    _drop_paragraphs(connection, apart)
    for some in _some(gone):
        connection.execute(delete(documents).where(documents.c.id.in_(some)))
    for some in _some([row.id for row in rows if row.is_shown and row.screened is not None]):
        connection.execute(update(documents).where(documents.c.id.in_(some)).values(family_id=None))
    _break_families(connection, sorted({row.wording_sha256 for row in rows if row.id in set(apart)}))


def _drop_paragraphs(connection: Connection, of_documents: Sequence[int]) -> None:
    query = select(occurrences.c.paragraph_id).distinct()
    touched = sorted({row[0] for row in select_by(connection, query, [occurrences.c.document_id], of_documents)})
    for some in _some(of_documents):
        connection.execute(delete(occurrences).where(occurrences.c.document_id.in_(some)))
    orphan = ~exists().where(occurrences.c.paragraph_id == paragraphs.c.id)
    for some in _some(touched):
        connection.execute(delete(paragraphs).where(paragraphs.c.id.in_(some), orphan))


def _break_families(connection: Connection, wordings: Sequence[str]) -> None:
    """Where no policy has a wording any more, its family may have hung together by it alone: all of its documents wait
    for a family again. Its signatures go, because each band of a family is kept by one of them only."""
    query = select(documents.c.wording_sha256).where(documents.c.screened.is_(None)).distinct()
    kept = {row[0] for row in select_by(connection, query, [documents.c.wording_sha256], wordings)}
    lost = [one for one in wordings if one not in kept]
    families = select(signatures.c.family_id).distinct()
    broken = sorted({row[0] for row in select_by(connection, families, [signatures.c.wording_sha256], lost)})
    for some in _some(broken):
        connection.execute(update(documents).where(documents.c.family_id.in_(some)).values(family_id=None))
        of_family = select(signatures.c.id).where(signatures.c.family_id.in_(some))
        connection.execute(delete(bands).where(bands.c.signature_id.in_(of_family)))
        connection.execute(delete(signatures).where(signatures.c.family_id.in_(some)))


def _some(ids: Sequence[int], at_once: int = 500) -> list[Sequence[int]]:
    return [ids[start : start + at_once] for start in range(0, len(ids), at_once)]
