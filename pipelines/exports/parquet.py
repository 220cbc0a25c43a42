"""Knows the format `parquet`: columns, compressed with zstd, for pandas, DuckDB and everything that reads Arrow."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.database.questions.exports import Chosen
from pipelines.exports.fields import FIELDS, Kind, values

_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.WHOLE: pa.int64(),
    Kind.FRACTION: pa.float64(),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
}
SCHEMA = pa.schema(
    [pa.field(field.name, _TYPES[field.kind], field.may_be_empty, {"meaning": field.meaning}) for field in FIELDS]
)
_MOST_TEXT = 4_000_000  # letters in a row group: what is held at a time
_MOST_ROWS = 10_000


def write_parquet(chosen: Chosen, folder: Path) -> None:
    with pq.ParquetWriter(folder / "versions.parquet", SCHEMA, compression="zstd") as file:
        group: list[tuple[object, ...]] = []
        text = 0
        for row in chosen.rows():
            group.append(values(row))
            text += len(row.markdown) + len(row.text)
            if text >= _MOST_TEXT or len(group) >= _MOST_ROWS:
                file.write_table(_table(group))
                group, text = [], 0
        if group:
            file.write_table(_table(group))


def _table(rows: list[tuple[object, ...]]) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)], schema=SCHEMA
    )
