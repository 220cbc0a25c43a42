"""Knows which faults of a database pass by themselves, and does again what failed of them.

Everything that is written is a transaction of its own and twice is as good as once, so it may always be done again,
even where a connection was lost just when all was well.
"""

import logging
import re
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from crawler.errors import Fault

RESTS = (0.05, 1.0, 5.0, 15.0, 30.0, 60.0, 60.0, 60.0, 60.0)  # seconds: five minutes, longer than a server restarts
Done = TypeVar("Done")
logger = logging.getLogger(__name__)

# In the words of SQLite and PostgreSQL: others write, two wait for each other, the server is restarted or out of reach.
_PASSES = re.compile(
    r"locked|busy|deadlock detected|could not serialize|connection refused|connection reset|connection timeout"
    r"|timeout expired|server closed the connection|terminating connection|the connection is (?:closed|lost)"
    r"|(?:starting|shutting) up|shutting down|recovery mode|too many clients|consuming input failed"
    r"|failed: no such file"  # the socket of a server that is down
    r"|uq_documents_sha256|fk_captures_document_id",  # another brought or took this very document at the same moment
    re.IGNORECASE,
)


class PassingFault(Fault):
    """A fault of the database that may be over in a while."""


def fault_of(cause: str, message: str) -> Fault:
    """The fault that a cause means, in the words of the database."""
    return PassingFault(message) if _PASSES.search(cause) else Fault(message)


def persist(
    act: Callable[[], Done], rests: Sequence[float] = RESTS, sleep: Callable[[float], None] = time.sleep
) -> Done:
    """Does it, and again where it fails for what may pass; raises the Fault when it has not passed after all rests."""
    for rest in rests:
        try:
            return act()
        except PassingFault as fault:
            if rest >= 1:
                logger.warning("%s (trying again in %.0f s)", fault, rest)
            sleep(rest)
    return act()
