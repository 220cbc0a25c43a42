"""The formats `markdown`, `text`, `jsonl` and `csv`: each says what the database says."""

import csv
import hashlib
import json
import re
from pathlib import Path

import jsonschema
import pytest
from sqlalchemy import Engine

from crawler.reading.header import header_line, with_header
from pipelines.database.questions.exports import Selection, Shown, chosen_from
from pipelines.exports.fields import FIELDS, Kind
from tests.crawling import ROOT
from tests.exports.conftest import Export
from tests.exports.written import AWKWARD_WORDS

PAGE = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
SCHEMA = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.S)[0])


def kept(engine: Engine) -> list[Shown]:
    with chosen_from(engine, Selection()) as chosen:
        return list(chosen.rows())


def lines(folder: Path) -> list[dict[str, object]]:
    text = (folder / "versions.jsonl").read_bytes().decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def table(folder: Path) -> list[dict[str, str]]:
    with (folder / "versions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_markdown_file_is_the_header_line_and_the_document(exported: Export, filled: Engine) -> None:
    tree = exported("markdown")
    row = next(row for row in kept(filled) if row.number == 2)
    header = header_line(row.domain, row.first_seen, row.original_url, row.timestamp)
    file = tree / "p/pa/pal/palace.example/2012-09-20.md"
    assert file.read_bytes().decode() == with_header(header, row.markdown)


def test_the_markdown_tree_holds_every_document_of_the_database(exported: Export, filled: Engine) -> None:
    bodies = (file.read_bytes().split(b"\n\n", 1)[1] for file in exported("markdown").rglob("*/*.md"))
    assert sorted(hashlib.sha256(body).hexdigest() for body in bodies) == sorted(
        hashlib.sha256(row.markdown.encode()).hexdigest() for row in kept(filled)
    )


def test_a_text_file_is_the_words_alone(exported: Export) -> None:
    assert (exported("text") / "p/pa/pal/palace.example/2010-01-01.txt").read_bytes() == b"We keep nothing.\n"


def test_awkward_words_go_into_files_as_they_are(exported: Export) -> None:
    file = exported("text") / "a/aw/awk/awkward.example/2013-04-05.txt"
    assert file.read_bytes().decode() == f"{AWKWARD_WORDS}\n"


def test_each_line_of_jsonl_holds_to_the_documented_schema(exported: Export) -> None:
    checker = jsonschema.Draft202012Validator(SCHEMA)
    assert [error.message for line in lines(exported("jsonl")) for error in checker.iter_errors(line)] == []


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_the_documented_schema_notices_when_a_field_is_gone(exported: Export, field) -> None:
    line = lines(exported("jsonl"))[0]
    del line[field.name]
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(line)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_is_documented_as_the_code_has_it(field) -> None:
    row = f"| `{field.name}` | {field.kind.value} | {'yes' if field.may_be_empty else 'no'} | {field.meaning} |"
    assert row in PAGE.splitlines()


def test_jsonl_says_what_the_database_says(exported: Export, filled: Engine) -> None:
    assert [(line["document_id"], line["markdown"], line["captures"]) for line in lines(exported("jsonl"))] == [
        (row.document_id, row.markdown, row.captures) for row in kept(filled)
    ]


def test_moments_are_written_in_utc(exported: Export) -> None:
    assert lines(exported("jsonl"))[0]["captured_at"] == "2013-04-05T00:00:00Z"


def test_csv_says_what_jsonl_says(exported: Export) -> None:
    def cell(value: object) -> str:
        return "" if value is None else str(value)

    wanted = [{name: cell(value) for name, value in line.items()} for line in lines(exported("jsonl", "one"))]
    assert table(exported("csv", "other")) == wanted


def test_a_field_that_may_not_be_empty_never_is(exported: Export) -> None:
    must = [field.name for field in FIELDS if not field.may_be_empty]
    assert [name for line in lines(exported("jsonl")) for name in must if line[name] is None] == []


def test_every_kind_of_field_is_in_use() -> None:
    assert {field.kind for field in FIELDS} == set(Kind)
