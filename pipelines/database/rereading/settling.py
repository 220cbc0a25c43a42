"""Knows how what was read again takes the place of what stood: for captures, their pages and their domains."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, update

from pipelines.database.rereading.closing import close_again
from pipelines.database.rereading.differences import Differences, differences
from pipelines.database.rereading.documents import key_of, place_documents
from pipelines.database.rereading.leaving import keep_earlier, leave_documents
from pipelines.database.rereading.missing import settle_misses
from pipelines.database.rereading.moving import move_behind_redirects
from pipelines.database.rereading.reading import Rereading
from pipelines.database.tables import captures
from pipelines.database.writing.addresses import Addresses
from pipelines.database.writing.line_numbers import write_lines
from pipelines.database.writing.misses import clear_capture_misses, clear_interval_misses
from pipelines.database.writing.same_digest import forget_spread, spread_over_pages


def settle(connection: Connection, readings: Sequence[Rereading]) -> Differences:
    """Keeps all of these. Where nothing came out otherwise, no more is written than by whom it was read."""
    found = replace(differences(readings), captures=len(readings))
    changed = [reading for reading in readings if reading.is_changed]
    keep_earlier(connection, [one for one in changed if one.row.document_id is not None])
    ids = place_documents(connection, readings)
    shows = {one.row.id: ids[key_of(one.document)] if one.document else None for one in readings}
    _set_outcomes(connection, readings, shows)
    settle_misses(connection, readings)
    move_behind_redirects(connection, [reading for reading in changed if reading.is_moved])
    replaced = [one for one in readings if one.row.document_id != shows[one.row.id]]
    pages = {one.row.policy_page_id for one in (*changed, *replaced)}
    forget_spread(connection, pages)
    spread_over_pages(connection, pages)
    clear_capture_misses(connection, pages)
    leave_documents(connection, {one.row.document_id for one in (*changed, *replaced)} - {None})
    of_domains = {reading.row.domain_id: reading.row.domain for reading in changed}
    addresses = Addresses(connection)
    addresses.learn_domains(of_domains.values())
    clear_interval_misses(connection, addresses, [one.document for one in changed if one.document])
    reopened = close_again(connection, addresses, of_domains)
    write_lines(connection, of_domains.keys())
    return replace(found, reopened=reopened)


def _set_outcomes(connection: Connection, readings: Sequence[Rereading], shows: dict[int, int | None]) -> None:
    """What stood does not count here, however much it weighed."""
    rows = [
        {
            "of_capture": reading.row.id,
            "outcome": reading.outcome.value,
            "document_id": shows[reading.row.id],
            "read_by": reading.reader.name,
        }
        for reading in readings
    ]
    names = ("outcome", "document_id", "read_by")
    statement = update(captures).where(captures.c.id == bindparam("of_capture"))
    connection.execute(statement.values({name: bindparam(name) for name in names}), rows)
