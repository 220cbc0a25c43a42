"""Knows which formats there are, in the order in which they are shown to people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from crawler.errors import WrongCommand
from pipelines.database.questions.exports import Chosen
from pipelines.exports.csv import write_csv
from pipelines.exports.git import write_git
from pipelines.exports.jsonl import write_jsonl
from pipelines.exports.markdown import write_markdown
from pipelines.exports.sqlite import write_sqlite
from pipelines.exports.text import write_text
from pipelines.exports.warc import write_warc

Write = Callable[[Chosen, Path], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what it gives, in words, and how it is written into an empty folder."""

    name: str
    gives: str
    write: Write


def _write_parquet(chosen: Chosen, folder: Path) -> None:
    from pipelines.exports.parquet import write_parquet  # its library takes half a second and 60 MB to load

    write_parquet(chosen, folder)


_ORDERED = (
    Format("markdown", "a tree of files in the published form, one a version: e/ex/exa/example.com/2012-09-20.md",
           write_markdown),
    Format("text", "the same tree with the words alone, as .txt", write_text),
    Format("jsonl", "versions.jsonl, an object a line", write_jsonl),
    Format("csv", "versions.csv, the same fields as a table", write_csv),
    Format("parquet", "versions.parquet, the same fields as columns, compressed with zstd", _write_parquet),
    Format("sqlite", "policies.db, with full-text search in `documents_fts`", write_sqlite),
    Format("git", "a repository: one file a domain, one commit a version, dated with its capture", write_git),
    Format("warc", "the bytes as they were replayed, in palimpsest-*.warc.gz", write_warc),
)  # fmt: skip
FORMATS: Mapping[str, Format] = {each.name: each for each in _ORDERED}


def format_named(word: str) -> Format:
    if word not in FORMATS:
        raise WrongCommand(f"--format is {word!r}; expected one of {', '.join(FORMATS)}")
    return FORMATS[word]
