"""Knows how the lines of a domain are drawn from its rows, and written into `policy_pages.line`."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from sqlalchemy import Connection, bindparam, exists, select, update

from crawler.outcomes import Outcome
from pipelines.database.tables import captures, documents, domains, home_pages, policy_pages
from pipelines.database.views import AS_PUBLISHED
from pipelines.database.writing.changes import write_changes
from pipelines.database.writing.upserts import select_by
from pipelines.lines import HomeLink, Page, Reading, draw_lines

_NOTHING_LEFT = {outcome.value for outcome in Outcome if outcome.final} - {
    Outcome.READ.value,
    Outcome.SAME_DIGEST.value,
}

_LOCKED = select(domains.c.id).order_by(domains.c.id).with_for_update(key_share=True)
_SET_LINE = update(policy_pages).where(policy_pages.c.id == bindparam("of_page")).values(line=bindparam("number"))
_OF_DOMAIN = policy_pages.c.domain_id == bindparam("of_domain")
_PAGES = select(policy_pages.c.id, policy_pages.c.urlkey, policy_pages.c.promise, policy_pages.c.line).where(_OF_DOMAIN)
_CAPTURES = (
    select(
        *(
            captures.c[name]
            for name in ("policy_page_id", "captured_at", "timestamp", "outcome", "redirect_to_page_id")
        ),
        documents.c.wording_sha256,
        documents.c.screened,
    )
    .join(policy_pages, policy_pages.c.id == captures.c.policy_page_id)
    .outerjoin(documents, documents.c.id == captures.c.document_id)
    .where(_OF_DOMAIN)
)
_PUBLISHED = (
    select(captures.c.timestamp, policy_pages.c.urlkey)
    .join(policy_pages, policy_pages.c.id == captures.c.policy_page_id)
    .join(documents, documents.c.id == captures.c.document_id)
    .where(_OF_DOMAIN, documents.c.reader_version == AS_PUBLISHED)
)
_HOME_LINKS = select(home_pages.c.interval, home_pages.c.links).where(home_pages.c.domain_id == bindparam("of_domain"))

_WITHOUT_LINE = select(policy_pages.c.domain_id).where(
    policy_pages.c.line.is_(None),
    exists().where(captures.c.policy_page_id == policy_pages.c.id, captures.c.document_id.is_not(None)),
)


def write_lines(connection: Connection, domain_ids: Collection[int]) -> None:
    """Draws the lines of these domains anew from all that is known of them now, and lists the changes along them."""
    _lock(connection, domain_ids)
    with_pages = []
    for domain_id in sorted(domain_ids):
        pages, now = _pages(connection, domain_id)
        if not pages:
            continue
        with_pages.append(domain_id)
        drawn = draw_lines(pages, _home_links(connection, domain_id))
        rows = [{"of_page": now[key][0], "number": line} for key, line in drawn.items() if now[key][1] != line]
        if rows:
            connection.execute(_SET_LINE, rows)
    write_changes(connection, with_pages)


def _lock(connection: Connection, domain_ids: Collection[int]) -> None:
    """Of two crawls that hold one domain the second draws its lines after the first, and sees what that wrote.
    SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        for _ in select_by(connection, _LOCKED, [domains.c.id], sorted(domain_ids)):
            pass


def domains_without_line(connection: Connection, pages: Collection[int]) -> set[int]:
    """The domains of those of these pages that show a wording and have no line yet: versions are seen from then on."""
    return {row.domain_id for row in select_by(connection, _WITHOUT_LINE, [policy_pages.c.id], sorted(pages))}


def _pages(connection: Connection, domain_id: int) -> tuple[list[Page], dict[str, tuple[int, int | None]]]:
    page_rows = connection.execute(_PAGES, {"of_domain": domain_id}).all()
    if not page_rows:  # a domain that was just taken up
        return [], {}
    urlkeys = {row.id: row.urlkey for row in page_rows}
    readings: defaultdict[int, list[Reading]] = defaultdict(list)
    redirects: defaultdict[int, set[str]] = defaultdict(set)
    hopeful: set[int] = set()
    for row in connection.execute(_CAPTURES, {"of_domain": domain_id}):
        page = row.policy_page_id
        if row.wording_sha256 is not None and row.screened is None:
            readings[page].append(Reading(row.captured_at, row.timestamp, urlkeys[page], row.wording_sha256))
        if row.redirect_to_page_id is not None:
            redirects[page].add(urlkeys[row.redirect_to_page_id])
        if row.screened is None and row.outcome not in _NOTHING_LEFT:
            hopeful.add(page)
    pages = [
        Page(row.urlkey, row.promise, tuple(readings[row.id]), frozenset(redirects[row.id]), row.id in hopeful)
        for row in page_rows
    ]
    return pages, {row.urlkey: (row.id, row.line) for row in page_rows}


def _home_links(connection: Connection, domain_id: int) -> Iterator[HomeLink]:
    """Those that were seen. A corpus followed them too: what it published as the policy of one domain at one moment and
    the next says as much."""
    for timestamp, urlkey in connection.execute(_PUBLISHED, {"of_domain": domain_id}):
        yield HomeLink(timestamp, AS_PUBLISHED, urlkey)
    for interval, links in connection.execute(_HOME_LINKS, {"of_domain": domain_id}):
        for link in links:
            yield HomeLink(interval, link["link_text"], link["urlkey"])
