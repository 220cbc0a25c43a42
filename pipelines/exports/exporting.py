"""Knows how an export is made: written into a place of its own, described, and only then moved to its goal."""

from collections.abc import Callable
from pathlib import Path

from pipelines.database.questions.exports import Amount, Chosen
from pipelines.exports.checksums import write_checksums
from pipelines.exports.datasheets import Background, write_datasheet
from pipelines.exports.formats import Format
from pipelines.exports.git import head_of
from pipelines.exports.manifests import Manifest, write_manifest
from pipelines.exports.places import place_for


def export(chosen: Chosen, format_: Format, goal: Path, background: Callable[[], Background]) -> Amount:
    """Everything chosen, in one format, at the goal; with its checksums, manifest and datasheet."""
    with place_for(goal) as folder:
        format_.write(chosen, folder)
        manifest = Manifest(
            format=format_.name,
            selection=chosen.selection,
            amount=chosen.amount(),
            written=write_checksums(folder),
            head=head_of(folder),
        )
        write_manifest(folder, manifest)
        write_datasheet(folder, format_, manifest, background())
    return manifest.amount
