"""Knows what an export asks: every chosen version or capture with its document, one after the other, memory flat.

All of one export is asked in one transaction, so that a crawl beside it changes nothing in the middle. The order is
that of names and moments, never that in which rows arrived.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, null, select, union_all

from crawler.reading.header import header_line, replay_url, with_header
from pipelines.database.tables import documents
from pipelines.database.transactions import read_from
from pipelines.database.views import sightings, versions
from pipelines.database.writing.upserts import select_by
from pipelines.versions import Sighting, derive_versions

_AT_ONCE = 64  # documents held at a time; the longest policies have about a megabyte


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be exported: versions, or all captures that show one. Empty fields leave nothing out."""

    domains: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    languages: tuple[str, ...] = ()
    all_captures: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A capture, the version it shows and its document: of a version, the first capture."""

    domain: str
    line: int
    number: int
    url: str
    timestamp: str
    original_url: str
    captured_at: datetime
    first_seen: datetime
    last_seen: datetime
    not_before: datetime | None
    captures: int
    snapshot_sha256: str | None
    document_id: int
    sha256: str
    wording_sha256: str
    title: str
    markdown: str
    text: str
    words: int
    language: str | None
    language_confidence: float | None
    policy_probability: float | None
    reading: str
    reader_version: str
    family_id: int | None

    @property
    def archive_url(self) -> str:
        return replay_url(self.original_url, self.timestamp)

    @property
    def published_form(self) -> str:
        """The document with its header line."""
        header = header_line(self.domain, self.captured_at, self.original_url, self.timestamp)
        return with_header(header, self.markdown)


_OF_DOCUMENT = (
    *("sha256", "wording_sha256", "title", "markdown", "text", "words", "language", "language_confidence"),
    *("policy_probability", "reading", "reader_version", "family_id"),
)
_OF_VERSION = (
    *("domain", "line", "number", "url", "timestamp", "original_url", "first_seen", "last_seen", "not_before"),
    *("captures", "snapshot_sha256", "document_id"),
)


@dataclass(frozen=True, slots=True)
class Amount:
    """How much there is of what was chosen."""

    rows: int
    domains: int
    documents: int
    readers: Mapping[str, int]  # by reading and reader: how many of the documents are of it


class Chosen:
    """What a selection chooses from one state of a database."""

    def __init__(self, connection: Connection, selection: Selection) -> None:
        self.connection = connection
        self.selection = selection

    def amount(self) -> Amount:
        """Counted by the database, in one pass: what was written need not be remembered."""
        view = sightings if self.selection.all_captures else versions
        keys = _narrowed(select(view.c.domain, view.c.document_id), view, self.selection).cte("keys")
        ids = func.count(keys.c.document_id.distinct())
        named = (documents.c.reading, documents.c.reader_version)
        whole = select(null(), null(), func.count(), func.count(keys.c.domain.distinct()), ids)
        by_reader = select(*named, null(), null(), ids).join(documents, documents.c.id == keys.c.document_id)
        counted = self.connection.execute(union_all(whole, by_reader.group_by(*named))).all()
        readers = {f"{row[0]}, {row[1]}": row[4] for row in sorted(counted, key=str) if row[0] is not None}
        rows, domains, ids_ = next(row[2:] for row in counted if row[0] is None)
        return Amount(rows, domains, ids_, readers)

    def rows(self) -> Iterator[Shown]:
        """All that is chosen, by domain, line and moment."""
        return self._with_documents(self._captures() if self.selection.all_captures else self._versions())

    def versions_by_moment(self) -> Iterator[Shown]:
        """The versions alone, oldest first whatever their domain."""
        return self._with_documents(self._versions("first_seen", "domain", "line", "number"))

    def _versions(self, *order: str) -> Iterator[dict[str, Any]]:
        by = [versions.c[name] for name in order or ("domain", "line", "number")]
        query = _narrowed(select(*(versions.c[name] for name in _OF_VERSION)), versions, self.selection).order_by(*by)
        for row in self._stream(query):
            yield {**row._asdict(), "captured_at": row.first_seen}

    def _captures(self) -> Iterator[dict[str, Any]]:
        """Line by line, because a version's bounds are known when its line is. The days are chosen last: what lies
        before them still says which version it is."""
        whole = Selection(self.selection.domains)
        order = (sightings.c[name] for name in ("domain", "line", "captured_at", "timestamp", "urlkey"))
        rows = self._stream(_narrowed(select(sightings), sightings, whole).order_by(*order))
        languages = self.selection.languages
        for (domain, line), sighted in groupby(rows, key=lambda row: (row.domain, row.line)):
            of_line = list(sighted)
            known = {one.number: one for one in derive_versions(map(_sighting, of_line))}
            spoken = self._languages(of_line) if languages else {}
            for row in of_line:
                if self._is_chosen(row.captured_at) and (not languages or spoken[row.document_id] in languages):
                    yield _of_capture(row, known[row.number]) | {"domain": domain, "line": line}

    def _is_chosen(self, moment: datetime) -> bool:
        since, until = self.selection.since, self.selection.until
        return (since is None or moment >= since) and (until is None or moment < until)

    def _languages(self, rows: Sequence[Any]) -> Mapping[int, str | None]:
        query, ids = select(documents.c.id, documents.c.language), sorted({row.document_id for row in rows})
        return {row.id: row.language for row in select_by(self.connection, query, [documents.c.id], ids)}

    def _with_documents(self, rows: Iterator[dict[str, Any]]) -> Iterator[Shown]:
        query = select(documents.c.id, *(documents.c[name] for name in _OF_DOCUMENT))
        while group := [row for _, row in zip(range(_AT_ONCE), rows, strict=False)]:
            ids = sorted({row["document_id"] for row in group})
            found = {row.id: row for row in select_by(self.connection, query, [documents.c.id], ids)}
            for row in group:
                document = found[row["document_id"]]._asdict()
                del document["id"]
                yield Shown(**row, **document)

    def _stream(self, query: Select[Any]) -> Iterator[Any]:
        return iter(self.connection.execution_options(yield_per=1_000).execute(query))


@contextmanager
def chosen_from(engine: Engine, selection: Selection) -> Iterator[Chosen]:
    """What a selection chooses, as the database is at this moment, for as long as this lasts."""
    if engine.dialect.name == "postgresql":  # SQLite shows a transaction one state by itself
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with read_from(engine) as connection:
        yield Chosen(connection, selection)


def _narrowed(query: Any, view: Any, selection: Selection) -> Any:
    """A version is chosen when it was seen in the days asked for, a capture when it is of one of them."""
    first, last = (view.c.first_seen, view.c.last_seen) if view is versions else (view.c.captured_at,) * 2
    if selection.domains:
        query = query.where(view.c.domain.in_(selection.domains))
    if selection.since is not None:
        query = query.where(last >= selection.since)
    if selection.until is not None:
        query = query.where(first < selection.until)
    if selection.languages:
        query = query.join(documents, documents.c.id == view.c.document_id)
        query = query.where(documents.c.language.in_(selection.languages))
    return query


def _sighting(row: Any) -> Sighting:
    return Sighting(**{name: getattr(row, name) for name in Sighting.__dataclass_fields__})


def _of_capture(row: Any, version: Any) -> dict[str, Any]:
    ours = ("number", "url", "timestamp", "original_url", "captured_at", "snapshot_sha256", "document_id")
    theirs = ("first_seen", "last_seen", "not_before", "captures")
    return {**{name: getattr(row, name) for name in ours}, **{name: getattr(version, name) for name in theirs}}
