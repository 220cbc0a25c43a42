"""Knows what is asked about documents that are no policy: which a domain has, why, and what speaks for it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select

from crawler.outcomes import Outcome
from pipelines.database.column_types import read_outcome
from pipelines.database.tables import captures, documents, domains, policy_pages
from pipelines.database.transactions import read_from


@dataclass(frozen=True, slots=True)
class ScreenedOut:
    """A document that is kept and left out of versions, with the first and last capture that show it."""

    outcome: Outcome
    evidence: str
    title: str
    url: str
    first_seen: datetime
    last_seen: datetime
    captures: int


def screened_of(engine: Engine, domain: str) -> tuple[ScreenedOut, ...]:
    """The screened-out documents of a domain, by when they were first seen."""
    first = func.min(captures.c.captured_at).label("first_seen")
    query = (
        select(
            documents.c.screened,
            documents.c.notes,
            documents.c.title,
            policy_pages.c.url,
            first,
            func.max(captures.c.captured_at).label("last_seen"),
            func.count().label("number"),
        )
        .join(captures, captures.c.document_id == documents.c.id)
        .join(policy_pages, policy_pages.c.id == captures.c.policy_page_id)
        .join(domains, domains.c.id == policy_pages.c.domain_id)
        .where(domains.c.domain == domain, documents.c.screened.is_not(None))
        .group_by(documents.c.id, policy_pages.c.id)
        .order_by(first, documents.c.id)
    )
    with read_from(engine) as connection:
        return tuple(
            ScreenedOut(
                outcome=read_outcome(row.screened),
                evidence=next((value for name, value in row.notes if name == "screen"), ""),
                title=row.title,
                url=row.url,
                first_seen=row.first_seen,
                last_seen=row.last_seen,
                captures=row.number,
            )
            for row in connection.execute(query)
        )
