"""Knows how the database is read and written by everyone, and what is said when it cannot be."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from crawler.errors import Fault
from pipelines.database.opening import shown, writing
from pipelines.database.patience import fault_of


@contextmanager
def read_from(engine: Engine) -> Iterator[Connection]:
    """A connection to ask questions with. Raises Fault where they cannot be answered."""
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as trouble:
        cause = _cause(trouble)
        raise fault_of(cause, f"could not read from {shown(engine)}: {cause}; {_remedy(cause)}") from trouble


@contextmanager
def write_to(engine: Engine, what: str) -> Iterator[Connection]:
    """A transaction. Raises Fault where it could not be finished; then nothing of it was written."""
    _see_that_it_is_there(engine)
    try:
        with writing(engine).begin() as connection:
            yield connection
    except SQLAlchemyError as trouble:
        cause = _cause(trouble)
        raise fault_of(
            cause,
            f"could not write {what}, to {shown(engine)}: {cause}. Nothing of it was written; {_remedy(cause)}, "
            "then run the same command again: it goes on where this one stopped",
        ) from trouble


def _see_that_it_is_there(engine: Engine) -> None:
    """Where the file of an SQLite database was taken away, the system would let us go on writing to what nobody can
    ever read."""
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists():
        raise Fault(f"the database {shown(engine)} is gone; put the file back, then run the same command again")


def _cause(trouble: SQLAlchemyError) -> str:
    return str(getattr(trouble, "orig", None) or trouble).strip().splitlines()[0]


def _remedy(cause: str) -> str:
    """What to do, by what SQLite and PostgreSQL say of a full disk, a lock held too long and a file or server gone."""
    if "full" in cause or "No space left" in cause:
        return "make room on the disk"
    if "locked" in cause:
        return "end the other program that has been writing to it for more than thirty seconds"
    if "readonly" in cause or "permission" in cause:
        return "see that it may be written to"
    if "malformed" in cause or "not a database" in cause:
        return "the file is damaged: restore it from a copy"
    return "see that it is still there and whole"
