"""Knows what is asked about the queue: which batches wait, rest, are under way and are done, and who works at them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, text

from crawler.batches import Pace, time_left
from pipelines.database.queue.opening import go_to_queue, has_queue
from pipelines.database.queue.working import STALLED
from pipelines.database.transactions import read_from


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A batch that a worker is at. `heartbeat` is how many seconds ago that was heard of; None where it is gone."""

    number: int
    of: int  # domains, or captures
    samples: bool
    seconds: float
    worker: int | None
    heartbeat: float | None


@dataclass(frozen=True, slots=True)
class Queued:
    """One queue. What rests is taken up again from `next_at` on, because something of it is left."""

    name: str
    waiting: int
    resting: int
    next_at: datetime | None
    under_way: tuple[UnderWay, ...]
    done: int
    given_up: int
    seconds_left: float | None  # at the present pace; None where nobody is at it, or before anything is done


@dataclass(frozen=True, slots=True)
class AtWork:
    """The queues, and how many workers live."""

    queues: tuple[Queued, ...]
    workers: int


def at_work(engine: Engine) -> AtWork | None:
    """What stands on the queues; None where nobody has put anything there."""
    with read_from(engine) as connection:
        if not has_queue(connection):
            return None
        go_to_queue(connection)
        jobs = defaultdict(list)
        for row in connection.execute(_JOBS):
            jobs[row.queue_name].append(row)
        queues = tuple(_queued(connection, name, rows) for name, rows in sorted(jobs.items()))
        living = connection.execute(_WORKERS, {"stalled": STALLED}).scalar_one()
    return AtWork(queues, int(living))


def _queued(connection: Connection, name: str, rows: Sequence[Any]) -> Queued:
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row.state] += row.number
    under_way = tuple(
        UnderWay(one.id, one.size, one.samples, float(one.seconds), one.worker_id, _float(one.heartbeat))
        for one in connection.execute(_UNDER_WAY, {"queue": name})
    )
    done = [
        Pace(one.samples, one.size, float(one.seconds)) for one in connection.execute(_LATELY_DONE, {"queue": name})
    ]
    waiting = [Pace(row.samples, row.size, 0) for row in rows if row.state == "waiting"]
    living = [one for one in under_way if one.heartbeat is not None and one.heartbeat < STALLED]
    return Queued(
        name=name,
        waiting=counts["waiting"],
        resting=counts["resting"],
        next_at=min((row.next_at for row in rows if row.state == "resting"), default=None),
        under_way=under_way,
        done=counts["succeeded"],
        given_up=counts["failed"],
        seconds_left=time_left(
            done, [*waiting, *(Pace(one.samples, one.of, one.seconds) for one in living)], len(living)
        ),
    )


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


_SIZE = "coalesce(jsonb_array_length(args->'lines'), jsonb_array_length(args->'captures'), 0)"
_SAMPLES = "coalesce(CAST(args->>'samples' AS boolean), false)"
_JOBS = text(
    f"SELECT queue_name, CASE WHEN status = 'todo' AND scheduled_at > now() THEN 'resting' "
    f"WHEN status = 'todo' THEN 'waiting' ELSE status::text END AS state, {_SAMPLES} AS samples, "
    f"count(*) AS number, sum({_SIZE}) AS size, min(scheduled_at) AS next_at "
    "FROM procrastinate_jobs WHERE queue_name IN ('crawl', 'read') GROUP BY 1, 2, 3"  # a schedule may have its own
)
_UNDER_WAY = text(
    f"SELECT id, worker_id, {_SIZE} AS size, {_SAMPLES} AS samples, "
    "extract(epoch FROM now() - (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id AND type = 'started')) "
    "AS seconds, extract(epoch FROM now() - (SELECT last_heartbeat FROM procrastinate_workers WHERE id = worker_id)) "
    "AS heartbeat FROM procrastinate_jobs AS job WHERE status = 'doing' AND queue_name = :queue ORDER BY id"
)
_LATELY_DONE = text(
    f"SELECT {_SIZE} AS size, {_SAMPLES} AS samples, extract(epoch FROM ended - began) AS seconds FROM ("
    "SELECT args, max(at) FILTER (WHERE type = 'started') AS began, max(at) FILTER (WHERE type = 'succeeded') AS ended "
    "FROM procrastinate_jobs AS job JOIN procrastinate_events AS event ON event.job_id = job.id "
    "WHERE status = 'succeeded' AND queue_name = :queue AND event.at > now() - interval '1 day' GROUP BY job.id"
    ") AS lately WHERE began < ended ORDER BY ended DESC LIMIT 200"
)
_WORKERS = text(
    "SELECT count(*) FROM procrastinate_workers "
    "WHERE last_heartbeat > now() - make_interval(secs => CAST(:stalled AS double precision))"
)
