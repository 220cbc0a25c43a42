"""What a crawl does with archived redirects: it follows them inside the archive, and nowhere else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from pipelines.database.tables import captures, policy_pages
from tests.crawling import scrapy
from tests.fake_archive.manners import Manners, Shape
from tests.fake_archive.server import FakeArchive, Page

POLICY = (
    "<html><title>Privacy</title><body><h1>Privacy</h1>"
    "<p>We keep the name and the address that you give us for as long as your order takes, and for the two years after "
    "it in which you may come back to us about it. We tell nobody "
    "else. Write to the shop when you want to know what we hold, and we will answer within the month.</p></body></html>"
)


@contextmanager
def live_site() -> Iterator[tuple[str, list[str]]]:
    """A site that is alive today, on loopback, with the list of what was asked of it."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def crawl(archive: FakeArchive, folder: Path) -> str:
    database = f"sqlite:///{folder / 'redirects.db'}"
    ran = scrapy(
        *("backfill", "shop.example", "--every", "half-year", "--until", "2020"),
        ARCHIVE_URL=archive.url,
        DATABASE_URL=database,
    )
    assert ran.status == 0, ran.err
    return database


def outcomes(database: str) -> list[tuple[str, str, str]]:
    engine = create_engine(database)
    query = (
        select(policy_pages.c.url, captures.c.timestamp, captures.c.outcome)
        .join(policy_pages, policy_pages.c.id == captures.c.policy_page_id)
        .order_by(policy_pages.c.url, captures.c.timestamp)
    )
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(query)]
    engine.dispose()
    return rows


def moved(to: str) -> Page:
    return Page("http://shop.example/privacy", "20120301120000", b"", status=301, headers=(("Location", to),))


def test_no_request_leaves_the_archive_for_a_live_address(tmp_path: Path) -> None:
    with live_site() as (address, asked):
        page = moved(f"{address}/privacy-now")
        manners = Manners(shapes={"shop.example": Shape.LIVE})
        with FakeArchive(pages=[page], manners=manners) as archive:
            crawl(archive, tmp_path)
    assert asked == []


@pytest.mark.parametrize("shape", [Shape.ABSOLUTE, Shape.PATH, Shape.SCHEMELESS, Shape.LIVE])
def test_a_policy_behind_a_redirect_is_found_in_whatever_shape_the_archive_writes_it(
    tmp_path: Path, shape: Shape
) -> None:
    pages = [
        moved("http://shop.example/terms/data"),
        Page("http://shop.example/terms/data", "20120301120500", POLICY.encode()),
    ]
    with FakeArchive(pages=pages, manners=Manners(shapes={"shop.example": shape})) as archive:
        database = crawl(archive, tmp_path)
    assert outcomes(database) == [
        ("http://shop.example/privacy", "20120301120000", "redirect"),
        ("http://shop.example/terms/data", "20120301120500", "read"),
    ]


def test_a_redirect_to_the_home_page_is_a_miss_that_says_so(tmp_path: Path) -> None:
    pages = [moved("http://shop.example/"), Page("http://shop.example/", "20120301120500", POLICY.encode())]
    with FakeArchive(pages=pages) as archive:
        database = crawl(archive, tmp_path)
    assert outcomes(database) == [("http://shop.example/privacy", "20120301120000", "home-instead")]


def test_redirects_in_a_circle_end(tmp_path: Path) -> None:
    pages = [
        moved("http://shop.example/data"),
        Page("http://shop.example/data", "20120301120000", b"", status=301, headers=(("Location", "/privacy-2"),)),
        Page("http://shop.example/privacy-2", "20120301120000", b"", status=301, headers=(("Location", "/data"),)),
    ]
    with FakeArchive(pages=pages) as archive:
        database = crawl(archive, tmp_path)
    assert ("http://shop.example/privacy-2", "20120301120000", "redirect-loop") in outcomes(database)


def test_a_redirect_out_of_its_half_year_is_a_miss_that_says_so(tmp_path: Path) -> None:
    pages = [
        moved("http://shop.example/terms/data"),
        Page("http://shop.example/terms/data", "20120901120500", POLICY.encode()),
    ]
    with FakeArchive(pages=pages) as archive:
        database = crawl(archive, tmp_path)
    assert outcomes(database) == [("http://shop.example/privacy", "20120301120000", "out-of-window")]
