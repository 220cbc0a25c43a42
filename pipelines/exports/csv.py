"""Knows the format `csv`: a line of names, then one row after the other; an empty field is nothing at all."""

import csv
from pathlib import Path

from pipelines.database.questions.exports import Chosen
from pipelines.exports.fields import FIELDS, values, written


def write_csv(chosen: Chosen, folder: Path) -> None:
    with (folder / "versions.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(field.name for field in FIELDS)
        for row in chosen.rows():
            table.writerow([written(value) for value in values(row)])
