"""Knows how a run is written down: what was started, with which versions, and how it ended."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, insert, update

from pipelines.database.patience import persist
from pipelines.database.tables import runs
from pipelines.database.transactions import write_to


def start_run(engine: Engine, arguments: Mapping[str, Any], versions: Mapping[str, str]) -> int:
    """Writes down that a run begins, and returns its id. One without a finish was killed."""
    with write_to(engine, "that a run begins") as connection:
        row = {"started_at": datetime.now(UTC), "arguments": dict(arguments), "versions": dict(versions)}
        return int(connection.execute(insert(runs).values(row).returning(runs.c.id)).scalar_one())


def finish_run(engine: Engine, run: int, counts: Mapping[str, int], finish_reason: str) -> None:
    row = {"finished_at": datetime.now(UTC), "counts": dict(counts), "finish_reason": finish_reason}

    def finish() -> None:
        with write_to(engine, "how a run ended") as connection:
            connection.execute(update(runs).where(runs.c.id == run).values(row))

    persist(finish)
