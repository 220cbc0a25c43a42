"""Knows the format `markdown`: a tree of files in the published form, header line and all."""

from pathlib import Path

from pipelines.database.questions.exports import Chosen
from pipelines.exports.trees import placed


def write_markdown(chosen: Chosen, folder: Path) -> None:
    for path, row in placed(chosen.rows(), ".md"):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(row.published_form.encode())
