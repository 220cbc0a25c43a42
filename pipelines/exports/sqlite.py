"""Knows the format `sqlite`: one file to ask with SQL, in which words can be searched for."""

from pathlib import Path

from pipelines.database.copying import copy_into
from pipelines.database.questions.exports import Chosen


def write_sqlite(chosen: Chosen, folder: Path) -> None:
    copy_into(folder / "policies.db", chosen)
