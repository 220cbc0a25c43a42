"""Knows what the tests of looking begin with: a store on an empty database of either kind."""

import pytest
from sqlalchemy import Engine

from pipelines.database.store import Store


@pytest.fixture
def store(engine: Engine) -> Store:
    return Store(engine)
