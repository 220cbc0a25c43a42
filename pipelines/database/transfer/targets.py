"""Knows the PostgreSQL side of a copy: whether it may be written to, and how rows come into it piece by piece.

A comment on the table of domains says of which database this is an unfinished copy, so that nothing else is ever
overwritten, and that a copy which was killed is known again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Engine

from crawler.errors import WrongCommand
from pipelines.database.opening import shown
from pipelines.database.patience import fault_of
from pipelines.database.tables import metadata
from pipelines.database.transfer.shapes import Key, Row, Shape, whole_tables

_MARK = "unfinished copy of "


class Target:
    """A PostgreSQL of ours, all tables in place."""

    def __init__(self, connection: "psycopg.Connection[Row]", name: str) -> None:
        self._connection = connection
        self._name = name

    def claim(self, of: str) -> bool:
        """Marks it as a copy of that database; whether it was one already. Raises WrongCommand where it holds anything
        else."""
        if self._one("SELECT obj_description('domains'::regclass, 'pg_class')") == _MARK + of:
            return True
        filled = [one.name for one in whole_tables() if self._one(f"SELECT 1 FROM {one.name} LIMIT 1") is not None]
        if filled:
            raise WrongCommand(
                f"{self._name} holds rows already ({filled[0]}), and not those of an unfinished copy of this database; "
                "give the address of an empty one"
            )
        self._comment(_MARK + of)
        return False

    def release(self) -> None:
        """The copy is whole: from now on it is a database like any other."""
        self._comment(None)

    def count(self, shape: Shape) -> int:
        return int(self._one(f"SELECT count(*) FROM {shape.name} WHERE {shape.part}") or 0)

    def last_key(self, shape: Shape) -> Key | None:
        """Up to where it was copied: rows come in the order of keys, and each piece whole."""
        descending = ", ".join(f'"{name}" DESC' for name in shape.key)
        query = f"SELECT {shape.keys} FROM {shape.name} WHERE {shape.part} ORDER BY {descending} LIMIT 1"
        with self._connection.transaction():
            return self._connection.execute(_sql(query)).fetchone()

    def add(self, shape: Shape, rows: Sequence[Row]) -> None:
        """A piece, in one transaction."""
        statement = _sql(f"COPY {shape.name} ({shape.names}) FROM STDIN")
        with (
            self._connection.transaction(),
            self._connection.cursor() as cursor,
            cursor.copy(statement) as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def between(self, shape: Shape, after: Key | None, upto: Key | None) -> list[Row]:
        """The rows behind one key and up to another, in the form of SQLite."""
        return self._between(shape.as_sqlite_has_it, shape, after, upto)

    def keys_between(self, shape: Shape, after: Key | None, upto: Key | None) -> list[Key]:
        return self._between(shape.keys, shape, after, upto)

    def _between(self, what: str, shape: Shape, after: Key | None, upto: Key | None) -> list[Row]:
        holes = f"({', '.join(['%s'] * len(shape.key))})"
        bounds = [f"({shape.keys}) {sign} {holes}" for sign, key in ((">", after), ("<=", upto)) if key is not None]
        query = f"SELECT {what} FROM {shape.name} WHERE {' AND '.join([shape.part, *bounds])} ORDER BY {shape.keys}"
        with self._connection.transaction():
            return self._connection.execute(_sql(query), (*(after or ()), *(upto or ()))).fetchall()

    def replace(self, shape: Shape, rows: Sequence[Row]) -> None:
        """Puts these rows in the place of those with their keys."""
        own = [f'"{column.name}"' for column in shape.columns if column.name not in shape.key]
        what = f"UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in own)}" if own else "NOTHING"
        holes = ", ".join(["%s"] * len(shape.columns))
        query = f"INSERT INTO {shape.name} ({shape.names}) VALUES ({holes}) ON CONFLICT ({shape.keys}) DO {what}"
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.executemany(_sql(query), [shape.with_flags(row) for row in rows])

    def remove(self, shape: Shape, keys: Sequence[Key]) -> None:
        """Takes rows away, and that others point at them: comparing puts those right."""
        holes = ", ".join(["%s"] * len(shape.key))
        queries = [
            f'UPDATE {table.name} SET "{column.name}" = NULL WHERE "{column.name}" = %s'
            for table in metadata.sorted_tables
            for column in table.columns
            if column.nullable and any(key.column.table is shape.table for key in column.foreign_keys)
        ]
        with self._connection.transaction(), self._connection.cursor() as cursor:
            for query in (*queries, f"DELETE FROM {shape.name} WHERE ({shape.keys}) = ({holes})"):
                cursor.executemany(_sql(query), keys)

    def set_sequences(self) -> None:
        """The next row that anybody adds gets the next number."""
        for shape in whole_tables():
            sequence = self._one(f"SELECT pg_get_serial_sequence('{shape.name}', '{shape.key[0]}')")
            if sequence is not None:
                highest = f'SELECT max("{shape.key[0]}") FROM {shape.name}'
                self._one(f"SELECT setval('{sequence}', coalesce(({highest}), 1), ({highest}) IS NOT NULL)")

    def analyze(self) -> None:
        """Tells the server how much of everything there is now, by which it chooses its ways."""
        self._connection.execute("ANALYZE")

    def searchable(self) -> tuple[int, int]:
        """How many documents count as policies, and how many of them can be searched."""
        return (
            int(self._one("SELECT count(*) FROM documents WHERE screened IS NULL") or 0),
            int(self._one("SELECT count(*) FROM document_search") or 0),
        )

    def _one(self, query: str) -> Any:
        with self._connection.transaction():
            row = self._connection.execute(_sql(query)).fetchone()
        return row[0] if row else None

    def _comment(self, said: str | None) -> None:
        with self._connection.transaction():
            self._connection.execute(sql.SQL("COMMENT ON TABLE domains IS {}").format(sql.Literal(said)))


def _sql(text: str) -> sql.SQL:
    """A statement made of the names of our own tables."""
    return sql.SQL(text)


@contextmanager
def open_target(engine: Engine) -> Iterator[Target]:
    """A connection of its own. Raises Fault where the server has trouble; each piece that came before is kept."""
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("SET TIME ZONE 'UTC'")  # SQLite keeps moments without a zone: they are of UTC
            yield Target(connection, shown(engine))
    except psycopg.Error as trouble:
        cause = str(trouble).strip().splitlines()[0]
        raise fault_of(
            cause,
            f"could not copy into {shown(engine)}: {cause}. Whole pieces are kept; see that the server has room and "
            "that nobody else writes to it, then run the same command again; if that says the same, empty it first",
        ) from trouble
