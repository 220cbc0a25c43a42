"""Rows that are put into a table at once."""

from sqlalchemy import Engine

from pipelines.database.tables import intervals
from pipelines.database.writing.upserts import insert_missing
from tests.database import examples as ex

KEY = ["every", "interval"]


def row(year: int) -> dict[str, object]:
    return {"every": "year", "interval": str(year), "since": ex.moment(year), "until": ex.moment(year + 1)}


def test_who_adds_rows_learns_how_many_were_missing(engine: Engine) -> None:
    with engine.begin() as connection:
        added = [
            insert_missing(connection, intervals, [row(year) for year in years], KEY)
            for years in ((2001,), (2001, 2002, 2003), ())
        ]
    assert added == [1, 2, 0]
