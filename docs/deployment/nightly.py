"""Every night the domains of the database go on the queue: a periodic task of Procrastinate.

    DATABASE_URL=postgresql://… CONTACT=… python docs/deployment/nightly.py

Any number of these may run, on any machine: each night is put on the queue once. Workers do the rest.
"""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pipelines.database.opening import open_database  # noqa: E402  the program is run from its folder, not installed
from pipelines.database.queue.opening import open_queue  # noqa: E402

queue = open_queue(open_database(os.environ["DATABASE_URL"]))


@queue.periodic(cron=os.environ.get("NIGHTLY", "17 3 * * *"))
@queue.task(name="nightly", queue="schedule", queueing_lock="nightly")
def nightly(timestamp: int) -> None:
    """What `scrapy refresh --queue` does; one that fails is made up for by the next."""
    subprocess.run([sys.executable, "-m", "scrapy", "refresh", "--queue"], cwd=ROOT, check=True)


async def main() -> None:
    """Until Ctrl-C."""
    async with queue.open_async():
        await queue.run_worker_async(queues=["schedule"])


if __name__ == "__main__":
    asyncio.run(main())
