"""What becomes of a crawl in which something of ours goes wrong, or an answer is more than we take."""

import json
import random
from pathlib import Path

from sqlalchemy import create_engine, select

from crawler import settings
from pipelines.database.tables import captures
from tests.crawling import LIST, PLAN, sample_archive, scrapy
from tests.fake_archive.server import FakeArchive, Page


class Clumsy:
    """A middleware with a mistake that shows now and then."""

    async def process_response(self, request, response):
        if "2012" in request.url:
            raise KeyError("a mistake")
        return response


class Astray:
    """A middleware that sends requests elsewhere."""

    async def process_request(self, request):
        if "2012" in request.url and "127.0.0.1" in request.url:
            return request.replace(url="http://live.example/")
        return None


def with_middleware(name: str, place: int) -> str:
    return f"DOWNLOADER_MIDDLEWARES={json.dumps({**settings.DOWNLOADER_MIDDLEWARES, f'{__name__}.{name}': place})}"


def test_a_mistake_in_hearing_an_answer_stops_the_crawl_with_3(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'clumsy.db'}"
    with sample_archive() as archive:
        ran = scrapy(
            *("backfill", LIST, *PLAN, "-s", with_middleware("Clumsy", 565)),
            ARCHIVE_URL=archive.url,
            DATABASE_URL=database,
        )
    assert (ran.status, "which is a mistake of ours" in ran.err) == (3, True)


def test_a_request_that_would_leave_the_archive_stops_the_crawl_with_3(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'astray.db'}"
    with sample_archive() as archive:
        ran = scrapy(
            *("backfill", LIST, *PLAN, "-s", with_middleware("Astray", 50)),
            ARCHIVE_URL=archive.url,
            DATABASE_URL=database,
        )
    assert (ran.status, "expected an address of the archive" in ran.err) == (3, True)


def test_a_capture_that_is_larger_than_any_policy_is_a_miss_that_says_so(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'large.db'}"
    page = Page("http://shop.example/privacy", "20120301120000", b"<html>" + random.Random(1).randbytes(40_000))
    with FakeArchive(pages=[page]) as archive:
        scrapy(
            *("backfill", "shop.example", *PLAN, "-s", "DOWNLOAD_MAXSIZE=20000"),
            ARCHIVE_URL=archive.url,
            DATABASE_URL=database,
        )
    engine = create_engine(database)
    with engine.connect() as connection:
        outcomes = list(connection.execute(select(captures.c.outcome)).scalars())
    engine.dispose()
    assert outcomes == ["too-large"]
