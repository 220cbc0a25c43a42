"""Knows what many tests need: an empty database of either kind, each test its own."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import URL, make_url

from pipelines.database.opening import open_database
from pipelines.database.tables import metadata
from tests.database.postgres import postgres_server

# Properties are about results, never about time: how long one example takes says how busy the machine is. On a
# developer's machine each run tries new examples; what lands is judged by the same ones every time.
settings.register_profile(
    "ours", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("ours")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that tests copy: making one afresh takes ten times as long."""
    file = tmp_path_factory.mktemp("template") / "empty.db"
    open_database(f"sqlite:///{file}").dispose()
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """A server on which tests can make databases."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_database(postgres: URL) -> Iterator[str]:
    """One database for all tests of this process: making one for each takes thirty times as long as emptying it."""
    name = f"palimpsest_test_{os.getpid()}"
    run_sql(postgres, f"CREATE DATABASE {name}")
    open_database(address(postgres, name)).dispose()
    yield address(postgres, name)
    run_sql(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """An SQLite database of the newest form, with nothing in it."""
    shutil.copy(sqlite_template, tmp_path / "test.db")
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def postgres_url(postgres_database: str) -> Iterator[str]:
    """A PostgreSQL database of the newest form, with nothing in it."""
    yield postgres_database
    run_sql(
        make_url(postgres_database), "; ".join(f"DELETE FROM {table}" for table in reversed(metadata.sorted_tables))
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Either of them: whoever asks for it runs on both."""
    url: str = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param])
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An open database of each kind."""
    opened = open_database(database_url)
    yield opened
    opened.dispose()


def address(server: URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)


def run_sql(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
