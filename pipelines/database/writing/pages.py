"""Knows how a policy page becomes a row, found or led to. Found twice, the better promise is kept."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, tuple_

from crawler.items import FoundBy, PolicyPage, Redirect
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


def write_redirect_targets(connection: Connection, addresses: Addresses, redirects: Sequence[Redirect]) -> None:
    """The pages that redirects lead to. A redirect says the address and no promise, so any real finding is kept."""
    addresses.learn_domains(redirect.domain for redirect in redirects)
    rows = [
        {
            "domain_id": addresses.domain(redirect.domain),
            "urlkey": redirect.to_urlkey,
            "url": redirect.to_url,
            "found_by": FoundBy.REDIRECT.value,
            "link_text": "",
            "first_party": True,
        }
        for redirect in redirects
    ]
    insert_or_replace(connection, policy_pages, rows, ["domain_id", "urlkey"], only_if=_is_no_finding)
    addresses.look_up({(redirect.domain, redirect.to_urlkey) for redirect in redirects})


def _is_no_finding(old: Columns, new: Columns) -> Any:
    tie = (old.found_by != FoundBy.REDIRECT.value) | (new.url < old.url)
    return old.promise.is_(None) & tie


def _is_better(old: Columns, new: Columns) -> Any:
    """A page that was only mentioned has no promise, and any finding is better."""
    tie = tuple_(*(new[name] for name in _TIES)) < tuple_(*(old[name] for name in _TIES))
    return old.promise.is_(None) | (new.promise > old.promise) | ((new.promise == old.promise) & tie)
