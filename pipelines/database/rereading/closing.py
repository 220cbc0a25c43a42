"""Knows how a domain is set down anew after its captures were read again: as a crawl would have closed it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, null, select, update

from crawler.closings import close_visit
from crawler.domains import ListedDomain
from crawler.items import Blinks, Domain, Miss, Standing
from crawler.plans import Plan
from crawler.visits import Visit
from pipelines.database.memory import recall_from
from pipelines.database.tables import domains, misses, policy_pages
from pipelines.database.writing.addresses import Addresses
from pipelines.database.writing.blinks import write_blinks
from pipelines.database.writing.domains import write_domains
from pipelines.database.writing.misses import miss_row


def close_again(connection: Connection, addresses: Addresses, of_domains: Mapping[int, str]) -> int:
    """Sets these domains down by what is known of them now, and says how many have more to be asked for: the walk may
    want other captures where other wordings came out. Those are left open for the next crawl."""
    reopened = 0
    for domain_id, name in sorted(of_domains.items()):
        visit = visit_again(connection, name)
        if visit is None or visit.was_blocked:
            continue
        _forget_blinks(connection, domain_id)
        if visit.wants():
            reopened += _reopen(connection, domain_id)
            continue
        closing = close_visit(visit, visit.asked_at)
        write_blinks(connection, addresses, [item for item in closing if isinstance(item, Blinks)])
        _settle_intervals(connection, addresses, domain_id, [item for item in closing if isinstance(item, Miss)])
        write_domains(connection, [item for item in closing if isinstance(item, Domain)])
    return reopened


def visit_again(connection: Connection, name: str) -> Visit | None:
    """A visit to the domain by the plan and at the moment of the last crawl; None where there was none."""
    row = connection.execute(select(domains).where(domains.c.domain == name)).one()
    if row.every is None or row.asked_at is None:
        return None
    known = recall_from(connection, name)
    assert known.every is not None
    assert known.since is not None
    plan = Plan(known.every, known.since, known.until)
    return Visit(ListedDomain(name, row.rank, 0), plan, known, row.asked_at)


def _reopen(connection: Connection, domain_id: int) -> int:
    """One, if it was done."""
    was_done = (domains.c.id == domain_id) & (domains.c.status == Standing.DONE.value)
    return connection.execute(update(domains).where(was_done).values(status=Standing.OPEN.value)).rowcount


def _forget_blinks(connection: Connection, domain_id: int) -> None:
    blinking = (policy_pages.c.domain_id == domain_id) & policy_pages.c.blinks.is_not(None)
    connection.execute(update(policy_pages).where(blinking).values(blinks=null()))


def _settle_intervals(connection: Connection, addresses: Addresses, domain_id: int, missed: Sequence[Miss]) -> None:
    """What is said of the intervals of the domain as a whole. A reason that stays keeps the moment it was given."""
    now = {str(row["thing"]): row for row in (miss_row(addresses, miss) for miss in missed)}
    wide = (misses.c.domain_id == domain_id, misses.c.policy_page_id.is_(None), misses.c.timestamp.is_(None))
    gone = []
    for row in connection.execute(select(misses).where(*wide)):
        if row.thing in now and (row.kind, row.detail) == (now[row.thing]["kind"], now[row.thing]["detail"]):
            del now[row.thing]
        elif row.interval is not None or row.thing in now:
            gone.append({"of_miss": row.id})
    if gone:
        connection.execute(delete(misses).where(misses.c.id == bindparam("of_miss")), gone)
    if now:
        connection.execute(insert(misses), [now[name] for name in sorted(now)])
