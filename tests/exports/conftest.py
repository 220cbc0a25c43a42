"""Knows what export tests begin with: a database of three invented domains, and a way to export it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pipelines.database.questions.domains import count_by_standing
from pipelines.database.questions.exports import Selection, chosen_from
from pipelines.database.questions.totals import misses_by_kind, totals
from pipelines.database.store import Store
from pipelines.exports.datasheets import Background
from pipelines.exports.exporting import export
from pipelines.exports.formats import format_named
from tests.exports.written import everything

Export = Callable[..., Path]


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """Three domains; see `written.py`."""
    Store(engine).write(everything())
    return engine


@pytest.fixture
def exported(filled: Engine, tmp_path: Path) -> Export:
    """Exports the three domains in a format, with a selection's fields, and says where to."""

    def act(name: str, to: str = "goal", **selection: object) -> Path:
        return export_to(filled, tmp_path / to, name, **selection)

    return act


def export_to(engine: Engine, goal: Path, name: str, **selection: object) -> Path:
    def background() -> Background:
        return Background(sum(count_by_standing(engine).values()), totals(engine), misses_by_kind(engine))

    with chosen_from(engine, Selection(**selection)) as chosen:
        export(chosen, format_named(name), goal, background)
    return goal
