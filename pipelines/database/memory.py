"""Knows what the database can tell a crawl of earlier runs: the promise of `crawler/memory.py`, kept in six queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from sqlalchemy import Connection, Engine, select

from crawler.intervals import Every
from crawler.items import FoundBy, PolicyPage, Standing
from crawler.memory import Asked, Finding, KnownHome, KnownPage, Recollection
from crawler.timelines import Capture
from pipelines.database.column_types import read_outcome
from pipelines.database.patience import persist
from pipelines.database.sharing import HasSettings, shared_engine
from pipelines.database.tables import captures, documents, domains, home_pages, policy_pages, timelines
from pipelines.database.transactions import read_from
from pipelines.database.views import AS_PUBLISHED
from pipelines.database.writing.home_pages import read_link

_CLOCKS_DIFFER = timedelta(hours=1)  # by which machines that share a database may be apart


class DatabaseMemory:
    """What an earlier run can tell, out of the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def from_crawler(cls, crawler: HasSettings) -> Self:
        return cls(shared_engine(crawler.settings))

    def recall(self, domain: str) -> Recollection:
        """What is known of a domain; an empty recollection for one never seen."""
        return persist(lambda: self._recall(domain))

    def _recall(self, domain: str) -> Recollection:
        with read_from(self._engine) as connection:
            return recall_from(connection, domain)


def recall_from(connection: Connection, domain: str) -> Recollection:
    """The same, as a transaction that is under way sees it."""
    row = connection.execute(select(domains).where(domains.c.domain == domain)).one_or_none()
    if row is None:
        return Recollection(domain)
    asked = _asked(connection, row.id)
    return Recollection(
        domain=domain,
        standing=Standing(row.status),
        every=Every(row.every) if row.every else None,
        since=row.since,
        until=row.until,
        asked=asked.get(""),
        pages=_pages(connection, domain, row.id, asked),
        homes=_homes(connection, domain, row.id),
    )


def merge_asked(answers: Iterable[Asked]) -> Asked | None:
    """What several answers to one question come to: the stretch that complete ones cover together without a gap, up to
    the latest of them; where none is complete, the latest."""
    latest_first = sorted(answers, key=lambda asked: (asked.until, asked.asked_at), reverse=True)
    complete = [asked for asked in latest_first if asked.complete]
    if not complete:
        return max(latest_first, key=lambda asked: asked.asked_at, default=None)
    since = complete[0].since
    for asked in complete[1:]:
        if asked.until >= since:
            since = min(since, asked.since)
    return Asked(max(asked.asked_at for asked in complete), since, complete[0].until, complete=True)


def _asked(connection: Connection, domain_id: int) -> dict[str, Asked]:
    """By urlkey; that of the whole domain is ''. What was asked at a moment still to come was asked by a clock that
    went wrong, and nobody knows up to when it told all: it is asked again."""
    query = select(
        timelines.c.urlkey, timelines.c.asked_at, timelines.c.since, timelines.c.until, timelines.c.complete
    ).where(timelines.c.domain_id == domain_id, timelines.c.asked_at <= datetime.now(UTC) + _CLOCKS_DIFFER)
    answers: defaultdict[str, list[Asked]] = defaultdict(list)
    for row in connection.execute(query):
        answers[row.urlkey].append(Asked(row.asked_at, row.since, row.until, row.complete))
    return {urlkey: merged for urlkey, each in answers.items() if (merged := merge_asked(each)) is not None}


def _pages(connection: Connection, domain: str, domain_id: int, asked: dict[str, Asked]) -> tuple[KnownPage, ...]:
    rows = connection.execute(
        select(policy_pages).where(policy_pages.c.domain_id == domain_id).order_by(policy_pages.c.urlkey)
    ).all()
    listed: defaultdict[int, list[Capture]] = defaultdict(list)
    findings: defaultdict[int, dict[str, Finding]] = defaultdict(dict)
    for row in connection.execute(_CAPTURES.where(policy_pages.c.domain_id == domain_id)):
        listed[row.policy_page_id].append(_capture(row))
        finding = _finding(row)
        if finding is not None and finding.outcome.final:
            findings[row.policy_page_id][row.timestamp] = finding
    return tuple(
        KnownPage(_page(domain, row), asked.get(row.urlkey), tuple(listed[row.id]), findings[row.id]) for row in rows
    )


def _page(domain: str, row: Any) -> PolicyPage:
    return PolicyPage(
        domain=domain,
        url=row.url,
        urlkey=row.urlkey,
        found_by=FoundBy(row.found_by),
        link_text=row.link_text,
        first_party=row.first_party,
        promise=row.promise or 0,
    )


def _capture(row: Any) -> Capture:
    return Capture(
        urlkey=row.urlkey,
        timestamp=row.timestamp,
        captured_at=row.captured_at,
        original_url=row.original_url,
        digest=row.digest,
        status=row.status,
        mimetype=row.mimetype,
        length=row.length,
    )


def _finding(row: Any) -> Finding | None:
    """A capture that shares its digest with one that was screened out is screened out with it. One whose document was
    published by others is still to be read: what another reader found tells nothing about a change."""
    if row.outcome is None or row.reader_version == AS_PUBLISHED:
        return None
    return Finding(
        read_outcome(row.screened or row.outcome), None if row.screened else row.wording_sha256, row.leads_to
    )


def _homes(connection: Connection, domain: str, domain_id: int) -> tuple[KnownHome, ...]:
    query = (
        select(home_pages.c.interval, home_pages.c.outcome, home_pages.c.links)
        .where(home_pages.c.domain_id == domain_id)
        .order_by(home_pages.c.interval)
    )
    known = (
        KnownHome(interval, read_outcome(outcome), tuple(read_link(domain, link) for link in links))
        for interval, outcome, links in connection.execute(query)
    )
    return tuple(home for home in known if home.outcome.final)


_target = policy_pages.alias()
_CAPTURES = (
    select(
        captures,
        policy_pages.c.urlkey,
        documents.c.wording_sha256,
        documents.c.screened,
        documents.c.reader_version,
        _target.c.urlkey.label("leads_to"),
    )
    .join(policy_pages, policy_pages.c.id == captures.c.policy_page_id)
    .outerjoin(documents, documents.c.id == captures.c.document_id)
    .outerjoin(_target, _target.c.id == captures.c.redirect_to_page_id)
    .order_by(captures.c.captured_at, captures.c.timestamp)
)
