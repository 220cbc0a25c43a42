"""Knows that captures of one page with the same digest hold the same bytes: reading one of them reads them all."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, or_, select, update

from crawler.outcomes import Outcome
from pipelines.database.tables import captures
from pipelines.database.writing.upserts import select_by


@dataclass(frozen=True, slots=True, order=True)
class PageDigest:
    """A digest on one page."""

    policy_page_id: int
    digest: str


def spread_documents(connection: Connection, touched: Collection[PageDigest]) -> None:
    """Gives the captures with these digests that were not read themselves the document of one that was: the earliest,
    so that the order of reading does not matter. A capture that could not be had is had in this way too."""
    keys = [(pair.policy_page_id, pair.digest) for pair in sorted(touched)]
    earliest = {(row[0], row[1]): row.document_id for row in select_by(connection, _READ, _COLUMNS, keys)}
    if earliest:
        connection.execute(
            _SPREAD,
            [
                {"of_page": page, "of_digest": digest, "document": document}
                for (page, digest), document in sorted(earliest.items())
            ],
        )


def spread_over_pages(connection: Connection, pages: Collection[int]) -> None:
    """The same for all digests of these pages: for when the index lists captures after others were read."""
    found = select_by(connection, _WITH_DOCUMENT, [captures.c.policy_page_id], sorted(pages))
    spread_documents(connection, {PageDigest(row[0], row[1]) for row in found})


def forget_spread(connection: Connection, pages: Collection[int]) -> None:
    """Takes back what was known by digest on these pages: the index has a better row for one of their moments now."""
    for page in sorted(pages):
        connection.execute(_FORGET, {"of_page": page})


_COLUMNS = (captures.c.policy_page_id, captures.c.digest)
_READ = (
    select(*_COLUMNS, captures.c.timestamp, captures.c.document_id)
    .where(
        captures.c.document_id.is_not(None),
        captures.c.snapshot_sha256.is_not(None),  # what others published came without bytes
        captures.c.outcome != Outcome.SAME_DIGEST.value,
    )
    .order_by(captures.c.timestamp.desc())
)
_WITH_DOCUMENT = select(*_COLUMNS).where(
    captures.c.document_id.is_not(None),
    captures.c.outcome != Outcome.SAME_DIGEST.value,
    captures.c.digest.is_not(None),
)
_FORGET = (
    update(captures)
    .where(captures.c.policy_page_id == bindparam("of_page"), captures.c.outcome == Outcome.SAME_DIGEST.value)
    .values(outcome=None, document_id=None)
)
_SPREAD = (
    update(captures)
    .where(
        captures.c.policy_page_id == bindparam("of_page"),
        captures.c.digest == bindparam("of_digest"),
        func.coalesce(captures.c.status, 200) < 300,  # the index calls it a page; a revisit has no status
        or_(
            captures.c.outcome.is_(None),
            captures.c.document_id.is_(None) & (captures.c.outcome != Outcome.REDIRECT.value),
            (captures.c.outcome == Outcome.SAME_DIGEST.value) & (captures.c.document_id != bindparam("document")),
            (captures.c.outcome == Outcome.READ.value) & captures.c.snapshot_sha256.is_(None),  # published by others
        ),
    )
    .values(outcome=Outcome.SAME_DIGEST.value, document_id=bindparam("document"))
)
