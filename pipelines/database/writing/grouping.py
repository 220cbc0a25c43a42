"""Knows how new documents come to their family and their paragraphs to their rows, whoever wrote the documents.

Each wording is signed once and looked up by its bands. Of a family each band is kept once, so that a template of which
a thousand domains have wordings is met in sixteen rows: where the one that is met is not near, the others of its family
are asked. What comes out is the same as if every pair had been looked at (`regroup` does, and a test compares).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text, update

from crawler.reading.wording import wording
from pipelines.database.tables import bands, documents, signatures
from pipelines.database.writing.paragraphs import write_paragraphs
from pipelines.database.writing.upserts import insert_missing, select_by
from pipelines.families import Families
from pipelines.relations import Relations, Signed
from pipelines.signatures import SCHEME, Shingles, hash_shingles, sign

_LOCK = 7_205_759_403_792_794  # any number, only ours: two writers that group at once would not see each other
_AT_ONCE = 500  # documents: their texts are held meanwhile
_UNGROUPED = (documents.c.family_id.is_(None), documents.c.screened.is_(None))
_ANY_UNGROUPED = select(documents.c.id).where(*_UNGROUPED).limit(1)
_SOME_UNGROUPED = (
    select(documents.c.id, documents.c.wording_sha256, documents.c.markdown, documents.c.text)
    .where(*_UNGROUPED)
    .order_by(documents.c.id)
    .limit(_AT_ONCE)
)
_SIGNED = (signatures.c.wording_sha256, signatures.c.signature, signatures.c.family_id)
_SIGNATURES = select(*_SIGNED)
_HOLDERS = select(bands.c.band, *_SIGNED).join(signatures, signatures.c.id == bands.c.signature_id)
_MARKDOWN = select(documents.c.markdown).where(documents.c.wording_sha256 == bindparam("wording")).limit(1)
_SIGNATURE_IDS = select(signatures.c.wording_sha256, signatures.c.id)
_NAME = update(documents).where(documents.c.id == bindparam("of_document")).values(family_id=bindparam("family"))
_RENAME = [
    update(table).where(table.c.family_id == bindparam("old")).values(family_id=bindparam("family"))
    for table in (signatures, documents)
]


def group_new_documents(connection: Connection) -> None:
    """Gives every document that counts as a policy and has no family one, and its paragraphs rows. Comes last in a
    transaction: with PostgreSQL it waits for others that group."""
    while group_some(connection):
        pass


def group_some(connection: Connection) -> bool:
    """The same for some of them; says whether there may be more."""
    if connection.execute(_ANY_UNGROUPED).first() is None:
        return False
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if rows := connection.execute(_SOME_UNGROUPED).all():
        write_paragraphs(connection, {row.id: row.text for row in rows})
        _group(connection, rows)
    return len(rows) == _AT_ONCE


def _group(connection: Connection, rows: Sequence[Any]) -> None:
    known = {one.wording_sha256: one for one in _stored(connection, {row.wording_sha256 for row in rows})}
    hashes: dict[str, list[int]] = {}
    new: dict[str, Signed] = {}
    for row in rows:  # in order of their numbers: of several with one wording the first names it
        sha256 = row.wording_sha256
        if sha256 not in known and sha256 not in new:
            hashes[sha256] = hash_shingles(wording(row.markdown))
            new[sha256] = Signed(sha256, sign(hashes[sha256]), row.id)
    relations = _relations(connection, new.values(), hashes)
    added = [(one, relations.place(one)) for one in new.values()]
    families = relations.families
    _rename(connection, families.moved())
    _write_signatures(connection, added, families)
    found = {**known, **new}
    named = [{"of_document": row.id, "family": families.of(found[row.wording_sha256].family)} for row in rows]
    connection.execute(_NAME, named)


def _relations(connection: Connection, new: Collection[Signed], hashes: Mapping[str, list[int]]) -> Relations:
    """What is known of those that share a band with one of the new ones, whose shingles have these hashes; more is
    asked for when it is needed."""
    shingles: dict[str, Shingles] = {}

    def shingles_of(sha256: str) -> Shingles:
        if sha256 not in shingles:
            known = hashes.get(sha256)
            if known is None:
                known = hash_shingles(wording(connection.execute(_MARKDOWN, {"wording": sha256}).scalar_one()))
            shingles[sha256] = frozenset(known)
        return shingles[sha256]

    def members(numbers: Iterable[int]) -> list[Signed]:
        rows = select_by(connection, _SIGNATURES, [signatures.c.family_id], sorted(numbers))
        return [Signed(*row) for row in rows]

    keys = sorted({key for one in new for key in one.keys})
    holders: defaultdict[int, list[Signed]] = defaultdict(list)
    for band, *signed in select_by(connection, _HOLDERS, [bands.c.band], keys):
        holders[band].append(Signed(*signed))
    return Relations(holders, members, shingles_of)


def _stored(connection: Connection, wordings: Collection[str]) -> list[Signed]:
    rows = select_by(connection, _SIGNATURES, [signatures.c.wording_sha256], sorted(wordings))
    return [Signed(*row) for row in rows]


def _write_signatures(
    connection: Connection, added: Sequence[tuple[Signed, Collection[int]]], families: Families
) -> None:
    rows = [
        {
            "wording_sha256": one.wording_sha256,
            "scheme": SCHEME,
            "signature": one.signature,
            "family_id": families.of(one.family),
        }
        for one, _ in added
    ]
    insert_missing(connection, signatures, rows, ["wording_sha256"])
    names = sorted(one.wording_sha256 for one, _ in added)
    ids = {row[0]: row[1] for row in select_by(connection, _SIGNATURE_IDS, [signatures.c.wording_sha256], names)}
    held = [{"band": key, "signature_id": ids[one.wording_sha256]} for one, keys in added for key in keys]
    insert_missing(connection, bands, held, ["band", "signature_id"])


def _rename(connection: Connection, moved: Mapping[int, int]) -> None:
    """Families that became part of another take its name."""
    rows = [{"old": old, "family": family} for old, family in sorted(moved.items())]
    for statement in _RENAME if rows else ():
        connection.execute(statement, rows)


def regroup(connection: Connection) -> None:
    """Draws all families anew, as if all documents had come at once, and looks at every pair that shares a band."""
    first = func.min(documents.c.id).label("first")
    query = select(documents.c.wording_sha256, first).where(documents.c.screened.is_(None))
    own = {row.wording_sha256: row.first for row in connection.execute(query.group_by(documents.c.wording_sha256))}
    signed = [Signed(one.wording_sha256, one.signature, own[one.wording_sha256]) for one in _stored(connection, own)]
    relations = _relations(connection, (), {})
    families = relations.compare_all(signed)
    for table in (signatures, documents):
        statement = update(table).where(table.c.wording_sha256 == bindparam("of_wording"))
        rows = [{"of_wording": one.wording_sha256, "family": families.of(one.family)} for one in signed]
        if rows:
            connection.execute(statement.values(family_id=bindparam("family")), rows)
