"""Knows how many rows are put into a table at once, on both databases, so that doing it twice changes nothing.

Rows go in the order of their keys: two writers that hold the same rows in another order would wait for each other.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnCollection, ColumnElement, Connection, Select, Table, bindparam, func, tuple_
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]  # column names are the table's own
Columns = ColumnCollection[Any, Any]
Insert = postgresql.Insert | sqlite.Insert

_KEYS, _FIRSTS = "keys", "firsts"
_ONE = ("first_key", "second_key", "third_key")  # of one row, column by column
_AT_ONCE = 500  # SQLite takes 32,766 values in one statement, and longer ones are no faster


def insert_missing(connection: Connection, table: Table, rows: Sequence[Row], key: Sequence[str]) -> int:
    """Adds the rows whose key is not there yet; the others stay as they are. Says how many it added."""
    if not rows:
        return 0
    return connection.execute(_adding(connection.dialect.name, table, tuple(key)), _ordered(rows, key)).rowcount


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
    changed = tuple(name for name in rows[0] if name not in key)
    statement = _replacing(connection.dialect.name, table, tuple(key), changed, only_if, tuple(keeping))
    connection.execute(statement, _ordered(rows, key))


def select_by(
    connection: Connection, query: Select[Any], columns: Sequence[ColumnElement[Any]], keys: Sequence[Any]
) -> Iterator[Any]:
    """The rows of a query whose columns hold one of the keys: plain values for one column, tuples for several."""
    if len(keys) == 1:
        key = keys[0] if len(columns) > 1 else keys
        yield from connection.execute(_of_one(query, tuple(columns)), dict(zip(_ONE, key, strict=False)))
        return
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        given: dict[str, Any] = {_KEYS: some}
        if len(columns) > 1:
            given[_FIRSTS] = sorted({key[0] for key in some})
        yield from connection.execute(_restricted(query, tuple(columns)), given)


# Making a statement takes longer than running it, so each is made once: those who ask keep their queries in constants.
@lru_cache(maxsize=500)
def _restricted(query: Select[Any], columns: tuple[ColumnElement[Any], ...]) -> Select[Any]:
    if len(columns) == 1:
        return query.where(columns[0].in_(bindparam(_KEYS, expanding=True)))
    # By several columns at once SQLite finds no row but by going through all of an index; by the first it finds them.
    first = columns[0].in_(bindparam(_FIRSTS, expanding=True))
    return query.where(first, tuple_(*columns).in_(bindparam(_KEYS, expanding=True)))


@lru_cache(maxsize=500)
def _of_one(query: Select[Any], columns: tuple[ColumnElement[Any], ...]) -> Select[Any]:
    """What is asked most often. A list has to be spelled out each time, which takes as long again."""
    return query.where(*(column == bindparam(name) for column, name in zip(columns, _ONE, strict=False)))


@lru_cache(maxsize=500)
def _adding(dialect: str, table: Table, key: tuple[str, ...]) -> Insert:
    insert = _insert(dialect, table).on_conflict_do_nothing(index_elements=list(key))
    return insert.execution_options(preserve_rowcount=True)


@lru_cache(maxsize=500)
def _replacing(
    dialect: str,
    table: Table,
    key: tuple[str, ...],
    changed: tuple[str, ...],
    only_if: Callable[[Columns, Columns], Any] | None,
    keeping: tuple[str, ...],
) -> Insert:
    insert = _insert(dialect, table)
    old, new = table.c, insert.excluded
    changes: dict[str, Any] = {name: new[name] for name in changed}
    changes |= {name: func.coalesce(new[name], old[name]) for name in keeping}
    where = None if only_if is None else only_if(old, new)
    return insert.on_conflict_do_update(index_elements=list(key), set_=changes, where=where)


def _insert(dialect: str, table: Table) -> Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def _ordered(rows: Sequence[Row], key: Sequence[str]) -> list[dict[str, Any]]:
    return [dict(row) for row in sorted(rows, key=lambda row: [row[name] for name in key])]
