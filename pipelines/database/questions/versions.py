"""Knows what is asked about versions: those of a domain, the one in force on a day, and its document."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from crawler.errors import Fault
from pipelines.database.tables import documents
from pipelines.database.transactions import read_from
from pipelines.database.views import versions
from pipelines.versions import Version


@dataclass(frozen=True, slots=True)
class InForce:
    """The version in force at a moment. It is `certain` while captures of it lie before and after; between the last of
    one version and the first of the `following` one, either may have been in force."""

    version: Version
    following: Version | None
    certain: bool


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document without the snapshots that show it."""

    id: int
    title: str
    markdown: str
    text: str
    words: int
    language: str | None
    wording_sha256: str
    reading: str
    reader_version: str


def versions_of(engine: Engine, domain: str, line: int = 1) -> tuple[Version, ...]:
    """The versions of one line of a domain, oldest first."""
    named = [versions.c[field] for field in Version.__dataclass_fields__]
    query = select(*named).where(versions.c.domain == domain, versions.c.line == line).order_by(versions.c.number)
    with read_from(engine) as connection:
        return tuple(Version(**row._asdict()) for row in connection.execute(query))


def version_on(engine: Engine, domain: str, moment: datetime, line: int = 1) -> InForce | None:
    """The version in force at a moment; None where nothing was captured so early."""
    known = versions_of(engine, domain, line)
    begun = [version for version in known if version.first_seen <= moment]
    if not begun:
        return None
    version = begun[-1]
    following = known[len(begun)] if len(begun) < len(known) else None
    return InForce(version, following, certain=moment <= version.last_seen)


def document_of(engine: Engine, version: Version) -> StoredDocument:
    named = [documents.c[field] for field in StoredDocument.__dataclass_fields__]
    with read_from(engine) as connection:
        row = connection.execute(select(*named).where(documents.c.id == version.document_id)).one_or_none()
    if row is None:
        raise Fault(f"document {version.document_id} of {version.url} is named in the database but not kept there")
    return StoredDocument(**row._asdict())
