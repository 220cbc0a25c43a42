"""Knows how a worker does a batch: the very command that one machine runs, in a process of its own.

A process for each batch, because it starts in two seconds and a batch takes ten minutes: the worker's heart beats on
while a page is read, and what a crawl leaves in memory ends with it.
"""

import asyncio
import logging
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable
from datetime import timedelta

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from crawler.batches import Batch, batch_of, rest_before
from crawler.commands.one_per_address import place_of
from crawler.commands.troubles import ALL_ACCOUNTED_FOR, SOMETHING_LEFT, WRONG_COMMAND
from crawler.errors import Fault, WrongCommand
from crawler.figures import say_count, say_time
from crawler.middlewares.pace import seconds_left_alone
from pipelines.database.queue.working import NotDone, Taken

MOST_KILLED = 3  # processes in a row that somebody ended: then it is the machine, not chance
_GLANCE = 1.0  # seconds between two looks whether to stop, while the archive is left alone
logger = logging.getLogger(__name__)


class BatchRuns:
    """Does batches one after the other."""

    def __init__(
        self,
        settings: BaseSettings,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._sleep = sleep
        self._process: Process | None = None
        self._stopping = asyncio.Event()
        self._killed = 0

    async def do(self, taken: Taken) -> None:
        """A batch, to its end; raises NotDone where something is left of it."""
        batch, begun = batch_of(taken.arguments), self._clock()
        what = f"the samples of {len(batch.lines):,}" if batch.samples else f"{len(batch.lines):,}"
        logger.info("batch %s is taken up: %s domains", taken.number, what)
        status = await self._crawl(batch)
        while status == SOMETHING_LEFT and await self._archive_is_back(batch):
            status = await self._crawl(batch)
        self._judge(status, batch, taken)
        logger.info("batch %s is done, in %s", taken.number, say_time(timedelta(seconds=self._clock() - begun)))

    def stop(self) -> None:
        """The batch under way ends, and all that came is kept; when it is said twice, at once."""
        ended = signal.SIGKILL if self._stopping.is_set() else signal.SIGTERM
        self._stopping.set()
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(ended)

    async def _crawl(self, batch: Batch) -> int:
        """The exit status of a run of it; below zero where a signal ended it."""
        if self._stopping.is_set():
            return SOMETHING_LEFT
        names = place_of(self._settings).with_suffix(".csv")  # one file for each place: nothing piles up
        names.write_text("".join(f"{line}\n" for line in batch.lines), encoding="utf-8")
        # In a session of its own, so that Ctrl-C comes to the worker alone; its standard input is held open.
        command = [sys.executable, "-m", "crawler.commands.child", str(names), *self._options(batch)]
        self._process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, start_new_session=True, env=self._environment()
        )
        if self._stopping.is_set():
            self._process.send_signal(signal.SIGTERM)
        return await self._process.wait()

    def _options(self, batch: Batch) -> list[str]:
        """Those of the list, the settings that went along with it, and those that this worker was given."""
        options = [f"--{name}={value}" for name, value in batch.options.items() if value]
        samples = ["--samples"] if batch.samples else []
        settings = {name: self._settings[name] for name in self._given() if name != "DATABASE_URL"} | {**batch.settings}
        return [*options, *samples, *(word for name, value in settings.items() for word in ("-s", f"{name}={value}"))]

    def _environment(self) -> dict[str, str]:
        """The address of the database may hold a password, and everyone on a machine sees the words of a command."""
        return {**os.environ, "DATABASE_URL": str(self._settings["DATABASE_URL"])}

    def _given(self) -> list[str]:
        """The settings that this worker was given with -s."""
        given = SETTINGS_PRIORITIES["cmdline"]
        return [name for name in self._settings if self._settings.getpriority(name) == given]

    async def _archive_is_back(self, batch: Batch) -> bool:
        """Where the archive is to be left alone, the worker waits for it: all other batches would end like this one."""
        settings = self._settings.copy()
        settings.setdict(batch.settings, priority="cmdline")
        seconds = seconds_left_alone(settings, self._clock())
        if seconds and not self._stopping.is_set():
            logger.warning("the archive is left alone for %s, then the batch goes on", say_time(timedelta(0, seconds)))
            until = self._clock() + seconds
            while self._clock() < until and not self._stopping.is_set():
                await self._sleep(_GLANCE)
        return seconds > 0 and not self._stopping.is_set()

    def _judge(self, status: int, batch: Batch, taken: Taken) -> None:
        """What becomes of a batch whose process ended so."""
        if self._stopping.is_set() and status != ALL_ACCOUNTED_FOR:
            logger.info("batch %s goes back on the queue", taken.number)
            raise NotDone
        if status < 0:
            raise self._was_killed(taken, -status)
        self._killed = 0
        if status == WRONG_COMMAND:
            raise NotDone(
                fault=WrongCommand(f"batch {taken.number} cannot be done here, as said above; it is back on the queue")
            )
        if status not in (ALL_ACCOUNTED_FOR, SOMETHING_LEFT):
            told = f"batch {taken.number} was stopped by a fault (exit status {status}), as said above"
            raise NotDone(_rest(taken, "a fault"), Fault(f"{told}; run the worker again when that is mended"))
        if status == SOMETHING_LEFT and not batch.samples:  # what samples leave, the second round takes up
            raise NotDone(_rest(taken, "something is left that asking again may bring"))

    def _was_killed(self, taken: Taken, sign: int) -> NotDone:
        self._killed += 1
        logger.warning("the process of batch %s was ended by signal %s; it goes back on the queue", taken.number, sign)
        if self._killed < MOST_KILLED:
            return NotDone()
        told = f"the processes of {say_count(self._killed, 'batch')} in a row were ended by somebody else"
        return NotDone(fault=Fault(f"{told}; see whether the machine has enough memory, then run the worker again"))


def _rest(taken: Taken, why: str) -> timedelta | None:
    rest = rest_before(taken.tries)
    if rest is None:
        told = "given up after %d tries: %s; deferring the list again tries again"
        logger.error(f"batch %s is {told}", taken.number, taken.tries, why)
    else:
        logger.info("batch %s is taken up again in %s: %s", taken.number, say_time(rest), why)
    return rest
