"""What `reread --queue` puts on the queue, and what workers on `read` leave: the same as one machine."""

import asyncio
import os
import signal
from argparse import Namespace
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from crawler.commands.read_runs import ReadRuns
from crawler.commands.reread import Command
from crawler.commands.troubles import exit_status
from crawler.errors import Fault
from crawler.readers import Wanted
from crawler.reading.readings import Reading
from pipelines.database.opening import open_database
from pipelines.database.queue.deferring import Deferred, defer_captures, told_of, wanted_of
from pipelines.database.queue.opening import open_queue
from pipelines.database.queue.working import QueueWorker
from pipelines.database.rereading.waiting import count_waiting, waiting_batches
from tests.commands.test_work import settings
from tests.database import examples as ex
from tests.database.readings import Kept, all_of_it, crawl
from tests.database.rows import wipe

FAITHFUL = Wanted(Reading.FAITHFUL)
KEPT = [Kept(ex.PRIVACY, ex.stamp(2001 + number // 12, number % 12 + 1), None, number % 4) for number in range(120)]


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    opened = open_database(postgres_url)
    yield opened
    with opened.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS procrastinate CASCADE"))
    wipe(opened)
    opened.dispose()


def defer(engine: Engine) -> Deferred:
    return defer_captures(engine, waiting_batches(engine, FAITHFUL), FAITHFUL)


def work(engine: Engine, kill: bool = False) -> None:
    """A worker on `read`, until nothing waits; `kill` ends the process that reads."""

    async def until_empty() -> None:
        runs = ReadRuns(engine.url.render_as_string(hide_password=False))

        async def do(taken) -> None:
            if kill:
                process = runs._process.submit(os.getpid).result()
                os.kill(process, signal.SIGKILL)
            try:
                await runs.do(taken)
            finally:
                with engine.connect() as connection:
                    left = "SELECT count(*) FROM procrastinate.procrastinate_jobs WHERE status = 'todo'"
                    if not connection.execute(text(left)).scalar_one():
                        worker.stop()

        worker = QueueWorker(open_queue(engine), "read", do)
        try:
            await worker.run()
        finally:
            runs.close()

    asyncio.run(until_empty())


def test_a_worker_leaves_what_a_crawl_with_this_reader_leaves(engine: Engine) -> None:
    crawl(engine, KEPT, None)
    fresh = all_of_it(engine)
    wipe(engine)
    crawl(engine, KEPT, {0: "blunt", 1: "screened", 2: "missed", 3: "same"})
    defer(engine)
    work(engine)
    assert (count_waiting(engine, FAITHFUL), all_of_it(engine) == fresh) == (0, True)


def test_what_waits_is_put_on_the_queue_in_batches_of_a_hundred_and_more(engine: Engine) -> None:
    crawl(engine, KEPT, dict.fromkeys(range(4), "blunt"))
    assert defer(engine) == Deferred(batches=1, number=120, there_already=0)


def test_put_there_twice_it_is_there_once(engine: Engine) -> None:
    crawl(engine, KEPT[:10], dict.fromkeys(range(4), "blunt"))
    defer(engine)
    assert defer(engine) == Deferred(batches=0, number=0, there_already=10)


def test_where_nothing_waits_nothing_is_put_there(engine: Engine) -> None:
    crawl(engine, KEPT[:4], None)
    assert defer(engine).batches == 0


def test_a_batch_whose_reading_process_is_killed_is_back_on_the_queue(engine: Engine) -> None:
    crawl(engine, KEPT[:4], dict.fromkeys(range(4), "blunt"))
    defer(engine)
    with pytest.raises(Fault, match="ended by somebody else"):
        work(engine, kill=True)
    with engine.connect() as connection:
        states = connection.execute(text("SELECT status::text FROM procrastinate.procrastinate_jobs")).scalars().all()
    assert states == ["todo"]


@pytest.mark.parametrize("wanted", [FAITHFUL, Wanted(Reading.CORPUS, frozenset({"en", "de"}))])
def test_a_reader_comes_off_the_queue_as_it_was_put_there(wanted: Wanted) -> None:
    assert wanted_of(told_of(wanted)) == wanted


@pytest.mark.parametrize("given", [{"workers": "2"}, {"prune": True}])
def test_what_is_for_one_run_is_refused_together_with_a_queue(given: dict[str, object], sqlite_url: str) -> None:
    command = Command()
    command.settings = settings(DATABASE_URL=sqlite_url)
    options = Namespace(**{"languages": "", "workers": "", "prune": False, "queue": True, **given})
    assert exit_status(lambda: command._act([], options)) == 2
