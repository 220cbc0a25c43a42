"""Knows how the queue is shown: its batches, who is at them, and the time left at the present pace."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from crawler.figures import say_count, say_time
from pipelines.database.questions.queue import AtWork
from pipelines.database.queue.deferring import CRAWL


def told_of_queue(found: AtWork | None) -> dict[str, Any]:
    """What programs are told; nothing where there is no queue."""
    if found is None:
        return {}
    return {"workers": found.workers, "queues": [asdict(queue) for queue in found.queues]}


def batches_left(found: AtWork | None) -> int:
    """How many are still to be done."""
    queues = found.queues if found is not None else ()
    return sum(queue.waiting + queue.resting + len(queue.under_way) for queue in queues)


def queue_lines(told: Mapping[str, Any]) -> Iterator[str]:
    """The same for people."""
    if not told.get("queues"):
        return
    at_it = sum(len(queue["under_way"]) for queue in told["queues"])
    idle = told["workers"] - at_it
    yield ""
    yield f"{say_count(told['workers'], 'worker')}" + (f", {idle} with nothing to do" if idle > 0 else "")
    for queue in told["queues"]:
        yield from _of_queue(queue)


def _of_queue(queue: Mapping[str, Any]) -> Iterator[str]:
    counts = {"done": queue["done"], "under way": len(queue["under_way"]), "waiting": queue["waiting"]}
    counts |= {"resting": queue["resting"], "given up": queue["given_up"]}
    told = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
    yield f"queue {queue['name']}: batches {told}"
    for one in queue["under_way"]:
        long = say_time(timedelta(seconds=one["seconds"]))
        yield f"  batch {one['number']}: {_what(one, queue['name'])}, for {long}, {_who(one)}"
    if queue["resting"]:
        at = f"{queue['next_at']:%Y-%m-%d %H:%M} UTC"
        yield f"  something is left of those that rest; the next is taken up again at {at}"
    if queue["given_up"]:
        yield "  those given up were tried often enough; deferring their list again tries again"
    if queue["seconds_left"] is not None and (queue["waiting"] or queue["under_way"]):
        yield f"  about {say_time(timedelta(seconds=queue['seconds_left']))} left at the present pace"
    elif queue["waiting"] and not queue["under_way"]:
        yield f"  nobody is at it: scrapy work --queue {queue['name']}"


def _what(one: Mapping[str, Any], queue: str) -> str:
    what = say_count(one["of"], "domain" if queue == CRAWL else "capture")
    return f"the samples of {what}" if one["samples"] else what


def _who(one: Mapping[str, Any]) -> str:
    if one["heartbeat"] is None:
        return "whose worker is gone"
    return f"by worker {one['worker']}, heard of {one['heartbeat']:.0f} s ago"
