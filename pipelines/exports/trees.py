"""Knows where a document lies in a tree of files: `e/ex/exa/example.com/2012-09-20.md`, as in the published corpus."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path, PurePosixPath

from crawler.errors import Fault
from pipelines.database.questions.exports import Shown

_NAME = re.compile(r"[\w-][\w.-]*")


def domain_path(domain: str) -> PurePosixPath:
    """`e/ex/exa/example.com`. A name that could lead out of the tree is refused."""
    if not _NAME.fullmatch(domain):
        raise Fault(f"{domain!r} in the database is no domain, and cannot be the name of a folder; remove its rows")
    return PurePosixPath(domain[:1], domain[:2], domain[:3], domain)


def write_tree(rows: Iterable[Shown], folder: Path, ending: str, text_of: Callable[[Shown], str]) -> None:
    """A file for each row, with the text that a format takes from it."""
    made: Path | None = None
    for path, row in placed(rows, ending):
        file = folder / path
        if file.parent != made:
            made = file.parent
            made.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text_of(row).encode())


def placed(rows: Iterable[Shown], ending: str) -> Iterator[tuple[PurePosixPath, Shown]]:
    """Each row with the path of its file. Rows come by domain, line and moment. The first of a day has the day as its
    name, a later one the time as well; lines other than the privacy policy have a folder of their own."""
    for (domain, line), of_line in groupby(rows, key=lambda row: (row.domain, row.line)):
        folder = domain_path(domain) if line == 1 else domain_path(domain) / f"line-{line}"
        for day, of_day in groupby(of_line, key=lambda row: f"{row.captured_at:%Y-%m-%d}"):
            taken: set[str] = set()
            for row in of_day:
                name = _free_name(day, row, taken)
                taken.add(name)
                yield folder / f"{name}{ending}", row


def _free_name(day: str, row: Shown, taken: set[str]) -> str:
    if not taken:
        return day
    name = with_time = f"{day}-{row.captured_at:%H%M%S}"
    number = 1
    while name in taken:  # two pages of one line, captured in the same second
        number += 1
        name = f"{with_time}-{number}"
    return name
