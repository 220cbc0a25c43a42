"""Knows which rules look for what was there before, in their order. One rule, one file, one counter.

A rule never drops an item: the database keeps equal text once by itself. It says what repeats, so that a run can tell
how much of what it read was new.
"""

from collections.abc import Sequence
from typing import Protocol

from crawler.items import Item
from pipelines.dedupe.identical_wording import IdenticalWording


class Rule(Protocol):
    """One way in which an item can repeat what this run has seen."""

    name: str

    def repeats(self, item: Item) -> bool: ...


def rules() -> Sequence[Rule]:
    """The rules of one run, in their order."""
    return [IdenticalWording()]
