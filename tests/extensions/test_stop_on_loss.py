"""A lost item stops the crawl, with the error kept for the exit status: real crawls, each in a process of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# A crawl without any network: its requests are `data:` addresses, its items captures of an invented domain.
_CRAWL = """
import json, sys
from random import Random
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from sqlalchemy import Engine, event
from crawler.extensions.stop_on_loss import StopOnLoss
from crawler.items import Told
from tests.database import examples as ex

URL, TROUBLE = sys.argv[1:]

@event.listens_for(Engine, "connect")
def limit(connection, _record):
    if TROUBLE == "disk":
        connection.execute("PRAGMA max_page_count=80")

def listen():
    if TROUBLE == "listener":
        raise ValueError("a bug in a listener")

class Palace(scrapy.Spider):
    name = "palace"

    async def start(self):
        if TROUBLE == "start":
            raise ValueError("a bug in start")
        yield scrapy.Request("data:,0")

    def parse(self, response):
        number = int(response.text)
        if TROUBLE == "bug" and number == 3:
            raise ValueError("a bug in the spider")
        if TROUBLE == "no item" and number == 3:
            yield {"number": number}
        body = Random(number).randbytes(10_000)
        yield Told((ex.document(ex.stamp(2000 + number), body=body),))
        if number < 59:
            yield scrapy.Request(f"data:,{number + 1}")

process = AsyncCrawlerProcess({
    "DATABASE_URL": URL,
    "INDEX_CONNECTIONS": 1,
    "REPLAY_CONNECTIONS": 6,
    "ITEM_PIPELINES": {"pipelines.stages.Dedupe": 100, "pipelines.stages.Storing": 200},
    "EXTENSIONS": {"crawler.extensions.stop_on_loss.StopOnLoss": 0},
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "CONCURRENT_ITEMS": 1,
    "LOG_LEVEL": "ERROR",
})
crawler = process.create_crawler(Palace)
crawler.signals.connect(listen, signal=scrapy.signals.scheduler_empty)
process.crawl(crawler)
process.start()
stats = crawler.stats.get_stats()
error = crawler.get_extension(StopOnLoss).error
print(json.dumps({
    "reason": stats.get("finish_reason"),
    "error": None if error is None else f"{type(error).__name__}: {error}",
    "answers": stats.get("response_received_count", 0),
    "stored": stats.get("item_scraped_count", 0),
}))
"""


@dataclass(frozen=True)
class Ended:
    """How a crawl ended."""

    reason: str | None
    error: str | None
    answers: int
    stored: int


@pytest.fixture
def crawl(sqlite_url: str):
    def run(trouble: str) -> Ended:
        command = [sys.executable, "-W", "error::ResourceWarning", "-c", _CRAWL, sqlite_url, trouble]
        ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=60)
        return Ended(**json.loads(ran.stdout.splitlines()[-1]))

    return run


def test_a_crawl_without_loss_finishes(crawl) -> None:
    assert crawl("none") == Ended("finished", None, 60, 60)


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        ("disk", "Fault: could not write"),
        ("no item", "TypeError: a dict was to be stored"),
        ("bug", "ValueError: a bug in the spider"),
        ("start", "ValueError: a bug in start"),
    ],
)
def test_a_loss_stops_the_crawl_and_is_kept(crawl, trouble: str, error: str) -> None:
    ended = crawl(trouble)
    assert ended.reason == "fault"
    assert ended.error is not None
    assert ended.error.startswith(error)
    assert ended.answers < 30


def test_a_bug_that_scrapy_only_logs_is_kept_too(crawl) -> None:
    ended = crawl("listener")
    assert ended.error is not None
    assert ended.error.endswith("errors were logged that should not happen; the log says which")
