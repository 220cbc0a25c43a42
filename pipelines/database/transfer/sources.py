"""Knows the SQLite side of a copy: one state of the file, in the order of keys, and whether it changed meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from pipelines.database.transfer.shapes import Key, Row, Shape

_KEYS = 20_000  # at a time


class Source:
    """An SQLite database as it is while this is open: what others write to it meanwhile is not seen."""

    def __init__(self, file: Path) -> None:
        self._address = f"file:{quote(str(file.absolute()))}?mode=ro"
        self._connection = sqlite3.connect(self._address, uri=True, isolation_level=None)
        self._connection.execute("PRAGMA busy_timeout=30000")
        self._looking = sqlite3.connect(self._address, uri=True, isolation_level=None)
        self._version = self._data_version()
        self._connection.execute("BEGIN")
        self._connection.execute("SELECT 1 FROM alembic_version").fetchone()  # the state is that of the first look

    def count(self, shape: Shape) -> int:
        query = f"SELECT count(*) FROM {shape.name} WHERE {shape.part}"
        return int(self._connection.execute(query).fetchone()[0])

    def pieces(self, shape: Shape, after: Key | None) -> Iterator[list[Row]]:
        """The rows behind a key, in the order of keys."""
        query = f"SELECT {shape.names} FROM {shape.name} WHERE {shape.part}"
        if after is not None:
            query += f" AND ({shape.keys}) > ({', '.join('?' * len(after))})"
        with closing(self._connection.execute(f"{query} ORDER BY {shape.keys}", after or ())) as cursor:
            if shape.is_one_piece:
                yield cursor.fetchall()
                return
            while rows := cursor.fetchmany(shape.at_once):
                yield rows

    def keys(self, shape: Shape) -> Iterator[list[Key]]:
        """The keys of all rows, in their order."""
        with closing(
            self._connection.execute(f"SELECT {shape.keys} FROM {shape.name} ORDER BY {shape.keys}")
        ) as cursor:
            while keys := cursor.fetchmany(_KEYS):
                yield keys

    def name(self) -> str:
        """What tells this database from others: the first that ever happened in it."""
        queries = ("SELECT domain FROM domains ORDER BY id LIMIT 1", "SELECT started_at FROM runs ORDER BY id LIMIT 1")
        return " ".join(str(row[0]) for query in queries for row in self._connection.execute(query))

    @property
    def has_changed(self) -> bool:
        """Whether anything was written to it since it was opened."""
        return self._data_version() != self._version

    def close(self) -> None:
        self._connection.close()
        self._looking.close()

    def _data_version(self) -> int:
        return int(self._looking.execute("PRAGMA data_version").fetchone()[0])


@contextmanager
def open_source(file: Path) -> Iterator[Source]:
    source = Source(file)
    try:
        yield source
    finally:
        source.close()
