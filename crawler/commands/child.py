"""Knows the process in which a worker has a batch crawled: `scrapy backfill`, which ends as soon as its worker is gone.

`python -m crawler.commands.child LIST [options]`, with standard input held open by the worker.
"""

import os
import sys
import threading

from scrapy.cmdline import execute

WORKER_GONE = 4


def main() -> None:
    """The command, watched."""
    threading.Thread(target=_end_with_worker, daemon=True).start()
    execute(["scrapy", "backfill", *sys.argv[1:]])


def _end_with_worker() -> None:
    """The system closes the other end when the worker dies, however it dies. Nothing is put in order then: what is
    kept is kept, and the archive must not be asked by a crawl that nobody counts. (Reading through `sys.stdin` would
    hold a lock of Python's that aborts the process when it ends by itself.)"""
    os.read(0, 1)
    os._exit(WORKER_GONE)


if __name__ == "__main__":
    main()
