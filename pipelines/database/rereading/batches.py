"""Knows a batch of captures that are read again: read without a transaction, then settled in one."""

from collections.abc import Sequence

from sqlalchemy import Engine, select

from crawler.readers import Wanted
from pipelines.database.patience import persist
from pipelines.database.rereading.differences import Differences
from pipelines.database.rereading.reading import read_again
from pipelines.database.rereading.settling import settle
from pipelines.database.tables import domains
from pipelines.database.transactions import read_from, write_to


def reread(engine: Engine, ids: Sequence[int], wanted: Wanted) -> Differences:
    """Reads the bytes of these captures again and keeps what comes of it; says how that differs from what stood.

    The unit of work of `scrapy reread` and of any worker: give it at least a hundred ids, best of whole domains (as
    `waiting_batches` does). It promises:

    - Nothing is asked of anyone but the database.
    - All of it is kept in one transaction, or nothing is.
    - Twice is as good as once: a capture that is read as wanted already is passed over.
    - Several may run at once, in any order, also on captures of one domain: they take turns by domain.
    - Afterwards documents, misses, equal digests, lines, versions, changes, coverage and the standing of domains are
      what a crawl with this reader would have left. Families wait for `group_new_documents`, which whoever brings new
      documents next calls; what an earlier reader made is in `earlier_documents`.
    """
    with read_from(engine) as connection:
        readings = list(read_again(connection, ids, wanted))
    if not readings:
        return Differences()

    def write() -> Differences:
        with write_to(
            engine, f"{len(readings)} captures read again, the first of {readings[0].row.domain}"
        ) as connection:
            of_domains = sorted({reading.row.domain_id for reading in readings})
            connection.execute(  # two that settle one domain at once would each miss what the other has settled
                select(domains.c.id).where(domains.c.id.in_(of_domains)).order_by(domains.c.id).with_for_update()
            ).all()
            return settle(connection, readings)

    return persist(write)
