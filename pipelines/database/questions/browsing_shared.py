"""Knows what a browser asks about the paragraphs of one document: which others have them too, looking at some of them.

A paragraph of everybody's may stand in a hundred thousand documents, so only the first few of each are looked at: that
others have it is always told, how many only as "at least".
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select, union_all

from pipelines.database.tables import captures, documents, domains, occurrences, paragraphs, policy_pages
from pipelines.database.transactions import read_from

_MOST_PARAGRAPHS = 150
_MOST_DOCUMENTS = 25  # of each paragraph
_MOST_HOLDERS = 5  # told of each


@dataclass(frozen=True, slots=True)
class Having:
    """Another domain that has a paragraph, and where it was first seen, among the documents that were looked at."""

    domain: str
    line: int
    timestamp: str
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class SharedWords:
    """A paragraph that other domains have too; the first of them, and how many there are at least."""

    text: str
    words: int
    domains: int
    more: bool
    first: tuple[Having, ...]


def shared_in(engine: Engine, document_id: int, domain: str) -> tuple[SharedWords, ...]:
    """The paragraphs of a document of one domain that others have too, in its order."""
    with read_from(engine) as connection:
        mine = connection.execute(
            select(occurrences.c.paragraph_id, paragraphs.c.text, paragraphs.c.words)
            .join(paragraphs, paragraphs.c.id == occurrences.c.paragraph_id)
            .where(occurrences.c.document_id == document_id)
            .order_by(occurrences.c.place)
            .limit(_MOST_PARAGRAPHS)
        ).all()
        held = _documents(connection, [row.paragraph_id for row in mine])
        first = _first_seen(connection, sorted({one for documents in held.values() for one in documents}))
    shared = []
    for row in mine:
        others = _others([first[one] for one in held[row.paragraph_id] if one in first], domain)
        if others:
            more = len(held[row.paragraph_id]) >= _MOST_DOCUMENTS
            shared.append(SharedWords(row.text, row.words, len(others), more, tuple(others[:_MOST_HOLDERS])))
    return tuple(shared)


def _documents(connection: Connection, ids: list[int]) -> dict[int, list[int]]:
    """Some documents of each paragraph."""
    held: defaultdict[int, list[int]] = defaultdict(list)
    if ids:
        columns = occurrences.c.paragraph_id, occurrences.c.document_id
        each: list[Any] = [
            select(select(*columns).where(columns[0] == one).order_by(columns[1]).limit(_MOST_DOCUMENTS).subquery())
            for one in ids
        ]
        for paragraph, document in connection.execute(union_all(*each)):
            held[paragraph].append(document)
    return held


def _first_seen(connection: Connection, ids: list[int]) -> dict[int, Having]:
    """Where each of some documents was first seen."""
    pages, earlier, own = policy_pages.alias(), captures.alias(), captures.alias()
    shown = documents.c.id
    first = (
        select(earlier.c.id)
        .join(pages, pages.c.id == earlier.c.policy_page_id)
        .where(earlier.c.document_id == shown, pages.c.line.is_not(None))
        .order_by(earlier.c.captured_at, earlier.c.id)
        .limit(1)
        .correlate(documents)
        .scalar_subquery()
    )
    found: dict[int, Having] = {}
    for start in range(0, len(ids), 500):
        query = (
            select(own.c.document_id, domains.c.domain, policy_pages.c.line, own.c.timestamp, own.c.captured_at)
            .join(policy_pages, policy_pages.c.id == own.c.policy_page_id)
            .join(domains, domains.c.id == policy_pages.c.domain_id)
            .where(own.c.id.in_(select(first).where(shown.in_(ids[start : start + 500]))))
        )
        found |= {row[0]: Having(*row[1:]) for row in connection.execute(query)}
    return found


def _others(held: list[Having], domain: str) -> list[Having]:
    """Each other domain once, with its earliest, the earliest first."""
    earliest: dict[str, Having] = {}
    for one in sorted(held, key=lambda one: (one.first_seen, one.domain)):
        earliest.setdefault(one.domain, one)
    return [one for name, one in earliest.items() if name != domain]
