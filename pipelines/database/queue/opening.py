"""Knows how the queue is opened: its tables stand in a schema of their own, made and kept up to date when first needed.

They are Procrastinate's and not ours: no migration of ours touches them, and dropping the schema forgets the queue and
nothing else. A comment on the schema says which of Procrastinate's own migrations it has.
"""

from pathlib import Path
from typing import Any

from procrastinate import App, PsycopgConnector
from procrastinate.schema import SchemaManager
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, Engine, text

from crawler.errors import WrongCommand
from pipelines.database.opening import shown
from pipelines.database.transactions import write_to

Queue = App  # what batches are put on and taken from

SCHEMA = "procrastinate"
_LOCK = 7_205_759_403_792_794  # any number, only ours: two programs that start at once must not both make the tables
_CONNECTIONS = 3  # of a worker: its heart, its next job, and a job that looks after the others
_PATIENCE = 300.0  # seconds for which a worker waits for a server that is restarted; a crawl waits as long


def open_queue(engine: Engine) -> Queue:
    """The queue in the database of an engine; raises WrongCommand where that cannot have one."""
    if engine.dialect.name != "postgresql":
        raise WrongCommand(
            f"a queue needs a PostgreSQL that all machines reach, and DATABASE_URL is {shown(engine)}; "
            "write postgresql://user:password@server/database, or leave --queue away on one machine"
        )
    with write_to(engine, "the tables of the queue") as connection:
        _bring_up_to_date(connection)
    pool: dict[str, Any] = {"min_size": 1, "max_size": _CONNECTIONS, "timeout": _PATIENCE}
    return Queue(connector=PsycopgConnector(conninfo=_conninfo(engine), **pool))


def has_queue(connection: Connection) -> bool:
    """Whether there are tables of a queue."""
    if connection.dialect.name != "postgresql":
        return False
    return connection.execute(text(f"SELECT to_regclass('{SCHEMA}.procrastinate_jobs')")).scalar_one() is not None


def go_to_queue(connection: Connection) -> None:
    """For the rest of the transaction names mean the tables of the queue."""
    connection.execute(text(f"SET LOCAL search_path TO {SCHEMA}"))


def _bring_up_to_date(connection: Connection) -> None:
    newest = _migrations()[-1].name
    if has_queue(connection) and _has(connection) == newest:
        return
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if not has_queue(connection):
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        scripts = [SchemaManager.get_schema()]
    else:
        has = _has(connection)
        if has > newest:
            raise WrongCommand(
                f"the queue in the schema {SCHEMA} was made by a newer Procrastinate (it has {has}); "
                "run `pip install -r requirements.txt` here too"
            )
        scripts = [path.read_text("utf-8") for path in _migrations() if path.name > has]
    go_to_queue(connection)
    driver: Any = connection.connection.driver_connection
    for script in scripts:
        driver.execute(script)
    connection.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS '{newest}'")
    connection.execute(text("SET LOCAL search_path TO DEFAULT"))


def _has(connection: Connection) -> str:
    """The newest migration that the tables have had."""
    query = text("SELECT obj_description(CAST(:schema AS regnamespace), 'pg_namespace')")
    return str(connection.execute(query, {"schema": SCHEMA}).scalar_one() or "")


def _migrations() -> list[Path]:
    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def _conninfo(engine: Engine) -> str:
    """The address as the driver spells it; sessions see the tables of the queue alone."""
    _, given = engine.dialect.create_connect_args(engine.url)
    options = f"{given.pop('options', '')} -c search_path={SCHEMA}".strip()
    return make_conninfo("", **{name: value for name, value in given.items() if name != "context"}, options=options)
