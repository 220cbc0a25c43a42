"""Knows how an archived redirect becomes rows: the outcome of its capture, and the page it leads to."""

from collections.abc import Sequence

from sqlalchemy import Connection

from crawler.items import Redirect
from crawler.outcomes import Outcome
from pipelines.database.writing.addresses import Addresses
from pipelines.database.writing.captures import Ending, end_captures
from pipelines.database.writing.pages import write_redirect_targets


def write_redirects(connection: Connection, addresses: Addresses, redirects: Sequence[Redirect]) -> None:
    write_redirect_targets(connection, addresses, redirects)
    endings = [
        Ending(
            domain=redirect.domain,
            urlkey=redirect.urlkey,
            timestamp=redirect.timestamp,
            outcome=Outcome.REDIRECT,
            leads_to=addresses.page(redirect.domain, redirect.to_urlkey),
        )
        for redirect in redirects
    ]
    end_captures(connection, addresses, endings, {})  # of a redirect nothing is kept
