"""Knows how work is put on the queue: all of it or nothing, and nothing that is on it already."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.sync_psycopg_connector import SyncPsycopgConnector
from sqlalchemy import Connection, Engine, text

from crawler.batches import Batch, in_batches, rounds_of
from crawler.domains import ListedDomain
from crawler.readers import Wanted
from crawler.reading.readings import Reading
from pipelines.database.queue.opening import go_to_queue, open_queue
from pipelines.database.transactions import write_to

CRAWL, READ = "crawl", "read"  # the queues, and the names of their jobs
_LOCK = 7_205_759_403_792_795  # any number, only ours: two lists that are put there at once must know of each other
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Deferred:
    """What was put on the queue, in how many batches, and how many of the same were there already."""

    batches: int
    number: int  # of domains, or of captures
    there_already: int


def defer_list(
    engine: Engine,
    domains: Iterable[ListedDomain],
    total: int,
    options: Mapping[str, str],
    settings: Mapping[str, str],
    of_any_day: bool = False,
) -> Deferred:
    """Cuts a list into batches and puts them on the queue `crawl`. Doing it twice changes nothing; `of_any_day` holds
    domains that are to be read up to another day for the same work."""
    open_queue(engine)
    batches, put, met = 0, 0, 0
    with write_to(engine, "batches on the queue") as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        go_to_queue(connection)
        there = _on_the_queue(connection, options, settings, of_any_day)

        def missing() -> Iterator[ListedDomain]:
            nonlocal met
            for one in domains:
                if one.name in there:
                    met += 1
                else:
                    yield one

        cut = in_batches(missing(), total, options, settings)
        while some := list(islice(cut, _AT_ONCE)):
            _defer(connection, some)
            batches, put = batches + len(some), put + sum(len(batch.lines) for batch in some)
    return Deferred(batches, put, met)


def defer_captures(engine: Engine, batches: Iterable[Sequence[int]], wanted: Wanted) -> Deferred:
    """Puts captures that wait for a reader on the queue `read`; none where there are some for that reader already."""
    open_queue(engine)
    told = told_of(wanted)
    with write_to(engine, "batches on the queue") as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        go_to_queue(connection)
        query = text(
            "SELECT coalesce(sum(jsonb_array_length(args->'captures')), 0) FROM procrastinate_jobs WHERE "
            "queue_name = :queue AND status IN ('todo', 'doing') AND args->'wanted' = CAST(:wanted AS jsonb)"
        )
        there = int(connection.execute(query, {"queue": READ, "wanted": json.dumps(told)}).scalar_one())
        dealt = [] if there else list(batches)
        for start in range(0, len(dealt), _AT_ONCE):
            _put(connection, [_reading(batch, told) for batch in dealt[start : start + _AT_ONCE]])
    return Deferred(len(dealt), sum(len(batch) for batch in dealt), there)


def _reading(batch: Sequence[int], told: dict[str, Any]) -> Job:
    return Job(
        id=None,
        queue=READ,
        task_name=READ,
        lock=None,
        queueing_lock=None,
        task_kwargs={"captures": list(batch), "wanted": told},
    )


def told_of(wanted: Wanted) -> dict[str, Any]:
    """What a queue keeps of a reader that is wanted."""
    languages = None if wanted.languages is None else sorted(wanted.languages)
    return {"reading": wanted.reading.value, "languages": languages}


def wanted_of(told: Mapping[str, Any]) -> Wanted:
    """The reader that a queue kept."""
    languages = told["languages"]
    return Wanted(Reading(told["reading"]), None if languages is None else frozenset(languages))


def _on_the_queue(
    connection: Connection, options: Mapping[str, str], settings: Mapping[str, str], of_any_day: bool
) -> set[str]:
    """The domains that wait or are under way to be read in just this way."""
    query = text(
        "SELECT jsonb_array_elements_text(args->'lines') FROM procrastinate_jobs "
        "WHERE queue_name = :queue AND status IN ('todo', 'doing') AND args->'settings' = CAST(:settings AS jsonb) "
        "AND (args->'options') - CAST(:whatever AS text) = CAST(:options AS jsonb) - CAST(:whatever AS text)"
    )
    same = {"options": json.dumps(dict(options)), "settings": json.dumps(dict(settings))}
    lines = connection.execute(query, {**same, "queue": CRAWL, "whatever": "until" if of_any_day else ""}).scalars()
    return {line.rpartition(",")[2] for line in lines}


def _defer(connection: Connection, batches: list[Batch]) -> None:
    _put(connection, [_job(replace(batch, samples=samples)) for batch in batches for samples in rounds_of(batch)])


def _put(connection: Connection, jobs: list[Job]) -> None:
    JobManager(SyncPsycopgConnector()).batch_defer_jobs(jobs, connection=connection.connection.driver_connection)


def _job(batch: Batch) -> Job:
    """The locks are a second fence: no batch waits twice on the queue, and none is done by two workers at once."""
    return Job(
        id=None,
        queue=CRAWL,
        task_name=CRAWL,
        priority=1 if batch.samples else 0,  # the samples of all come first
        lock=batch.name,
        queueing_lock=f"{batch.name} samples" if batch.samples else batch.name,
        task_kwargs=batch.as_arguments(),
    )
