"""Knows the page of one version: its words, and where they are from."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.moments import read_timestamp
from crawler.reading.header import header_line, with_header
from pipelines.browsing.addresses import archive_bytes, archive_page, family_address
from pipelines.browsing.asking import DOMAIN, LINE, TIMESTAMP, NotThere
from pipelines.browsing.page import Page
from pipelines.database.opening_to_read import Database
from pipelines.database.questions.browsing_documents import Provenance, family_part, provenance_of
from pipelines.database.questions.browsing_shared import SharedWords, shared_in
from pipelines.database.questions.versions import document_of, versions_of
from pipelines.versions import Version


@dataclass(frozen=True, slots=True)
class OneVersion:
    """A version with its document, as it was first seen; `previous` and `next` are timestamps of its neighbours.
    `shared` are the paragraphs that other domains have too."""

    domain: str
    line: int
    count: int
    version: Version
    previous: str | None
    next: str | None
    title: str
    markdown: str
    provenance: Provenance | None
    archive_page: str
    archive_bytes: str
    family: str | None
    shared: tuple[SharedWords, ...]


def known_versions(engine: Database, domain: str, line: int) -> tuple[Version, ...]:
    known = versions_of(engine, domain, line)
    if not known:
        raise NotThere(f"no version of {domain} is known" + (f" on line {line}" if line > 1 else ""))
    return known


def version_at(known: Sequence[Version], domain: str, timestamp: str) -> Version:
    """The version that was seen at a moment: the one first captured just then, else the one seen before and after."""
    moment = read_timestamp(timestamp)
    for version in known:
        if version.timestamp == timestamp:
            return version
    for version in known:
        if version.first_seen <= moment <= version.last_seen:
            return version
    raise NotThere(
        f"no version of {domain} was seen at {moment:%Y-%m-%d %H:%M:%S}; "
        f"/{domain}/on/{moment:%Y-%m-%d} has what may have been in force"
    )


def tell_version(engine: Database, domain: str, line: int, known: Sequence[Version], version: Version) -> OneVersion:
    provenance = provenance_of(engine, domain, version)
    document = document_of(engine, version)
    place = known.index(version)
    family = _shared_family(engine, provenance)
    return OneVersion(
        domain=domain,
        line=line,
        count=len(known),
        version=version,
        previous=known[place - 1].timestamp if place else None,
        next=known[place + 1].timestamp if place + 1 < len(known) else None,
        title=document.title,
        markdown=document.markdown,
        provenance=provenance,
        archive_page=archive_page(version.original_url, version.timestamp),
        archive_bytes=archive_bytes(version.original_url, version.timestamp),
        family=None if family is None else family_address(family),
        shared=shared_in(engine, document.id, domain),
    )


def _shared_family(engine: Database, provenance: Provenance | None) -> int | None:
    """The family of a document, where it is not the only one in it."""
    if provenance is None or provenance.family_id is None:
        return None
    some = family_part(engine, provenance.family_id, 0, 2)
    return provenance.family_id if len(some.members) > 1 or some.next is not None else None


def answer(engine: Database, domain: str, timestamp: str, line: int) -> OneVersion:
    known = known_versions(engine, domain, line)
    return tell_version(engine, domain, line, known, version_at(known, domain, timestamp))


def published_form(engine: Database, domain: str, timestamp: str, line: int) -> str:
    """The document with its header line, as `scrapy show` prints it."""
    version = version_at(known_versions(engine, domain, line), domain, timestamp)
    header = header_line(domain, version.first_seen, version.original_url, version.timestamp)
    return with_header(header, document_of(engine, version).markdown)


PAGE = Page(
    "/{domain}/at/{timestamp}",
    "version",
    "The version that was seen at a moment, and where it is from.",
    (DOMAIN, TIMESTAMP, LINE),
    OneVersion,
    answer,
)
