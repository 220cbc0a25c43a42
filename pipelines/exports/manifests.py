"""Knows the manifest of an export: for programs, what it holds and how it was made. No clock has a part in it."""

import json
import platform
from dataclasses import dataclass
from pathlib import Path

from crawler import VERSION
from pipelines.database.questions.exports import Amount, Selection
from pipelines.exports.checksums import CHECKSUMS, Written
from pipelines.exports.fields import FIELDS
from pipelines.exports.places import MANIFEST


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is told of one export. `head` is the newest commit of a repository."""

    format: str
    selection: Selection
    amount: Amount
    written: Written
    head: str | None


def arguments_of(selection: Selection) -> dict[str, object]:
    """The options that were given, by their names; those left out are left out here."""
    given = {
        "domain": ",".join(selection.domains),
        "since": f"{selection.since:%Y-%m-%d}" if selection.since else "",
        "until": f"{selection.until:%Y-%m-%d}" if selection.until else "",
        "language": ",".join(selection.languages),
    }
    rows = "all-captures" if selection.all_captures else "versions"
    return {name: value for name, value in given.items() if value} | {rows: True}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    told = {
        "program": f"palimpsest {VERSION}",
        "python": platform.python_version(),
        "format": manifest.format,
        "arguments": arguments_of(manifest.selection),
        "counts": {
            "rows": manifest.amount.rows,
            "domains": manifest.amount.domains,
            "documents": manifest.amount.documents,
            "files": manifest.written.files,
            "bytes": manifest.written.bytes,
        },
        "readers": dict(manifest.amount.readers),
        "checksums": {"file": CHECKSUMS, "sha256": manifest.written.checksums_sha256},
        **({"head": manifest.head} if manifest.head else {}),
        "fields": {field.name: field.meaning for field in FIELDS},
    }
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
