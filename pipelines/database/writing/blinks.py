"""Knows how it is written down that the wordings of a page come and go."""

from collections.abc import Sequence

from sqlalchemy import Connection, update

from crawler.items import Blinks
from pipelines.database.tables import policy_pages
from pipelines.database.writing.addresses import Addresses


def write_blinks(connection: Connection, addresses: Addresses, found: Sequence[Blinks]) -> None:
    """The last word on each page counts: it was said with the most captures read."""
    addresses.learn_pages({(blinks.domain, blinks.urlkey) for blinks in found})
    for blinks in found:
        stretches = [
            {"since": one.since.isoformat(), "until": one.until.isoformat(), "wordings": one.wordings}
            for one in blinks.stretches
        ]
        page = policy_pages.c.id == addresses.page(blinks.domain, blinks.urlkey)
        connection.execute(update(policy_pages).where(page).values(blinks=stretches))
