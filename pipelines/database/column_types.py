"""Knows the column types that mean the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

from crawler.outcomes import Outcome

# SQLite counts up by itself only in a column that is exactly INTEGER; there it holds 64 bits all the same.
Id = BigInteger().with_variant(Integer(), "sqlite")
Bytes = Id  # a number of bytes, which an index may well put past 32 bits

# What machines wrote (urlkeys, timestamps, hashes) is compared byte by byte, as SQLite does, whatever the locale of the
# PostgreSQL: the order of captures, and so the versions, must be the same on both.
Word = Text().with_variant(Text(collation="C"), "postgresql")


_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


def read_outcome(word: str) -> Outcome:
    """The outcome whose word is kept in a row."""
    return _OUTCOMES[word]


class Prose(TypeDecorator[str]):
    """What people wrote. Two things that pages contain no database can hold as text, a NUL and half a surrogate pair:
    each becomes the replacement character."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or (value.isascii() and "\0" not in value):
            return value
        storable = value.replace("\0", "\ufffd")
        return storable.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC on the way in and on the way out; SQLite itself keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone: moments in the database are aware, in UTC")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
