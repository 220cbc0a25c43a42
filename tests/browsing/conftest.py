"""Knows what the tests of looking begin with: a store on an empty database of either kind, and a filled shelf."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import URL

from pipelines.database.opening import open_database
from pipelines.database.opening_to_read import open_to_read
from pipelines.database.store import Store
from tests.browsing.shelf import fill
from tests.conftest import address, run_sql


@pytest.fixture
def store(engine: Engine) -> Store:
    return Store(engine)


@pytest.fixture(scope="session")
def shelf_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The small corpus, filled once: whoever looks changes nothing."""
    file = tmp_path_factory.mktemp("shelf") / "shelf.db"
    shutil.copy(sqlite_template, file)
    return _filled(f"sqlite:///{file}")


@pytest.fixture(scope="session")
def shelf_database(postgres: URL) -> Iterator[str]:
    """The same on PostgreSQL."""
    name = f"palimpsest_shelf_{os.getpid()}"
    run_sql(postgres, f"CREATE DATABASE {name}")
    yield _filled(address(postgres, name))
    run_sql(postgres, f"DROP DATABASE {name} WITH (FORCE)")


def _filled(url: str) -> str:
    engine = open_database(url)
    fill(Store(engine))
    engine.dispose()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def shelf_url(request: pytest.FixtureRequest) -> str:
    """Where it is, of either kind."""
    url: str = request.getfixturevalue({"sqlite": "shelf_file", "postgresql": "shelf_database"}[request.param])
    return url


@pytest.fixture
def shelf(shelf_url: str) -> Iterator[Engine]:
    """The small corpus as those see it who only look."""
    opened = open_to_read(shelf_url)
    yield opened
    opened.dispose()
