"""Knows how the changes of a domain are listed in order of time, as the view tells them when the domain is set down.

That view knows no order over all domains but by reading them all. What is listed is never added to: it is derived again
and compared, so it says what the view said when the domain was last set down, and a domain that did not change costs no
write.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select

from pipelines.database.tables import changes, domains
from pipelines.database.views import versions
from pipelines.database.writing.upserts import select_by

_LISTED = ("domain_id", "line", "number", "title", "timestamp", "first_seen", "not_before")
_AT_ONCE = 500
_NAMES = select(domains.c.domain)
_LISTED_ROWS = select(changes.c.id, *(changes.c[name] for name in _LISTED))
_DELETE = delete(changes).where(changes.c.id.in_(bindparam("ids", expanding=True)))
_DERIVED = select(domains.c.id, *(versions.c[name] for name in _LISTED[1:])).join(  # what the rows must be
    domains, domains.c.domain == versions.c.domain
)


def write_changes(connection: Connection, domain_ids: Collection[int]) -> None:
    """Lists the changes of these domains anew. Whoever calls has locked the domains: of two writers the second must see
    what the first wrote."""
    ids = sorted(domain_ids)
    for start in range(0, len(ids), _AT_ONCE):
        _write(connection, ids[start : start + _AT_ONCE])


def _write(connection: Connection, ids: Sequence[int]) -> None:
    names = [row[0] for row in select_by(connection, _NAMES, [domains.c.id], ids)]
    derived = {tuple(row) for row in select_by(connection, _DERIVED, [versions.c.domain], names)}
    listed = {tuple(row[1:]): row[0] for row in select_by(connection, _LISTED_ROWS, [changes.c.domain_id], ids)}
    gone = [listed[row] for row in listed.keys() - derived]
    for start in range(0, len(gone), _AT_ONCE):
        connection.execute(_DELETE, {"ids": gone[start : start + _AT_ONCE]})
    if new := derived - listed.keys():
        rows = sorted(new, key=lambda row: row[:3])
        connection.execute(insert(changes), [dict(zip(_LISTED, row, strict=True)) for row in rows])


def write_all_changes(connection: Connection) -> None:
    """Lists those of all domains anew, in the database itself."""
    connection.execute(delete(changes))
    connection.execute(insert(changes).from_select(list(_LISTED), _DERIVED))
