"""What a crawl makes of bodies in every broken coding that the archive was seen to replay (protocol sheet 2.7)."""

from typing import Any

import pytest
from sqlalchemy import create_engine, select

from pipelines.database.tables import captures, documents
from tests.crawling import PLAN, scrapy
from tests.fake_archive import FakeArchive, Manners, Oddity, Page
from tests.fake_archive.codings import CODINGS
from tests.fake_archive.inventing import SENTENCES, THINGS, WHO

URL = "http://kiln.example/privacy"
CUT = ("gzip-cut", "short")  # the others are whole, whatever their headers say
PARAGRAPHS = [
    template.format(thing=THINGS[number % 8], who=WHO[number % 6], days=number * 7 + 2)
    for number, template in enumerate(SENTENCES)
]


def page(coding: str) -> str:
    told = "\n".join(f"<p>{paragraph}</p>" for paragraph in (f"This policy was sent as {coding}.", *PARAGRAPHS))
    return f"<html><head><title>Privacy policy</title></head><body>\n{told}\n</body></html>\n"


TIMES = {coding: f"{2001 + number}0301120000" for number, coding in enumerate(CODINGS)}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The row of each capture, by the coding it came in."""
    database = f"sqlite:///{tmp_path_factory.mktemp('codings') / 'kept.db'}"
    oddities = tuple(Oddity(URL, at, coding=coding) for coding, at in TIMES.items())
    with FakeArchive(
        [Page(URL, at, page(coding)) for coding, at in TIMES.items()], manners=Manners(oddities=oddities)
    ) as archive:
        scrapy("backfill", "kiln.example", "--every", "all", *PLAN, ARCHIVE_URL=archive.url, DATABASE_URL=database)
    engine = create_engine(database)
    with engine.connect() as connection:
        joined = captures.outerjoin(documents, documents.c.id == captures.c.document_id)
        rows = {
            row.timestamp: row for row in connection.execute(select(captures, documents.c.text).select_from(joined))
        }
    engine.dispose()
    return {coding: rows[at] for coding, at in TIMES.items()}


def told(row: Any) -> int:
    """How many of the paragraphs came through."""
    return sum(paragraph in row.text for paragraph in PARAGRAPHS)


@pytest.mark.parametrize("coding", [coding for coding in CODINGS if coding not in CUT])
def test_a_body_in_a_broken_coding_is_read_whole(read: dict[str, Any], coding: str) -> None:
    row = read[coding]
    assert (row.outcome, coding in row.text, told(row)) == ("read", True, len(PARAGRAPHS))


@pytest.mark.parametrize("coding", CUT)
def test_of_a_body_that_ends_too_early_what_came_is_read(read: dict[str, Any], coding: str) -> None:
    row = read[coding]
    assert (row.outcome, 1 <= told(row) < len(PARAGRAPHS)) == ("read", True)
