"""Knows how the home page of an interval becomes a row: what it linked to, and the bytes it was read from."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, or_

from crawler.items import FoundBy, HomePage, PolicyPage
from crawler.outcomes import Outcome
from pipelines.database.tables import home_pages
from pipelines.database.writing.addresses import Addresses
from pipelines.database.writing.upserts import Columns, insert_or_replace

_NOT_FINAL = [outcome.value for outcome in Outcome if not outcome.final]


def write_home_pages(connection: Connection, addresses: Addresses, read: Sequence[HomePage]) -> None:
    """Snapshots come before: home pages point at them."""
    addresses.learn_domains(home.domain for home in read)
    rows = [
        {
            "domain_id": addresses.domain(home.domain),
            "interval": home.interval,
            "outcome": home.outcome.value,
            "links": [_link(page) for page in home.links],
            "served_timestamp": home.snapshot.served_timestamp if home.snapshot else None,
            "served_url": home.snapshot.served_url if home.snapshot else None,
            "snapshot_sha256": home.snapshot.sha256 if home.snapshot else None,
        }
        for home in read
    ]
    insert_or_replace(connection, home_pages, rows, ["domain_id", "interval"], only_if=_says_more)


def read_link(domain: str, link: dict[str, object]) -> PolicyPage:
    """The policy page that `links` holds as JSON."""
    return PolicyPage(
        domain=domain,
        url=str(link["url"]),
        urlkey=str(link["urlkey"]),
        found_by=FoundBy(link["found_by"]),
        link_text=str(link["link_text"]),
        first_party=bool(link["first_party"]),
        promise=int(str(link["promise"])),
    )


def _link(page: PolicyPage) -> dict[str, object]:
    return {
        "url": page.url,
        "urlkey": page.urlkey,
        "found_by": page.found_by.value,
        "link_text": page.link_text,
        "first_party": page.first_party,
        "promise": page.promise,
    }


def _says_more(old: Columns, new: Columns) -> Any:
    """A home page that was read, or is known not to be there, does not become one that could not be asked for."""
    # spelled out: SQLAlchemy expands no `IN` in a statement that is executed for many rows
    return or_(*(old.outcome == word for word in _NOT_FINAL), and_(*(new.outcome != word for word in _NOT_FINAL)))
