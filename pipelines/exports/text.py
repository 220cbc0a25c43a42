"""Knows the format `text`: a tree of files that hold the words alone."""

from pathlib import Path

from pipelines.database.questions.exports import Chosen
from pipelines.exports.trees import placed


def write_text(chosen: Chosen, folder: Path) -> None:
    for path, row in placed(chosen.rows(), ".txt"):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(f"{row.text}\n".encode())
