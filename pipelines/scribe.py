"""Knows what a scribe is: a process that writes what a crawl was told, beside the crawl's event loop.

Started as `python -m pipelines.scribe SOCKET`, with DATABASE_URL in its environment. It answers whether all was
written; where not, nothing of it was, and the crawl writes it itself: that has patience, and says what is wrong.
"""

import os
import sys
from collections.abc import Callable, Sequence

from crawler.beside.answering import answer_all
from crawler.items import Item


def main() -> None:
    """Write for whoever holds the other end of the socket."""
    answer_all(int(sys.argv[1]), _prepare)


def _prepare() -> Callable[[Sequence[Item]], bool]:
    from pipelines.database.opening import open_database
    from pipelines.database.store import Store

    store = Store(open_database(os.environ["DATABASE_URL"]), rests=())

    def write(items: Sequence[Item]) -> bool:
        try:
            store.write(items)
        except Exception:  # noqa: BLE001 - whoever asked meets it again
            return False
        return True

    return write


if __name__ == "__main__":
    main()
