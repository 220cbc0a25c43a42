"""Knows in which order tables are copied and in what form rows pass: plain values, just as SQLite keeps them.

PostgreSQL is asked for its rows in the same form, so that two rows are equal when their values are, byte for byte. The
order is that of keys, the same in both: numbers, and words compared byte by byte.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Table

from pipelines.database.column_types import UtcDateTime
from pipelines.database.tables import blobs, metadata

Row = tuple[Any, ...]
Key = tuple[Any, ...]

_ROWS = 5_000  # in a piece
_OF_LONG_ROWS = 200  # bodies and texts: a piece is some megabytes
_LONG = ("blobs", "documents", "earlier_documents", "timelines")


@dataclass(frozen=True)
class Shape:
    """One table, or a part of it, as it is copied. `part` is a condition on its rows, the same SQL on both sides."""

    table: Table
    part: str = "TRUE"
    is_one_piece: bool = False

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def at_once(self) -> int:
        return _OF_LONG_ROWS if self.name in _LONG else _ROWS

    @cached_property
    def key(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.table.primary_key)

    @cached_property
    def columns(self) -> tuple[Column[Any], ...]:
        return tuple(self.table.columns)

    @property
    def names(self) -> str:
        return _listed(column.name for column in self.columns)

    @property
    def keys(self) -> str:
        return _listed(self.key)

    def key_of(self, row: Row) -> Key:
        return tuple(row[place] for place in self._places)

    @cached_property
    def _places(self) -> tuple[int, ...]:
        names = [column.name for column in self.columns]
        return tuple(names.index(name) for name in self.key)

    @property
    def as_sqlite_has_it(self) -> str:
        """The columns as PostgreSQL tells them in the form of SQLite."""
        return ", ".join(map(_in_form, self.columns))

    def with_flags(self, row: Row) -> Row:
        """A row whose yes and no are not numbers, as SQLite has them."""
        return tuple(
            bool(value) if isinstance(column.type, Boolean) and value is not None else value
            for column, value in zip(self.columns, row, strict=True)
        )


def shapes() -> list[Shape]:
    """All tables, those that others point at before them. Of bytes, those that others lean on come first, and those few
    that lean on what leans itself last and together."""
    leaning = "leans_on IN (SELECT sha256 FROM blobs WHERE leans_on IS NOT NULL)"
    parts = {
        blobs.name: [
            Shape(blobs, "leans_on IS NULL"),
            Shape(blobs, f"leans_on IS NOT NULL AND NOT {leaning}"),
            Shape(blobs, leaning, is_one_piece=True),
        ]
    }
    return [shape for table in metadata.sorted_tables for shape in parts.get(table.name, [Shape(table)])]


def whole_tables() -> list[Shape]:
    """Each table once: for counting and comparing."""
    return [Shape(table) for table in metadata.sorted_tables]


def _in_form(column: Column[Any]) -> str:
    if isinstance(column.type, UtcDateTime):
        return f"to_char(\"{column.name}\" AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    if isinstance(column.type, Boolean):
        return f'"{column.name}"::int'
    if isinstance(column.type, JSON):
        return f'"{column.name}"::text'
    return f'"{column.name}"'


def _listed(names: Iterator[str] | Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
