"""Knows `scrapy work`: a worker, which takes batches off the queue and does them until it is told to stop."""

import argparse
import asyncio
import logging
import signal
from collections.abc import Callable

from scrapy.commands import ScrapyCommand
from scrapy.utils.log import configure_logging

from crawler.commands.batch_runs import BatchRuns
from crawler.commands.one_per_address import only_crawler
from crawler.commands.read_runs import ReadRuns
from crawler.commands.troubles import ALL_ACCOUNTED_FOR, exit_status
from crawler.errors import WrongCommand
from pipelines.database.queue.deferring import CRAWL, READ
from pipelines.database.queue.opening import Queue, open_queue
from pipelines.database.queue.working import QueueWorker
from pipelines.database.sharing import hold_engine, release_engine

logger = logging.getLogger(__name__)
QUEUES = (CRAWL, READ)


class Command(ScrapyCommand):
    """A worker."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "--queue QUEUE [options]"

    def short_desc(self) -> str:
        return "Take batches off the queue and do them, until it is told to stop"

    def long_desc(self) -> str:
        return (
            "A worker on one of the queues in the PostgreSQL that DATABASE_URL names. `crawl` has what `backfill "
            "--queue` put there; one such worker is meant for each public address, and a second one on the same "
            "machine waits for the first to end. `read` has what `reread --queue` put there, for any number of them. "
            "Ctrl-C or SIGTERM ends it cleanly: what came is kept, and its batch goes back on the queue; killed, "
            "another worker takes its batch up after a minute. `scrapy status` shows workers and batches. "
            "Examples: scrapy work --queue crawl; scrapy work --queue read"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--queue", default="", metavar="QUEUE", help=f"which queue: {' or '.join(QUEUES)}")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = exit_status(lambda: self._act(args, opts))

    def _act(self, args: list[str], opts: argparse.Namespace) -> int:
        if args:
            raise WrongCommand("work takes what is on the queue, and no list; see scrapy work --help")
        if opts.queue not in QUEUES:
            raise WrongCommand(f"--queue is {opts.queue!r}; expected {' or '.join(QUEUES)}")
        assert self.settings is not None
        configure_logging(self.settings)
        queue = open_queue(hold_engine(self.settings))
        release_engine(self.settings)  # a worker asks the queue alone; those who do its jobs ask the database
        asyncio.run(self._work(queue, opts.queue))
        return ALL_ACCOUNTED_FOR

    async def _work(self, queue: Queue, name: str) -> None:
        assert self.settings is not None
        logger.info("looking for batches on the queue %s; Ctrl-C ends it, and no batch is lost by that", name)
        if name == READ:
            reading = ReadRuns(self.settings["DATABASE_URL"])
            try:
                await _until_told(QueueWorker(queue, name, reading.do)).run()
            finally:
                reading.close()
            return
        batches = BatchRuns(self.settings)
        worker = _until_told(QueueWorker(queue, name, batches.do), batches.stop)
        async with only_crawler(self.settings, lambda: worker.is_stopping):
            await worker.run()


def _until_told(worker: QueueWorker, *also: Callable[[], None]) -> QueueWorker:
    """A worker that Ctrl-C and SIGTERM stop, and what else they do."""

    def stop() -> None:
        for act in (worker.stop, *also):
            act()

    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop)
    return worker
