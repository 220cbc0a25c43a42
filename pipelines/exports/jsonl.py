"""Knows the format `jsonl`: one row a line, each an object with all the fields."""

import json
from pathlib import Path

from pipelines.database.questions.exports import Chosen
from pipelines.exports.fields import FIELDS, values, written


def write_jsonl(chosen: Chosen, folder: Path) -> None:
    names = [field.name for field in FIELDS]
    with (folder / "versions.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for row in chosen.rows():
            told = dict(zip(names, map(written, values(row)), strict=True))
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
