"""Knows the page of changes of all domains, newest first."""

from dataclasses import dataclass

from pipelines.browsing.addresses import asked
from pipelines.browsing.asking import AFTER_PLACE, write_place
from pipelines.browsing.page import Page
from pipelines.database.opening_to_read import Database
from pipelines.database.questions.browsing_changes import Opening, Place, newest_changes

MOST = 50


@dataclass(frozen=True, slots=True)
class Changes:
    """Some changes, and where they go on."""

    changes: tuple[Opening, ...]
    next: str | None


def answer(engine: Database, after: Place | None) -> Changes:
    found = newest_changes(engine, MOST, after)
    more = asked("/changes", after=write_place(found.next)) if found.next else None
    return Changes(found.openings, more)


PAGE = Page("/changes", "changes", "Changes of all domains, newest first.", (AFTER_PLACE,), Changes, answer)
