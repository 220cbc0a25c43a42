"""Knows how a database is brought to the newest form of the tables, by Alembic, in one transaction."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_205_759_403_792_793  # any number, only ours: two programs that start at once must not both migrate

logging.getLogger("alembic").setLevel(logging.WARNING)  # which dialect it found is nobody's news in a crawl's log


class NewerThanProgram(Exception):
    """The database stands at a migration that this program does not have."""

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.revision = revision


def bring_up_to_date(engine: Engine) -> None:
    """Runs the migrations that are missing; nothing is written where none is."""
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells three times that there is nothing to do
    script = ScriptDirectory(str(_FOLDER))
    with engine.connect() as connection:
        if _revision(connection, script) == script.get_current_head():
            return
    with engine.execution_options(palimpsest_writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        _revision(connection, script)
        command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> Config:
    """What Alembic is told, here and by those who write a new migration."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection, script: ScriptDirectory) -> str | None:
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is not None:
        try:
            script.get_revision(revision)
        except CommandError as unknown:
            raise NewerThanProgram(revision) from unknown
    return revision
