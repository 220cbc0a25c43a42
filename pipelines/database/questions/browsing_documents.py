"""Knows what a browser asks about one document: where it is from, how it was read, and who shares its words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select

from pipelines.database.tables import captures, documents, domains, policy_pages
from pipelines.database.transactions import read_from
from pipelines.versions import Version


@dataclass(frozen=True, slots=True)
class Provenance:
    """A document as it was first seen in its version: the capture, the bytes, the reading, the screens."""

    digest: str | None
    outcome: str | None
    served_timestamp: str | None
    served_url: str | None
    served_status: int | None
    fetched_at: datetime | None
    snapshot_sha256: str | None
    sha256: str
    wording_sha256: str
    words: int
    language: str | None
    language_confidence: float | None
    policy_probability: float | None
    reading: str
    reader_version: str
    charset: str | None
    notes: tuple[tuple[str, str], ...]
    family_id: int | None


@dataclass(frozen=True, slots=True)
class Sharing:
    """A document of a family: where it was first seen."""

    document_id: int
    domain: str
    line: int
    timestamp: str
    first_seen: datetime
    title: str
    words: int
    language: str | None


@dataclass(frozen=True, slots=True)
class FamilyPart:
    """Some documents of a family that captures show, and the id behind which there are more."""

    members: tuple[Sharing, ...]
    next: int | None


def provenance_of(engine: Engine, domain: str, version: Version) -> Provenance | None:
    """Of the first capture of a version."""
    of_capture = ("digest", "outcome", "served_timestamp", "served_url", "served_status", "fetched_at")
    of_document = [name for name in Provenance.__dataclass_fields__ if name in documents.c]
    query = (
        select(
            *(captures.c[name] for name in (*of_capture, "snapshot_sha256")),
            *(documents.c[name] for name in of_document),
        )
        .join(policy_pages, policy_pages.c.id == captures.c.policy_page_id)
        .join(domains, domains.c.id == policy_pages.c.domain_id)
        .join(documents, documents.c.id == captures.c.document_id)
        .where(domains.c.domain == domain, policy_pages.c.url == version.url)
        .where(captures.c.timestamp == version.timestamp)
    )
    with read_from(engine) as connection:
        row = connection.execute(query).first()
    if row is None:
        return None
    facts: dict[str, Any] = row._asdict()
    facts["notes"] = tuple((str(name), str(value)) for name, value in facts["notes"])
    return Provenance(**facts)


def family_of(engine: Engine, document_id: int) -> int | None:
    """The family of a document. A family is named by the smallest id in it, so that an old name of two families that
    became one still leads to it."""
    with read_from(engine) as connection:
        return connection.execute(select(documents.c.family_id).where(documents.c.id == document_id)).scalar()


def family_part(engine: Engine, family: int, after: int, most: int) -> FamilyPart:
    """At most so many documents of a family, in the order of their ids, from behind `after` on."""
    named = ("id", "title", "words", "language")
    some = (
        select(*(documents.c[name] for name in named))
        .where(documents.c.family_id == family, documents.c.id > after)
        .order_by(documents.c.id)
        .limit(most + 1)
        .subquery()
    )
    first = (
        select(captures.c.id)
        .join(policy_pages, policy_pages.c.id == captures.c.policy_page_id)
        .where(captures.c.document_id == some.c.id, policy_pages.c.line.is_not(None))
        .order_by(captures.c.captured_at, captures.c.id)
        .limit(1)
        .correlate(some)
        .scalar_subquery()
    )
    query = (
        select(
            some.c.id.label("document_id"),
            domains.c.domain,
            policy_pages.c.line,
            captures.c.timestamp,
            captures.c.captured_at.label("first_seen"),
            *(some.c[name] for name in named[1:]),
        )
        .select_from(some)
        .outerjoin(captures, captures.c.id == first)
        .outerjoin(policy_pages, policy_pages.c.id == captures.c.policy_page_id)
        .outerjoin(domains, domains.c.id == policy_pages.c.domain_id)
        .order_by(some.c.id)
    )
    with read_from(engine) as connection:
        rows = connection.execute(query).all()
    members = tuple(Sharing(**row._asdict()) for row in rows[:most] if row.domain is not None)
    return FamilyPart(members, rows[most - 1].document_id if len(rows) > most else None)
