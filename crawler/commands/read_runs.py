"""Knows how a worker reads a batch of captures again: in a process of its own, which ends with it."""

import asyncio
import logging
import time
from concurrent.futures.process import BrokenProcessPool

from crawler.batches import rest_before
from crawler.errors import Fault
from crawler.figures import say_count
from pipelines.database.queue.deferring import wanted_of
from pipelines.database.queue.working import NotDone, Taken
from pipelines.rereading import reading_process, reread_one

logger = logging.getLogger(__name__)


class ReadRuns:
    """Reads batches one after the other. A batch takes seconds, so one that is under way is always finished."""

    def __init__(self, address: str) -> None:
        self._process = reading_process(address)

    async def do(self, taken: Taken) -> None:
        """A batch, to its end; raises NotDone where it could not be read."""
        captures, wanted = list(taken.arguments["captures"]), wanted_of(taken.arguments["wanted"])
        began, loop = time.monotonic(), asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self._process, reread_one, captures, wanted)
        except Fault as fault:
            raise NotDone(rest_before(taken.tries), fault) from fault
        except BrokenProcessPool as broken:
            told = f"the process that read batch {taken.number} was ended by somebody else, or out of memory"
            raise NotDone(
                rest_before(taken.tries), Fault(f"{told}; it is on the queue, run the worker again")
            ) from broken
        read = f"{say_count(found.captures, 'capture')} read again, {found.changed:,} came out otherwise"
        more = f", {say_count(found.reopened, 'domain')} can be asked for more" if found.reopened else ""
        logger.info("batch %s is done, in %.1f s: %s%s", taken.number, time.monotonic() - began, read, more)

    def stop(self) -> None:
        """Nothing to hurry: see above."""

    def close(self) -> None:
        """The process is not needed any more."""
        self._process.shutdown(wait=False, cancel_futures=True)
