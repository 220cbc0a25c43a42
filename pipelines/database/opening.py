"""Knows how a database is opened: made where it is missing, brought up to date, and set as our writers need it."""

import sqlite3
from pathlib import Path
from time import sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError, SQLAlchemyError

from crawler.errors import Fault, WrongCommand
from pipelines.database.migrating import NewerThanProgram, bring_up_to_date

_KNOWN = ("sqlite", "postgresql")
_EXAMPLES = "sqlite:///data/palimpsest.db or postgresql://user:password@server/database"

# The settings of every SQLite connection. WAL lets the panel and `status` read while a crawl writes; NORMAL is safe
# with WAL (a power cut may lose the last commits, never the file); thirty seconds outlast any batch of ours.
_PRAGMAS = ("busy_timeout=30000", "synchronous=NORMAL", "foreign_keys=ON")
_WAL_TRIES = 100


def open_database(address: str) -> Engine:
    """The engine of the database at an address, with all tables and views in place. Dispose of it when done."""
    url = _read_address(address)
    if url.get_backend_name() == "sqlite":
        _make_folder(url)
    engine = _create_engine(url)
    try:
        bring_up_to_date(engine)
    except NewerThanProgram as newer:
        engine.dispose()
        raise WrongCommand(
            f"the database {_name(url)} was written by a newer version of this program (migration {newer.revision}); "
            "update the program, or give another DATABASE_URL"
        ) from newer
    except SQLAlchemyError as trouble:
        engine.dispose()
        raise _cannot_open(url, trouble) from trouble
    except BaseException:
        engine.dispose()
        raise
    return engine


def writing(engine: Engine) -> Engine:
    """The same engine for those who write: on SQLite their transactions take the write lock at once. One that reads
    first and asks for it later is refused whenever another writer came between, and no time-out helps."""
    return engine.execution_options(palimpsest_writes=True)


def shown(engine: Engine) -> str:
    """The address of a database as a message may show it: without the password."""
    return _name(engine.url)


def _name(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _read_address(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as trouble:  # ValueError: a port that is not a number
        raise WrongCommand(
            f"DATABASE_URL {_without_password(address)!r} is no database address; write {_EXAMPLES}"
        ) from trouble
    if url.get_backend_name() not in _KNOWN:
        raise WrongCommand(f"DATABASE_URL {_name(url)} names a kind of database we do not know; write {_EXAMPLES}")
    return url


def _without_password(address: str) -> str:
    before, at, after = address.rpartition("@")
    return f"{before.partition('://')[0]}://***@{after}" if at else address


def _make_folder(url: URL) -> None:
    if not url.database or url.database == ":memory:":
        raise WrongCommand(f"DATABASE_URL {_name(url)} names no file, and what is in memory is lost; write {_EXAMPLES}")
    folder = Path(url.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise WrongCommand(
            f"the folder {folder} of the database {_name(url)} cannot be made ({trouble.strerror}); "
            "give a DATABASE_URL in a folder you may write to"
        ) from trouble


def _create_engine(url: URL) -> Engine:
    try:
        # A server may have been restarted since we last asked: a connection that died idle is replaced, not a fault.
        engine = create_engine(url, pool_pre_ping=url.get_backend_name() != "sqlite")
    except (NoSuchModuleError, ModuleNotFoundError) as trouble:
        raise WrongCommand(
            f"the driver for the database {_name(url)} is not installed ({trouble}); "
            "run `pip install -r requirements.txt`, or write postgresql:// or sqlite:// without a driver's name"
        ) from trouble
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    _turn_on_wal(connection)


def _turn_on_wal(connection: Any) -> None:
    """The file remembers it, so this is done once; another program that does it at the same moment refuses us at once,
    without the busy time-out."""
    for tries in range(_WAL_TRIES):
        try:
            if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as trouble:
            if "locked" not in str(trouble) or tries + 1 == _WAL_TRIES:
                raise
            sleep(0.05)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("palimpsest_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _cannot_open(url: URL, trouble: SQLAlchemyError) -> WrongCommand | Fault:
    """What to do, by what SQLite and PostgreSQL say."""
    cause = str(getattr(trouble, "orig", None) or trouble).strip().splitlines()[0]
    sqlite = url.get_backend_name() == "sqlite"
    if "not a database" in cause:
        return WrongCommand(f"{url.database} is a file, but no SQLite database ({cause}); give another DATABASE_URL")
    if "already exists" in cause or not isinstance(trouble, OperationalError):
        return WrongCommand(
            f"the database {_name(url)} cannot take our tables ({cause}); does it belong to another program? "
            "Give a DATABASE_URL of its own"
        )
    if sqlite and "locked" not in cause and "full" not in cause:
        return WrongCommand(
            f"the database {_name(url)} cannot be opened ({cause}); see that the file may be read and written, "
            "or give another DATABASE_URL"
        )
    return Fault(
        f"the database {_name(url)} cannot be reached ({cause}); see that it runs, has room and lets this user in, "
        "then run the same command again"
    )
