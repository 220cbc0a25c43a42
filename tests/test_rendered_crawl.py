"""What a crawl with RENDER=1 makes of pages whose words come only by script."""

import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from crawler import settings
from crawler.middlewares.render_shells import RenderShells
from crawler.reading.rendering import find_chromium
from pipelines.database.tables import captures, documents
from tests.crawling import scrapy
from tests.fake_archive.server import FakeArchive, Page

pytestmark = pytest.mark.skipif(find_chromium() is None, reason="no Chromium on PATH (apt-get install chromium)")

SHELL = (
    '<html><head><title>Privacy</title></head><body><div id="root"></div>'
    "<noscript>You need to enable JavaScript to run this app.</noscript>"
    '<script src="/app.js"></script></body></html>'
)
WORDS = (
    "We keep the name and the address that you give us for as long as your order takes, and for the two years after it "
    "in which you may come back to us about it. We tell nobody else. Write to the shop when you want to know what we "
    "hold, and we will answer within the month. "
)
SCRIPT = f"document.getElementById('root').innerHTML = '<h1>Privacy</h1><p>{WORDS * 3}</p>'"
PAGES = [
    Page("http://shop.example/privacy", "20190301120000", SHELL),
    Page("http://shop.example/app.js", "20190228120000", SCRIPT, media_type="text/javascript"),
]


class RenderOurShells(RenderShells):
    """For tests, which may run as root: their pages are their own."""

    pages_are_ours = True


def crawl(archive: FakeArchive, folder: Path, render: str) -> str:
    database = f"sqlite:///{folder / 'rendered.db'}"
    middlewares = dict(settings.DOWNLOADER_MIDDLEWARES)
    del middlewares["crawler.middlewares.render_shells.RenderShells"]
    middlewares["tests.test_rendered_crawl.RenderOurShells"] = 540
    ran = scrapy(
        *("backfill", "shop.example", "--until", "2020", "-s", f"DOWNLOADER_MIDDLEWARES={json.dumps(middlewares)}"),
        RENDER=render,
        ARCHIVE_URL=archive.url,
        DATABASE_URL=database,
    )
    assert ran.status == 0, ran.err
    return database


def rows(database: str, query) -> list[tuple]:
    engine = create_engine(database)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(query)]
    engine.dispose()
    return found


def test_a_shell_is_a_miss_that_says_so_without_it(tmp_path: Path) -> None:
    with FakeArchive(pages=PAGES) as archive:
        database = crawl(archive, tmp_path, "0")
    assert rows(database, select(captures.c.outcome)) == [("application-shell",)]


def test_a_shell_becomes_a_document_out_of_what_the_archive_holds(tmp_path: Path) -> None:
    with FakeArchive(pages=PAGES) as archive:
        database = crawl(archive, tmp_path, "1")
    assert WORDS.strip() in rows(database, select(documents.c.text))[0][0]
