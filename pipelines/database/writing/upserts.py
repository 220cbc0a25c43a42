"""Knows how many rows are put into a table at once, on both databases, so that doing it twice changes nothing.

Rows go in the order of their keys: two writers that hold the same rows in another order would wait for each other.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnCollection, ColumnElement, Connection, Select, Table, func, tuple_
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]  # column names are the table's own
Columns = ColumnCollection[Any, Any]
Insert = postgresql.Insert | sqlite.Insert

_AT_ONCE = 500  # SQLite takes 32,766 values in one statement, and longer ones are no faster


def insert_missing(connection: Connection, table: Table, rows: Sequence[Row], key: Sequence[str]) -> None:
    """Adds the rows whose key is not there yet; the others stay as they are."""
    if rows:
        statement = _insert(connection, table).on_conflict_do_nothing(index_elements=list(key))
        connection.execute(statement, _ordered(rows, key))


def insert_or_replace(
    connection: Connection,
    table: Table,
    rows: Sequence[Row],
    key: Sequence[str],
    *,
    only_if: Callable[[Columns, Columns], Any] | None = None,
    keeping: Collection[str] = (),
) -> None:
    """Adds the rows; where the key is there already the new row takes the place of the old.

    `only_if` looks at the columns of the old row and of the new one and says when it does; `keeping` names the columns
    in which an empty new value does not wipe out an old one."""
    if not rows:
        return
    insert = _insert(connection, table)
    old, new = table.c, insert.excluded
    changes: dict[str, Any] = {name: new[name] for name in rows[0] if name not in key}
    changes |= {name: func.coalesce(new[name], old[name]) for name in keeping}
    statement = insert.on_conflict_do_update(
        index_elements=list(key), set_=changes, where=None if only_if is None else only_if(old, new)
    )
    connection.execute(statement, _ordered(rows, key))


def select_by(
    connection: Connection, query: Select[Any], columns: Sequence[ColumnElement[Any]], keys: Sequence[Any]
) -> Iterator[Any]:
    """The rows of a query whose columns hold one of the keys: plain values for one column, tuples for several."""
    column = columns[0] if len(columns) == 1 else tuple_(*columns)
    for start in range(0, len(keys), _AT_ONCE):
        yield from connection.execute(query.where(column.in_(keys[start : start + _AT_ONCE])))


def _insert(connection: Connection, table: Table) -> Insert:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def _ordered(rows: Sequence[Row], key: Sequence[str]) -> list[dict[str, Any]]:
    return [dict(row) for row in sorted(rows, key=lambda row: [row[name] for name in key])]
