"""Knows how all snapshots that wait for a reader are read again on all cores: a few batches ahead of the workers.

Each worker is a process that reads and writes for itself, so that what passes between processes is a list of numbers
and a few counts. Workers end with whoever started them, however that ended.
"""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
from threading import Thread
from typing import Any

from crawler.errors import Fault
from crawler.readers import Wanted
from pipelines.database.opening import open_database
from pipelines.database.rereading.batches import reread
from pipelines.database.rereading.differences import Differences
from pipelines.database.rereading.finishing import group_again
from pipelines.database.rereading.waiting import waiting_batches

_AHEAD = 2  # batches for each worker: one that it reads, one that waits for it

_own: dict[str, Any] = {}  # what a worker process keeps from one batch to the next


def reread_all(
    address: str, engine: Any, wanted: Wanted, workers: int, is_stopped: Callable[[], bool]
) -> Iterator[Differences]:
    """What came of each batch, as they come. Once it is stopped, batches under way are still finished."""
    batches = waiting_batches(engine, wanted)
    under_way: set[Future[Differences]] = set()
    context = get_context("spawn")  # a fork would share the database's connections
    with ProcessPoolExecutor(workers, context, _begin, (address, wanted)) as pool:
        try:
            while True:
                while len(under_way) < workers * _AHEAD and not is_stopped():
                    batch = next(batches, None)
                    if batch is None:
                        break
                    under_way.add(pool.submit(_reread, batch))
                if not under_way:
                    return
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        except BrokenProcessPool as broken:
            raise Fault(
                "a process that read snapshots ended before its time, killed or out of memory; what was finished is "
                "kept: run the same command again, perhaps with fewer --workers"
            ) from broken
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def reading_process(address: str) -> ProcessPoolExecutor:
    """One such process for a worker, which has it do `reread_one` batch after the other."""
    return ProcessPoolExecutor(1, get_context("spawn"), _begin, (address,))


def reread_one(batch: list[int], wanted: Wanted) -> Differences:
    """In that process: a batch, and the families of what is new in it."""
    found = reread(_own["engine"], batch, wanted)
    group_again(_own["engine"])
    return found


def _begin(address: str, wanted: Wanted | None = None) -> None:
    """In a worker, before its first batch. Ctrl-C reaches it too, and is for its parent to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _own["engine"], _own["wanted"] = open_database(address), wanted


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)


def _reread(batch: list[int]) -> Differences:
    return reread(_own["engine"], batch, _own["wanted"])
