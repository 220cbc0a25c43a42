"""Each run is written down when it starts and when it ends."""

from sqlalchemy import Engine, select

from pipelines.database.runs import finish_run, start_run
from pipelines.database.tables import runs


def row(engine: Engine, run: int):
    with engine.connect() as connection:
        return connection.execute(select(runs).where(runs.c.id == run)).one()


def test_a_run_that_started_has_no_end_yet(engine: Engine) -> None:
    run = start_run(engine, {"every": "half-year"}, {"palimpsest": "0.1"})
    assert (row(engine, run).finished_at, row(engine, run).finish_reason) == (None, None)


def test_a_run_keeps_what_was_asked_and_with_which_versions(engine: Engine) -> None:
    run = start_run(engine, {"every": "half-year"}, {"palimpsest": "0.1"})
    assert (row(engine, run).arguments, row(engine, run).versions) == ({"every": "half-year"}, {"palimpsest": "0.1"})


def test_a_run_that_ended_has_its_counts_and_reason(engine: Engine) -> None:
    run = start_run(engine, {}, {})
    finish_run(engine, run, {"read": 3}, "finished")
    assert (row(engine, run).counts, row(engine, run).finish_reason) == ({"read": 3}, "finished")


def test_moments_come_back_aware_and_in_order(engine: Engine) -> None:
    run = start_run(engine, {}, {})
    finish_run(engine, run, {}, "finished")
    assert row(engine, run).started_at.tzinfo is not None
    assert row(engine, run).started_at <= row(engine, run).finished_at


def test_each_run_has_an_id_of_its_own(engine: Engine) -> None:
    assert start_run(engine, {}, {}) != start_run(engine, {}, {})
