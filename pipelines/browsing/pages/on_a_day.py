"""Knows the page of a day: the wording in force on it, with what is known of its bounds."""

from dataclasses import dataclass
from datetime import datetime

from pipelines.browsing.asking import DAY, DOMAIN, LINE, NotThere
from pipelines.browsing.page import Page
from pipelines.browsing.pages.version import OneVersion, known_versions, tell_version
from pipelines.database.opening_to_read import Database
from pipelines.database.questions.versions import version_on
from pipelines.versions import Version


@dataclass(frozen=True, slots=True)
class OnDay:
    """What was in force at a moment, the last of a day. It is `certain` where it was seen on that day, or before and
    after; else it may have been the `following` one already, or, after the last capture, one that nobody captured."""

    day: datetime
    certain: bool
    following: Version | None
    shown: OneVersion


def answer(engine: Database, domain: str, day: datetime, line: int) -> OnDay:
    known = known_versions(engine, domain, line)
    found = version_on(engine, domain, day, line)
    if found is None:
        raise NotThere(
            f"no policy of {domain} is known for {day:%Y-%m-%d}: its first capture is of {known[0].first_seen:%Y-%m-%d}"
        )
    shown = tell_version(engine, domain, line, known, known[found.version.number - 1])
    seen_on_it = found.version.last_seen >= day.replace(hour=0, minute=0, second=0, microsecond=0)
    return OnDay(day, found.certain or seen_on_it, found.following, shown)


PAGE = Page(
    "/{domain}/on/{day}",
    "on_a_day",
    "The wording in force on a day, with its bounds.",
    (DOMAIN, DAY, LINE),
    OnDay,
    answer,
)
