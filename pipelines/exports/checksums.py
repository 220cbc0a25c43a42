"""Knows the checksums of an export: one line a file, as `sha256sum --check SHA256SUMS` reads them."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKSUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Written:
    """What lies in an export: how many files, of how many bytes, and the hash of the list of their hashes."""

    files: int
    bytes: int
    checksums_sha256: str


def write_checksums(folder: Path) -> Written:
    """Lists every file of the folder. What begins with a dot (a repository's own) is left out."""
    files, size, whole = 0, 0, hashlib.sha256()
    with (folder / CHECKSUMS).open("wb") as listed:
        for path in _files(folder):
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            line = f"{digest}  {path.relative_to(folder).as_posix()}\n".encode()
            listed.write(line)
            whole.update(line)
            files, size = files + 1, size + path.stat().st_size
    return Written(files, size, whole.hexdigest())


def _files(folder: Path) -> Iterator[Path]:
    for at, within, names in os.walk(folder):
        within[:] = sorted(name for name in within if not name.startswith("."))
        for name in sorted(names):
            if Path(at, name) != folder / CHECKSUMS:
                yield Path(at, name)
