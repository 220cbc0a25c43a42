"""Knows how a database is opened for those who only look: nothing can be written, and no question takes for ever.

SQLite opens the file read-only, PostgreSQL the session; both refuse a write whatever is asked.
"""

import sqlite3
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

from crawler.errors import WrongCommand
from pipelines.database.opening import open_database

Database = Engine  # what those who only look ask their questions of

CONNECTIONS = 8  # as many questions are answered at once
LONGEST_SECONDS = 10.0  # for one question; none of ours takes a second on a million captures
_LOOK_EVERY = 20_000  # steps of SQLite's between two looks at the clock: about a millisecond

_POOL: dict[str, Any] = {"pool_size": CONNECTIONS, "max_overflow": 0, "pool_timeout": LONGEST_SECONDS}


def open_to_read(address: str, longest_seconds: float = LONGEST_SECONDS) -> Engine:
    """The engine of a database that is there already, brought up to date first. Dispose of it when done."""
    _see_that_there_is_one(address)
    writer = open_database(address)
    writer.dispose()
    url = writer.url
    if writer.dialect.name == "postgresql":
        options = f"-c default_transaction_read_only=on -c statement_timeout={longest_seconds * 1000:.0f}"
        return create_engine(url, connect_args={"options": options}, pool_pre_ping=True, **_POOL)
    engine = create_engine(url, creator=lambda: _connect(url), **_POOL)

    def set_limit(connection: Connection, *_statement: Any) -> None:
        """SQLite has no time-out of its own for a question; it asks us from time to time whether to go on."""
        until = time.monotonic() + longest_seconds
        driver: Any = connection.connection.driver_connection
        driver.set_progress_handler(lambda: time.monotonic() > until, _LOOK_EVERY)

    event.listen(engine, "before_cursor_execute", set_limit)
    return engine


def _see_that_there_is_one(address: str) -> None:
    """Looking must not make an empty file of a name that was mistyped."""
    try:
        url = make_url(address)
    except Exception:  # noqa: BLE001  whatever is wrong with it, open_database says
        return
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        raise WrongCommand(
            f"there is no database {url.database} to look at; scrapy backfill LIST makes it, "
            "or give another DATABASE_URL"
        )


def _connect(url: URL) -> sqlite3.Connection:
    file = quote(str(Path(url.database or "").absolute()))
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA query_only=ON")
    connection.execute(f"PRAGMA busy_timeout={LONGEST_SECONDS * 1000:.0f}")
    return connection
