"""Knows the format `markdown`: a tree of files in the published form, header line and all."""

from pathlib import Path

from pipelines.database.questions.exports import Chosen
from pipelines.exports.trees import write_tree


def write_markdown(chosen: Chosen, folder: Path) -> None:
    write_tree(chosen.rows(), folder, ".md", lambda row: row.published_form)
