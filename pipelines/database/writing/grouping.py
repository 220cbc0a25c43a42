"""Knows how new documents come to their family and their paragraphs to their rows, whoever wrote the documents.

A wording is signed once. Wordings that share a band are looked at, unless they are one family already: that spares
looking at every pair of a template that a thousand domains use, and changes nothing in what comes out. `regroup` draws
all families anew from the signatures and must come to the same.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text, update

from crawler.reading.wording import wording
from pipelines.database.tables import bands, documents, signatures
from pipelines.database.writing.paragraphs import write_paragraphs
from pipelines.database.writing.upserts import insert_missing, select_by
from pipelines.families import Families
from pipelines.signatures import SCHEME, Runs, Signature, are_near, band_keys, read_runs, sign

_LOCK = 7_205_759_403_792_794  # any number, only ours: two writers that group at once would not see each other
_AT_ONCE = 500  # documents: their texts are held meanwhile
_UNGROUPED = (documents.c.family_id.is_(None), documents.c.screened.is_(None))


@dataclass(frozen=True, slots=True)
class Signed:
    """A wording that has a signature, and the family that it had when it was last looked at."""

    signature: Signature
    family: int


def group_new_documents(connection: Connection) -> None:
    """Gives every document that counts as a policy and has no family one, and its paragraphs rows. Comes last in a
    transaction: with PostgreSQL it waits for others that group."""
    if connection.execute(select(documents.c.id).where(*_UNGROUPED).limit(1)).first() is None:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    query = (
        select(documents.c.id, documents.c.wording_sha256, documents.c.markdown, documents.c.text)
        .where(*_UNGROUPED)
        .order_by(documents.c.id)
        .limit(_AT_ONCE)
    )
    while rows := connection.execute(query).all():
        write_paragraphs(connection, {row.id: row.text for row in rows})
        _group(connection, rows)


def _group(connection: Connection, rows: Sequence[Any]) -> None:
    wanted = sorted({row.wording_sha256 for row in rows})
    known = _signed(connection, wanted)
    runs: dict[str, Runs] = {}
    new: dict[str, Signed] = {}
    for row in rows:  # in order of their numbers: of several with one wording the first names it
        if row.wording_sha256 not in known and row.wording_sha256 not in new:
            runs[row.wording_sha256] = read_runs(wording(row.markdown))
            new[row.wording_sha256] = Signed(sign(runs[row.wording_sha256]), row.id)
    families = _join(connection, new, runs)
    _write_signatures(connection, new, families)
    _rename(connection, families.moved())
    found = known | new
    named = [{"of_document": row.id, "family": families.of(found[row.wording_sha256].family)} for row in rows]
    statement = update(documents).where(documents.c.id == bindparam("of_document"))
    connection.execute(statement.values(family_id=bindparam("family")), named)


def _join(connection: Connection, new: Mapping[str, Signed], runs: dict[str, Runs]) -> Families:
    """The families of the new wordings, and those that the new ones join to each other."""
    holders: defaultdict[int, set[str]] = defaultdict(set)
    keys = {sha256: band_keys(one.signature) for sha256, one in new.items()}
    for sha256, own in keys.items():
        for key in own:
            holders[key].add(sha256)
    columns = select(bands.c.band, bands.c.wording_sha256)
    for band, sha256 in select_by(connection, columns, [bands.c.band], sorted(holders)):
        holders[band].add(sha256)
    signed = {**_signed(connection, sorted(set().union(*holders.values()) - new.keys())), **new}
    families = Families()

    def runs_of(here: str, there: str) -> tuple[Runs, Runs]:
        for sha256 in {here, there} - runs.keys():
            runs[sha256] = _stored_runs(connection, sha256)
        return runs[here], runs[there]

    for sha256, own in keys.items():
        for other in sorted(set().union(*(holders[key] for key in own)) - {sha256}):
            one, two = signed[sha256], signed[other]
            if families.are_one(one.family, two.family):
                continue
            if are_near(one.signature, two.signature, partial(runs_of, sha256, other)):
                families.join(one.family, two.family)
    return families


def _signed(connection: Connection, wordings: Collection[str]) -> dict[str, Signed]:
    query = select(signatures.c.wording_sha256, signatures.c.signature, signatures.c.family_id)
    rows = select_by(connection, query, [signatures.c.wording_sha256], sorted(wordings))
    return {row.wording_sha256: Signed(row.signature, row.family_id) for row in rows}


def _stored_runs(connection: Connection, sha256: str) -> Runs:
    query = select(documents.c.markdown).where(documents.c.wording_sha256 == sha256).limit(1)
    return read_runs(wording(connection.execute(query).scalar_one()))


def _write_signatures(connection: Connection, new: Mapping[str, Signed], families: Families) -> None:
    rows = [
        {
            "wording_sha256": sha256,
            "scheme": SCHEME,
            "signature": one.signature,
            "family_id": families.of(one.family),
        }
        for sha256, one in new.items()
    ]
    insert_missing(connection, signatures, rows, ["wording_sha256"])
    keys = [
        {"band": key, "wording_sha256": sha256} for sha256, one in new.items() for key in set(band_keys(one.signature))
    ]
    insert_missing(connection, bands, keys, ["band", "wording_sha256"])


def _rename(connection: Connection, moved: Mapping[int, int]) -> None:
    """Families that became part of another take its name."""
    rows = [{"old": old, "family": family} for old, family in sorted(moved.items())]
    for table in (signatures, documents):
        if rows:
            statement = update(table).where(table.c.family_id == bindparam("old"))
            connection.execute(statement.values(family_id=bindparam("family")), rows)


def regroup(connection: Connection) -> None:
    """Draws all families anew, as if all documents had come at once."""
    first = func.min(documents.c.id).label("first")
    query = select(documents.c.wording_sha256, first).where(documents.c.screened.is_(None))
    own = {row.wording_sha256: row.first for row in connection.execute(query.group_by(documents.c.wording_sha256))}
    signed = {sha256: Signed(one.signature, own[sha256]) for sha256, one in _signed(connection, own).items()}
    families = _join(connection, signed, {})
    for table in (signatures, documents):
        statement = update(table).where(table.c.wording_sha256 == bindparam("of_wording"))
        rows = [{"of_wording": sha256, "family": families.of(one.family)} for sha256, one in sorted(signed.items())]
        if rows:
            connection.execute(statement.values(family_id=bindparam("family")), rows)
