"""Knows what the tests of the store begin with: a store on an empty database of either kind."""

import pytest
from sqlalchemy import Engine

from pipelines.database.store import Store


@pytest.fixture
def store(engine: Engine) -> Store:
    return Store(engine)
