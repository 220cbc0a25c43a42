"""The queue in PostgreSQL: what is put there, what of it is told, and what becomes of the jobs of dead workers."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from crawler.domains import ListedDomain
from crawler.errors import Fault, WrongCommand
from pipelines.database.opening import open_database
from pipelines.database.questions.queue import at_work
from pipelines.database.queue import opening
from pipelines.database.queue.deferring import Deferred, defer_list
from pipelines.database.queue.opening import open_queue
from pipelines.database.queue.working import NotDone, QueueWorker, Taken

OPTIONS = {"every": "half-year", "since": "", "until": "2025", "languages": ""}
SETTINGS = {"ARCHIVE": "wayback", "ARCHIVE_URL": "https://web.archive.org", "READING": "faithful"}
BY_THE_LAST = "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    opened = open_database(postgres_url)
    yield opened
    run(opened, "DROP SCHEMA IF EXISTS procrastinate CASCADE")
    opened.dispose()


def run(engine: Engine, statement: str) -> list[Any]:
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL search_path TO procrastinate"))
        answered = connection.execute(text(statement))
        return list(answered) if answered.returns_rows else []


def listed(*numbers: int) -> list[ListedDomain]:
    return [ListedDomain(f"shop{number}.example", number, number) for number in numbers]


def defer(engine: Engine, domains: list[ListedDomain], **options: str) -> Deferred:
    return defer_list(engine, domains, len(domains), {**OPTIONS, **options}, SETTINGS)


def work(engine: Engine, do: Callable[[Taken], None], most: int = 100) -> list[Taken]:
    """What a worker takes that ends once the queue has nothing for it, or after so many jobs."""
    taken: list[Taken] = []

    async def until_empty() -> None:
        async def note(one: Taken) -> None:
            taken.append(one)
            left = run(engine, "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at IS NULL")
            if len(taken) >= most or left[0][0] == 0:
                worker.stop()
            do(one)

        worker = QueueWorker(open_queue(engine), "crawl", note)
        await worker.run()

    asyncio.run(until_empty())
    return taken


def fail(trouble: Exception) -> Callable[[Taken], None]:
    def do(_: Taken) -> None:
        raise trouble

    return do


def states(engine: Engine) -> list[tuple[str, int, bool]]:
    query = "SELECT status::text, attempts, coalesce(scheduled_at > now(), false) FROM procrastinate_jobs ORDER BY id"
    return [tuple(row) for row in run(engine, query)]


def test_a_list_is_put_on_the_queue_in_batches(engine: Engine) -> None:
    assert defer(engine, listed(*range(25))) == Deferred(batches=3, number=25, there_already=0)


def test_the_same_list_again_changes_nothing(engine: Engine) -> None:
    defer(engine, listed(*range(25)))
    assert defer(engine, listed(*range(25))) == Deferred(batches=0, number=0, there_already=25)


def test_of_a_list_that_overlaps_only_what_is_new_is_put_there(engine: Engine) -> None:
    defer(engine, listed(*range(15)))
    assert defer(engine, listed(*range(10, 20))) == Deferred(batches=1, number=5, there_already=5)


def test_the_same_list_read_in_another_way_is_other_work(engine: Engine) -> None:
    defer(engine, listed(1))
    assert defer(engine, listed(1), every="month").batches == 1


def test_a_list_that_is_done_can_be_put_there_again(engine: Engine) -> None:
    defer(engine, listed(1))
    work(engine, lambda _: None)
    assert defer(engine, listed(1)).batches == 1


def test_the_samples_of_all_batches_come_before_what_lies_between(engine: Engine) -> None:
    defer(engine, listed(*range(25)), every="change")
    assert [one.arguments["samples"] for one in work(engine, lambda _: None)] == [True] * 3 + [False] * 3


def test_a_domain_keeps_its_rank(engine: Engine) -> None:
    defer(engine, listed(7))
    assert work(engine, lambda _: None)[0].arguments["lines"] == ["7,shop7.example"]


def test_a_queue_is_refused_on_sqlite_with_what_to_write_instead(sqlite_url: str) -> None:
    sqlite = open_database(sqlite_url)
    with pytest.raises(WrongCommand, match=r"write postgresql://user:password@server/database"):
        open_queue(sqlite)
    sqlite.dispose()


def test_a_job_of_which_something_is_left_rests(engine: Engine) -> None:
    defer(engine, listed(1))
    work(engine, fail(NotDone(timedelta(minutes=15))))
    assert states(engine) == [("todo", 1, True)]


def test_a_job_that_was_tried_often_enough_is_given_up(engine: Engine) -> None:
    defer(engine, listed(1))
    work(engine, fail(NotDone(rest=None)))
    assert states(engine) == [("failed", 1, False)]


def test_a_fault_ends_the_worker_and_its_job_rests(engine: Engine) -> None:
    defer(engine, listed(*range(25)))
    with pytest.raises(Fault, match="the disk is full"):
        work(engine, fail(NotDone(timedelta(minutes=15), Fault("the disk is full"))))
    assert states(engine) == [("todo", 1, True), ("todo", 0, False), ("todo", 0, False)]


def test_a_mistake_of_ours_ends_the_worker_and_loses_no_job(engine: Engine) -> None:
    defer(engine, listed(1))
    with pytest.raises(Fault, match="a mistake of ours"):
        work(engine, fail(ValueError("a bug")))
    assert [state for state, _, _ in states(engine)] == ["todo"]


def test_the_job_of_a_worker_that_is_gone_is_taken_up_by_the_next(engine: Engine) -> None:
    defer(engine, listed(1))
    run(engine, "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '2 minutes')")
    run(
        engine,
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)",
    )
    assert [one.tries for one in work(engine, lambda _: None)] == [1]


def test_the_job_of_a_worker_that_was_just_heard_of_is_left_to_it(engine: Engine) -> None:
    defer(engine, listed(*range(15)))
    run(engine, "INSERT INTO procrastinate_workers DEFAULT VALUES")
    run(engine, f"{BY_THE_LAST} WHERE id = (SELECT min(id) FROM procrastinate_jobs)")
    assert len(work(engine, lambda _: None)) == 1


def test_nothing_is_told_of_a_queue_that_nobody_used(engine: Engine, sqlite_url: str) -> None:
    sqlite = open_database(sqlite_url)
    assert (at_work(engine), at_work(sqlite)) == (None, None)
    sqlite.dispose()


def test_what_waits_rests_is_under_way_and_done_is_told(engine: Engine) -> None:
    defer(engine, listed(*range(45)))
    work(engine, lambda _: None, most=1)
    work(engine, fail(NotDone(timedelta(minutes=15))), most=1)
    run(engine, "INSERT INTO procrastinate_workers DEFAULT VALUES")
    run(engine, f"{BY_THE_LAST} WHERE id = (SELECT max(id) FROM procrastinate_jobs)")
    found = at_work(engine)
    assert found is not None
    [queue] = found.queues
    assert (queue.waiting, queue.resting, len(queue.under_way), queue.done, found.workers) == (2, 1, 1, 1, 1)
    assert queue.next_at is not None
    assert queue.seconds_left is not None


def test_the_tables_of_the_queue_are_brought_up_to_date(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after `pip install` brought a Procrastinate with one more migration."""
    everything = opening._migrations()
    monkeypatch.setattr(opening, "_migrations", lambda: everything[:-1])
    open_queue(engine)
    of_last = "procrastinate_trigger_status_events_update_v1"
    run(engine, f"DROP TRIGGER {of_last} ON procrastinate_jobs")
    monkeypatch.undo()
    open_queue(engine)
    assert run(engine, f"SELECT count(*) FROM pg_trigger WHERE tgname = '{of_last}'") == [(1,)]
    assert run(engine, "SELECT obj_description(CAST('procrastinate' AS regnamespace), 'pg_namespace')") == [
        (everything[-1].name,)
    ]


def test_a_queue_of_a_newer_procrastinate_is_refused(engine: Engine) -> None:
    open_queue(engine)
    run(engine, "COMMENT ON SCHEMA procrastinate IS '99.00.00_01_pre_wings.sql'")
    with pytest.raises(WrongCommand, match="made by a newer Procrastinate"):
        open_queue(engine)
