"""The format `parquet`, opened by those who will open it: pandas and DuckDB."""

from pathlib import Path

import duckdb
import pandas
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine

from pipelines.database.opening import open_database
from pipelines.database.questions.exports import Selection, chosen_from
from pipelines.exports.fields import FIELDS, values
from tests.exports.conftest import Export, export_to
from tests.exports.generated import generate


@pytest.fixture
def file(exported: Export) -> Path:
    return exported("parquet") / "versions.parquet"


def kept(engine: Engine) -> list[tuple[object, ...]]:
    with chosen_from(engine, Selection()) as chosen:
        return [values(row) for row in chosen.rows()]


def plain(value: object) -> object:
    """Nothing at all, whatever a library calls it."""
    return None if value is None or value is pandas.NaT or value != value else value


def test_pandas_reads_what_the_database_says(file: Path, filled: Engine) -> None:
    frame = pandas.read_parquet(file)
    told = [tuple(map(plain, row)) for row in frame.itertuples(index=False, name=None)]
    assert told == kept(filled)


def test_pandas_sees_moments_as_moments_in_utc(file: Path) -> None:
    assert str(pandas.read_parquet(file)["first_seen"].dt.tz) == "UTC"


def test_duckdb_reads_what_the_database_says(file: Path, filled: Engine) -> None:
    columns = ("domain", "line", "number", "captures", "markdown", "words", "language_confidence", "family_id")
    with duckdb.connect() as connection:
        told = connection.execute(f"SELECT {', '.join(columns)} FROM read_parquet(?)", [str(file)]).fetchall()
    places = [[field.name for field in FIELDS].index(name) for name in columns]
    assert told == [tuple(row[place] for place in places) for row in kept(filled)]


def test_duckdb_can_ask_for_days(file: Path) -> None:
    with duckdb.connect() as connection:
        query = "SELECT count(*) FROM read_parquet(?) WHERE year(first_seen) = 2012"
        assert connection.execute(query, [str(file)]).fetchone() == (2,)


def test_each_column_says_what_it_means(file: Path) -> None:
    schema = pq.read_schema(file)
    told = {column.name: (column.metadata[b"meaning"].decode(), column.nullable) for column in schema}
    assert told == {field.name: (field.meaning, field.may_be_empty) for field in FIELDS}


def test_columns_are_compressed_with_zstd(file: Path) -> None:
    assert pq.ParquetFile(file).metadata.row_group(0).column(0).compression == "ZSTD"


def test_an_empty_selection_gives_a_table_without_rows(exported: Export) -> None:
    assert pandas.read_parquet(exported("parquet", domains=("nothing.example",)) / "versions.parquet").empty


def test_many_versions_are_written_group_by_group(sqlite_url: str, tmp_path: Path) -> None:
    engine = open_database(sqlite_url)
    generate(engine, 2_000, words=6_000)
    folder = export_to(engine, tmp_path / "goal", "parquet")
    engine.dispose()
    metadata = pq.ParquetFile(folder / "versions.parquet").metadata
    assert (metadata.num_rows, metadata.num_row_groups > 1) == (2_000, True)
