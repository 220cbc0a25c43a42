"""Knows how a policy page becomes a row. Found twice, the finding with the better promise is kept."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, tuple_

from crawler.items import PolicyPage
from pipelines.database.tables import policy_pages
from pipelines.database.writing.addresses import Addresses
from pipelines.database.writing.upserts import Columns, insert_or_replace

_TIES = ("found_by", "url", "link_text")  # decide between equal promises, so that arrival order never does


def write_pages(connection: Connection, addresses: Addresses, pages: Sequence[PolicyPage]) -> None:
    addresses.learn_domains(page.domain for page in pages)
    rows = [
        {
            "domain_id": addresses.domain(page.domain),
            "urlkey": page.urlkey,
            "url": page.url,
            "found_by": page.found_by.value,
            "link_text": page.link_text,
            "first_party": page.first_party,
            "promise": page.promise,
        }
        for page in pages
    ]
    insert_or_replace(connection, policy_pages, rows, ["domain_id", "urlkey"], only_if=_is_better)
    addresses.look_up({(page.domain, page.urlkey) for page in pages})


def _is_better(old: Columns, new: Columns) -> Any:
    """A page that was only mentioned has no promise, and any finding is better."""
    tie = tuple_(*(new[name] for name in _TIES)) < tuple_(*(old[name] for name in _TIES))
    return old.promise.is_(None) | (new.promise > old.promise) | ((new.promise == old.promise) & tie)
