"""Knows when an archive is not there at all, as against one that fails now and then.

A question that had no answer after all its tries is shelved until another one has: only then is it the question's own
trouble. When many in a row had none, the archive is out, and nothing is said of any of them: they were never asked.
"""

from dataclasses import dataclass, field

from crawler.asks import Ask
from crawler.errors import Wait
from crawler.visits import Visit

# In a row, each after five tries, and fewer than the domains that are under way together. At one failure in ten this
# comes by chance once in 10^60 questions.
MOST_SILENT = 12


@dataclass(frozen=True, slots=True)
class Shelved:
    """A question that had no answer."""

    visit: Visit
    ask: Ask
    trouble: Wait


@dataclass(slots=True)
class Shelf:
    """The questions in a row that had no answer."""

    held: list[Shelved] = field(default_factory=list)

    def put(self, shelved: Shelved) -> None:
        self.held.append(shelved)

    def take(self) -> list[Shelved]:
        """All of them, to be heard as troubles of their own."""
        held, self.held = self.held, []
        return held

    @property
    def is_outage(self) -> bool:
        return len(self.held) >= MOST_SILENT
