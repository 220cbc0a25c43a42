"""What `scrapy work`, `backfill --queue` and the queue in `scrapy status` say, and how workers begin and end."""

import asyncio
import signal
from argparse import Namespace
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.batches import MOST_TRIES, Batch
from crawler.commands.batch_runs import BatchRuns
from crawler.commands.deferring import defer
from crawler.commands.queue_lines import batches_left, queue_lines, told_of_queue
from crawler.commands.troubles import exit_status
from crawler.commands.work import Command
from crawler.errors import Fault, WrongCommand
from crawler.middlewares.allowance_book import AllowanceBook, book_path
from pipelines.database.opening import open_database
from pipelines.database.questions.queue import at_work
from pipelines.database.queue.opening import open_queue
from pipelines.database.queue.working import NotDone, Taken
from tests.conftest import run_sql
from tests.crawling import scrapy
from tests.fake_archive.server import FakeArchive
from tests.workforce import Workforce

OPTIONS = {"every": "change", "since": "", "until": "2025", "languages": ""}
ALONG = {"ARCHIVE": "wayback", "ARCHIVE_URL": "https://web.archive.org", "READING": "faithful"}


def settings(**given: str) -> Settings:
    told = Settings()
    told.setmodule("crawler.settings", priority="project")
    told.setdict(given, priority="cmdline")
    return told


@pytest.fixture
def queue_url(postgres_url: str) -> Iterator[str]:
    yield postgres_url
    engine = open_database(postgres_url)
    run_sql(engine.url, "DROP SCHEMA IF EXISTS procrastinate CASCADE")
    engine.dispose()


def told_of(url: str) -> list[str]:
    engine = open_database(url)
    try:
        return list(queue_lines(told_of_queue(at_work(engine))))
    finally:
        engine.dispose()


def test_a_queue_on_sqlite_is_refused_with_what_to_write_instead(sqlite_url: str) -> None:
    with pytest.raises(WrongCommand, match="postgresql://user:password@server/database"):
        defer(settings(DATABASE_URL=sqlite_url), domains="a.example")


def test_a_worker_on_sqlite_is_refused_with_what_to_write_instead(sqlite_url: str) -> None:
    ran = scrapy("work", "--queue", "crawl", DATABASE_URL=sqlite_url)
    assert (ran.status, "postgresql://user:password@server/database" in ran.err) == (2, True)


@pytest.mark.parametrize("option", ["hours", "reads_per_domain", "samples"])
def test_what_is_for_one_run_is_refused_together_with_a_queue(option: str, sqlite_url: str) -> None:
    with pytest.raises(WrongCommand, match=f"--{option.replace('_', '-')} is for a run of one machine"):
        defer(settings(DATABASE_URL=sqlite_url), domains="a.example", **{option: "1"})


@pytest.mark.parametrize(("arguments", "queue"), [([], ""), ([], "mail"), (["a.example"], "crawl")])
def test_a_worker_without_a_queue_is_refused(arguments: list[str], queue: str) -> None:
    command = Command()
    command.settings = settings()
    assert exit_status(lambda: command._act(arguments, Namespace(queue=queue))) == 2


def test_a_list_put_there_twice_is_there_once(queue_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        defer(settings(DATABASE_URL=queue_url), domains="a.example,b.example", every="half-year")
    told = capsys.readouterr().out.splitlines()
    assert (told[0], told[3]) == (
        "2 domains put on the queue in 1 batch.",
        "All of it is on the queue already: 2 domains.",
    )


def test_a_bad_line_is_named_and_the_rest_is_put_there(queue_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    defer(settings(DATABASE_URL=queue_url), domains="a.example,nonsense")
    told = capsys.readouterr()
    assert ("1 domain put on the queue" in told.out, "line 2: 'nonsense' is left out" in told.err) == (True, True)


def test_a_queue_that_nobody_works_is_told_with_what_to_do(queue_url: str) -> None:
    defer(settings(DATABASE_URL=queue_url), domains="a.example,b.example")
    assert told_of(queue_url) == [
        "",
        "0 workers",
        "queue crawl: batches 2 waiting",
        "  nobody is at it: scrapy work --queue crawl",
    ]


def test_a_batch_that_is_under_way_is_told_with_its_worker_and_when_that_was_heard_of(queue_url: str) -> None:
    defer(settings(DATABASE_URL=queue_url), domains="a.example,b.example", every="half-year")
    engine = open_database(queue_url)
    run_sql(engine.url, "INSERT INTO procrastinate.procrastinate_workers DEFAULT VALUES")
    run_sql(
        engine.url,
        "SET search_path TO procrastinate; UPDATE procrastinate_jobs SET status = 'doing', "
        "worker_id = (SELECT id FROM procrastinate_workers)",
    )
    engine.dispose()
    assert told_of(queue_url) == [
        "",
        "1 worker",
        "queue crawl: batches 1 under way",
        "  batch 1: 2 domains, for 0 s, by worker 1, heard of 0 s ago",
    ]


def test_what_is_on_the_queue_is_left_to_be_done(queue_url: str) -> None:
    defer(settings(DATABASE_URL=queue_url), domains="a.example,b.example")
    engine = open_database(queue_url)
    assert batches_left(at_work(engine)) == 2
    engine.dispose()


BATCH = Batch(("palace.example",), OPTIONS, ALONG)


def judged(status: int, batch: Batch = BATCH, tries: int = 0, runs: BatchRuns | None = None) -> NotDone | None:
    """What becomes of a batch whose process ended with a status."""
    try:
        (runs or BatchRuns(settings()))._judge(status, batch, Taken(7, batch.as_arguments(), tries))
    except NotDone as left:
        return left
    return None


def test_a_batch_of_which_nothing_is_left_is_done() -> None:
    assert judged(0) is None


def test_a_batch_of_which_something_is_left_rests_and_the_worker_goes_on() -> None:
    left = judged(1, tries=1)
    assert left is not None
    assert (left.rest, left.fault) == (timedelta(minutes=30), None)


def test_what_samples_leave_is_for_the_second_round() -> None:
    assert judged(1, Batch(BATCH.lines, OPTIONS, ALONG, samples=True)) is None


def test_a_batch_that_was_tried_often_enough_is_given_up() -> None:
    left = judged(1, tries=MOST_TRIES)
    assert left is not None
    assert left.rest is None


def test_a_fault_ends_the_worker_and_its_batch_rests() -> None:
    left = judged(3)
    assert left is not None
    assert (left.rest, type(left.fault)) == (timedelta(minutes=15), Fault)


def test_a_worker_that_cannot_do_what_was_asked_ends_and_its_batch_waits_for_another() -> None:
    left = judged(2)
    assert left is not None
    assert (left.rest, type(left.fault)) == (timedelta(0), WrongCommand)


def test_a_process_that_somebody_ended_is_started_again_but_not_for_ever() -> None:
    runs = BatchRuns(settings())
    faults = [left.fault for _ in range(3) if (left := judged(-signal.SIGKILL, runs=runs)) is not None]
    assert [type(fault) for fault in faults] == [type(None), type(None), Fault]


class Time:
    """A clock of which an hour takes no time."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def tell(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def test_a_worker_waits_while_the_archive_is_left_alone_rather_than_try_one_batch_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    time = Time()
    AllowanceBook(book_path(ALONG["ARCHIVE_URL"])).refused(time.now)
    runs = BatchRuns(settings(), time.tell, time.sleep)
    assert (asyncio.run(runs._archive_is_back(BATCH)), round(time.now)) == (True, 1_065)


def test_where_the_archive_may_be_asked_a_batch_is_not_tried_again_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert not asyncio.run(BatchRuns(settings())._archive_is_back(BATCH))


def test_the_password_of_the_database_is_not_among_the_words_of_a_command() -> None:
    runs = BatchRuns(settings(DATABASE_URL="postgresql://me:secret@server/x", CONTACT="me@palace.example"))
    told = " ".join(runs._options(BATCH))
    assert ("secret" in told, "CONTACT=me@palace.example" in told) == (False, True)


def test_what_decides_what_is_read_goes_along_with_the_batch_and_not_with_the_worker() -> None:
    told = BatchRuns(settings(READING="corpus"))._options(BATCH)
    assert [word for word in told if "READING" in word] == ["READING=faithful"]


def test_a_second_worker_for_one_address_waits_for_the_first_and_takes_its_place(
    queue_url: str, tmp_path: Path
) -> None:
    engine = open_database(queue_url)
    open_queue(engine)
    engine.dispose()
    with FakeArchive() as archive, Workforce(tmp_path, queue_url, archive) as workforce:
        first, second = workforce.hire("127.0.0.2"), workforce.start("127.0.0.2")
        workforce.wait_until(lambda: f"process {first.process.pid} crawls from this" in workforce.log.read_text())
        first.process.send_signal(signal.SIGINT)
        status = first.process.wait(60)
        workforce.workers = [second]
        workforce.wait_until(lambda: bool(workforce.numbers()))
        assert (status, workforce.dismiss()) == (0, [0])
