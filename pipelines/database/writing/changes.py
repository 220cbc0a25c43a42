"""Knows how the changes of a domain are listed in order of time: copied anew from the view when its lines are drawn.

The view of versions knows no order over all domains but by reading them all. What is copied is never added to: it is
taken away and derived again, so it says what the view said when the domain was last set down.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from pipelines.database.tables import changes, domains
from pipelines.database.views import versions

_COPIED = ("line", "number", "timestamp", "first_seen")
_AT_ONCE = 500


def write_changes(connection: Connection, domain_ids: Collection[int]) -> None:
    """Lists the changes of these domains anew."""
    ids = sorted(domain_ids)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        names = connection.scalars(select(domains.c.domain).where(domains.c.id.in_(some))).all()
        connection.execute(delete(changes).where(changes.c.domain_id.in_(some)))
        connection.execute(insert(changes).from_select(*_derived(versions.c.domain.in_(names))))


def write_all_changes(connection: Connection) -> None:
    """Lists those of all domains anew."""
    connection.execute(delete(changes))
    connection.execute(insert(changes).from_select(*_derived()))


def _derived(*narrowed: Any) -> tuple[list[str], Any]:
    """The columns to write, and the question that gives their rows."""
    copied = (versions.c[name] for name in _COPIED)
    query = select(domains.c.id, *copied).join(domains, domains.c.domain == versions.c.domain).where(*narrowed)
    return ["domain_id", *_COPIED], query
