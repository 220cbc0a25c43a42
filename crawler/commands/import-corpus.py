"""Knows `scrapy import-corpus`: the documents of a published corpus, taken into the database with their provenance."""

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from scrapy.commands import ScrapyCommand

from crawler import VERSION
from crawler.commands.troubles import ALL_ACCOUNTED_FOR, exit_status
from crawler.errors import WrongCommand
from crawler.figures import say_count
from pipelines.database.runs import finish_run, start_run
from pipelines.database.sharing import hold_engine, release_engine
from pipelines.database.writing.published import write_published_documents
from pipelines.published import NotPublished, Published, read_published

_ENDINGS = (".md", ".txt")
_AT_ONCE = 200  # files in one transaction
_MOST_NAMED = 20  # files that are no documents, named one by one


class Command(ScrapyCommand):
    """Documents of others."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "PATH"

    def short_desc(self) -> str:
        return "Start from the files of the published corpus"

    def long_desc(self) -> str:
        return (
            "Takes the documents of a published corpus into the database: PATH is a file, or a folder whose .md and "
            ".txt files are read, at any depth. Each begins with the header line that names its domain, its day and "
            "its address in the archive. They are kept as read by others, without bytes: versions, exports and "
            "reports show them until a backfill has read the same policy itself. Twice changes nothing. Example: "
            "scrapy import-corpus privacy-policy-historical/"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = exit_status(lambda: self._act(args))

    def _act(self, args: list[str]) -> int:
        if len(args) != 1:
            raise WrongCommand("expected one file or folder; see scrapy import-corpus --help")
        path = Path(args[0])
        if not path.exists():
            raise WrongCommand(f"{path}: there is no such file or folder; give the corpus, or a part of it")
        assert self.settings is not None
        engine = hold_engine(self.settings)
        try:
            _take(engine, path)
        finally:
            release_engine(self.settings)
        return ALL_ACCOUNTED_FOR


def _take(engine: Any, path: Path) -> None:
    arguments = {"command": "import-corpus", "path": str(path)}
    run = start_run(engine, arguments, {"palimpsest": VERSION, "python": platform.python_version()})
    counts = {"files": 0, "captures/new": 0, "files/left-out": 0}
    documents = _documents(path, counts)
    while group := list(islice(documents, _AT_ONCE)):
        counts["captures/new"] += write_published_documents(engine, group)
        counts["files"] += len(group)
    finish_run(engine, run, counts, "finished")
    left_out = counts["files/left-out"]
    if not counts["files"]:
        raise WrongCommand(
            f"{path} holds no published document; expected .md or .txt files that begin with the line "
            "`> *The following text is extracted and transformed from the … privacy policy …`"
        )
    known = counts["files"] - counts["captures/new"]
    print(
        f"{say_count(counts['captures/new'], 'document')} taken from {path}"
        + (f", {known:,} known already" if known else "")
        + (f", {say_count(left_out, 'file')} left out" if left_out else "")
    )


def _documents(path: Path, counts: dict[str, int]) -> Iterator[Published]:
    """Those of every file; a file that is none is named on standard error."""
    for file in _files(path):
        try:
            read = read_published(file.read_bytes())
        except OSError as trouble:
            read = NotPublished(f"it cannot be read: {trouble.strerror}")
        if isinstance(read, Published):
            yield read
            continue
        counts["files/left-out"] += 1
        if counts["files/left-out"] <= _MOST_NAMED:
            print(f"palimpsest: {file} is left out: {read.reason}", file=sys.stderr)


def _files(path: Path) -> Iterator[Path]:
    """In order of their names, folder by folder: the names of a million files are never held at once."""
    if path.is_file():
        yield path
        return
    for folder, within, names in os.walk(path):
        within[:] = sorted(name for name in within if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(_ENDINGS) and not name.startswith("."):
                yield Path(folder, name)
