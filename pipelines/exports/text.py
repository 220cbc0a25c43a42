"""Knows the format `text`: a tree of files that hold the words alone."""

from pathlib import Path

from pipelines.database.questions.exports import Chosen
from pipelines.exports.trees import write_tree


def write_text(chosen: Chosen, folder: Path) -> None:
    write_tree(chosen.rows(), folder, ".txt", lambda row: f"{row.text}\n")
