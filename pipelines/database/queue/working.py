"""Knows how a worker lives: it takes one job after the other, its heart beats, and it looks after the jobs of the dead.

A job is not done because a queue is perfect but because doing it twice costs nothing. So whatever becomes of a worker,
its job may always be given to another one; that it is given to one only is a matter of thrift.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from procrastinate import JobContext, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from crawler.errors import Fault, Stop
from pipelines.database.queue.opening import Queue

HEARTBEAT = 10.0  # seconds
STALLED = 60.0  # seconds without a heartbeat: a server that is restarted takes less
_LOOK_EVERY = 20.0  # seconds between two looks for stalled jobs
_POLL = 5.0  # seconds between two looks for a job while there was none
_KEEP_HOURS = 24 * 30  # finished jobs are forgotten after a month
_LOCK = 7_205_759_403_792_796  # any number, only ours: one worker at a time looks after stalled jobs
logger = logging.getLogger(__name__)


class _OnceAMinute(logging.Filter):
    """A server that is away is tried every second, and spoken of less often."""

    said = float("-inf")

    def filter(self, record: logging.LogRecord) -> bool:
        if record.created < self.said + 60:
            return False
        self.said = record.created
        return True


logging.getLogger("psycopg.pool").addFilter(_OnceAMinute())
# What it does is told by us, in our words.
logging.getLogger("procrastinate").setLevel(logging.ERROR)
logging.getLogger("procrastinate.worker").addFilter(lambda record: getattr(record, "action", "") != "job_error")


@dataclass(frozen=True, slots=True)
class Taken:
    """A job that was taken up: what it is about, and how often it was before."""

    number: int
    arguments: Mapping[str, Any]
    tries: int


class NotDone(Exception):
    """The job goes back on the queue to be taken up after a rest, or is given up where that is None. Where there is a
    `fault`, the worker ends as well."""

    def __init__(self, rest: timedelta | None = timedelta(0), fault: Stop | None = None) -> None:
        super().__init__(rest)
        self.rest = rest
        self.fault = fault


class _BackOnTheQueue(BaseRetryStrategy):
    """Whatever went wrong with a job, it is not forgotten, unless it was given up."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        rest = exception.rest if isinstance(exception, NotDone) else timedelta(0)
        return None if rest is None else RetryDecision(retry_at=datetime.now(UTC) + rest)


class QueueWorker:
    """Does the jobs of one queue, one at a time, until it is told to stop."""

    def __init__(self, queue: Queue, name: str, do: Callable[[Taken], Awaitable[None]]) -> None:
        """`do` does a job, or raises NotDone."""
        self._app = queue
        self._name = name
        self._do = do
        self._running: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()
        self._fault: Stop | None = None
        queue.task(name=name, queue=name, pass_context=True, retry=_BackOnTheQueue())(self._take)

    async def run(self) -> None:
        """Until `stop`; raises what made it end otherwise."""
        if self._stopping.is_set():
            return
        try:
            async with self._app.open_async():
                await self._put_back()
                looking = asyncio.create_task(self._look_after_stalled_jobs())
                self._running = asyncio.create_task(self._work())
                if self._stopping.is_set():  # it was told so meanwhile
                    self._running.cancel()
                try:
                    with suppress(asyncio.CancelledError):  # it was told to stop, and its job is put away
                        await self._running
                finally:
                    looking.cancel()
                    await asyncio.gather(looking, return_exceptions=True)
        except (ConnectorException, psycopg.Error) as error:
            raise _out_of_reach(error) from error
        if self._fault is not None:
            raise self._fault
        if not self._stopping.is_set():
            raise Fault("the worker could not tell the queue that it lives; its job goes to another one")

    def stop(self) -> None:
        """No new job is taken; `run` ends when the one under way is put away."""
        if self._running is not None and not self.is_stopping:
            self._running.cancel()
        self._stopping.set()

    @property
    def is_stopping(self) -> bool:
        return self._stopping.is_set()

    async def _work(self) -> None:
        await self._app.run_worker_async(
            queues=[self._name],
            concurrency=1,
            install_signal_handlers=False,
            listen_notify=False,  # looking every few seconds needs no connection that must never break
            fetch_job_polling_interval=_POLL,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=STALLED,
        )

    async def _take(self, context: JobContext, /, **arguments: Any) -> None:
        job = context.job
        try:
            await self._do(Taken(job.id or 0, arguments, job.attempts))
        except NotDone as left:
            if left.fault is not None:
                self._end(left.fault)
            raise
        except Exception as error:
            logger.exception("job %s", job.id)
            self._end(Fault(f"job {job.id} met a mistake of ours: {error!r}; it is back on the queue"))
            raise

    def _end(self, fault: Stop) -> None:
        self._fault = fault
        self.stop()

    async def _look_after_stalled_jobs(self) -> None:
        """Not a job of its own: that could stall like any other, and then nobody would look after it."""
        loop = asyncio.get_running_loop()
        looked = loop.time()
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            try:
                # After an outage of the server every heart seems to have stopped: they get time to beat first.
                if loop.time() - looked < STALLED / 2:
                    await self._put_back()
            except (ConnectorException, psycopg.Error) as error:
                logger.warning("%s", _out_of_reach(error))
            looked = loop.time()

    async def _put_back(self) -> None:
        connector = self._app.connector
        assert isinstance(connector, PsycopgConnector)
        async with connector.pool.connection() as connection:
            locked = await connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            if (await locked.fetchone()) != (True,):
                return  # another worker is at it; two at once could put back a job that was just taken up
            for job in await self._app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
                logger.warning("job %s of worker %s, which is gone, goes back on the queue", job.id, job.worker_id)
                await self._app.job_manager.retry_job(job)
            await self._app.job_manager.delete_old_jobs(nb_hours=_KEEP_HOURS, include_failed=True)


def _out_of_reach(error: Exception) -> Fault:
    return Fault(f"the queue is out of reach ({error.__cause__ or error}); its jobs are kept there")
