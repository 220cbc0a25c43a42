"""Knows what is asked about paragraphs: which a domain's policies share with others, and who had each first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select, func, select

from pipelines.database.tables import captures, domains, occurrences, paragraphs, policy_pages
from pipelines.database.transactions import read_from


@dataclass(frozen=True, slots=True)
class Holder:
    """A domain whose policies have a paragraph, and between which captures that was seen."""

    domain: str
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class SharedParagraph:
    """A paragraph in the policies of several domains; the holders by who had it first in the archive."""

    text: str
    words: int
    holders: tuple[Holder, ...]


def shared_paragraphs(engine: Engine, domain: str) -> tuple[SharedParagraph, ...]:
    """The paragraphs that the policies of a domain share with those of others, in the order in which it had them."""
    first = func.min(captures.c.captured_at)
    mine = _seen(select(occurrences.c.paragraph_id)).where(domains.c.domain == domain)
    query = _seen(
        select(
            occurrences.c.paragraph_id,
            domains.c.domain,
            first.label("first_seen"),
            func.max(captures.c.captured_at).label("last_seen"),
        )
    ).where(occurrences.c.paragraph_id.in_(mine))
    texts = (
        _seen(select(paragraphs.c.id, paragraphs.c.text, paragraphs.c.words).select_from(_held))
        .where(domains.c.domain == domain)
        .group_by(paragraphs.c.id)
        .order_by(first, func.min(occurrences.c.place), paragraphs.c.id)
    )
    holders: defaultdict[int, list[Holder]] = defaultdict(list)
    with read_from(engine) as connection:
        for row in connection.execute(query.group_by(occurrences.c.paragraph_id, domains.c.domain)):
            holders[row.paragraph_id].append(Holder(row.domain, row.first_seen, row.last_seen))
        return tuple(
            SharedParagraph(row.text, row.words, tuple(sorted(holders[row.id], key=_by_moment)))
            for row in connection.execute(texts)
            if len(holders[row.id]) > 1
        )


def _seen(query: Select[Any]) -> Select[Any]:
    """With the captures that show the document of each occurrence, and their domains."""
    return (
        query.join(captures, captures.c.document_id == occurrences.c.document_id)
        .join(policy_pages, policy_pages.c.id == captures.c.policy_page_id)
        .join(domains, domains.c.id == policy_pages.c.domain_id)
    )


def _by_moment(holder: Holder) -> tuple[datetime, str]:
    return holder.first_seen, holder.domain


_held = occurrences.join(paragraphs, paragraphs.c.id == occurrences.c.paragraph_id)
