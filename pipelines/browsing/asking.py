"""Knows what may be asked of a page: each parameter with its limits, read into a value or refused with a reason."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.domains import domain_of
from crawler.errors import WrongCommand
from crawler.moments import read_timestamp
from crawler.outcomes import Outcome, outcome_named
from pipelines.database.questions.browsing_changes import Place

MOST_LETTERS = 200  # of any parameter
MOST_PAGES = 10  # of a search: it tells no more hits than fit
_MOST_ID = 2**62  # both databases hold it
_DAY = re.compile(r"(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_PLACE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)-([0-9]{1,18})")


class NotUnderstood(Exception):
    """A parameter is not what it must be; the message says what to write."""


class NotThere(Exception):
    """What was asked for is not in the database; the message says what is."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that can be said in an address: in its path, or after its question mark, where it may be left out."""

    name: str
    about: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]
    in_path: bool = False
    missing: Any = None

    def value(self, text: str | None) -> Any:
        if text is None or (text == "" and not self.in_path):
            return self.missing
        if len(text) > MOST_LETTERS or "\0" in text:
            raise NotUnderstood(f"{self.name} has more than {MOST_LETTERS} letters, or one that no text has")
        return self.read(text)


def _read_domain(text: str) -> str:
    try:
        return domain_of(text)
    except WrongCommand as wrong:
        raise NotThere(str(wrong)) from wrong


def _read_day(text: str) -> datetime:
    """The first moment of a year, a month or a day."""
    if not (text.isascii() and _DAY.fullmatch(text)):
        raise NotUnderstood(f"{text!r} is no day; write one such as 2015-03-01, or a month 2015-03, or a year 2015")
    year, month, day = (int(part) for part in (*text.split("-"), "1", "1")[:3])
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError as wrong:
        raise NotThere(f"the calendar has no {text}") from wrong


def end_of_day(text: str) -> datetime:
    """The last moment of a day: what was in force on it had begun by then."""
    day = _read_day(text)
    return day if len(text) < len("2015-03-01") else day + timedelta(days=1, microseconds=-1)


def _read_timestamp(text: str) -> str:
    if not (text.isascii() and text.isdecimal() and len(text) == len("20150301120000")):
        raise NotUnderstood(f"{text!r} is no timestamp; write fourteen digits such as 20150301120000")
    try:
        read_timestamp(text)
    except ValueError as wrong:
        raise NotThere(f"{text} is no moment") from wrong
    return text


def _read_number(name: str, least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if text.isascii() and text.isdecimal() and len(text) < 20 and least <= int(text) <= most:
            return int(text)
        raise NotUnderstood(f"{name} is {text!r}; expected a number from {least} to {most}")

    return read


def _read_language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise NotUnderstood(f"{text!r} is no language; write its code, such as en")
    return text


def _read_place(text: str) -> Place:
    found = _PLACE.fullmatch(text)
    if not found:
        raise NotUnderstood(f"after is {text!r}; follow the address that an earlier answer gave")
    try:
        return Place(datetime.fromisoformat(found[1]), int(found[2]))
    except ValueError as wrong:
        raise NotThere(f"{found[1]} is no moment") from wrong


def _read_kind(text: str) -> Outcome:
    try:
        return outcome_named(text)
    except StopIteration:
        raise NotThere(f"{text!r} is no reason that is known; /missing lists them") from None


def write_place(place: Place) -> str:
    return f"{place.first_seen:%Y-%m-%dT%H:%M:%SZ}-{place.id}"


_DAY_SCHEMA = {"type": "string", "pattern": f"^{_DAY.pattern}$"}


def _day(name: str, about: str, **more: Any) -> Parameter:
    return Parameter(name, about, _DAY_SCHEMA, _read_day, **more)


def _timestamp(name: str, about: str) -> Parameter:
    return Parameter(name, about, {"type": "string", "pattern": r"^[0-9]{14}$"}, _read_timestamp, in_path=True)


def _number(name: str, about: str, least: int, most: int, **more: Any) -> Parameter:
    schema = {"type": "integer", "minimum": least, "maximum": most}
    return Parameter(name, about, schema, _read_number(name, least, most), **more)


def _words(name: str, about: str) -> Parameter:
    schema = {"type": "string", "maxLength": MOST_LETTERS, "pattern": "^[^\\x00]*$"}
    return Parameter(name, about, schema, str, missing="")


_NAME = {"type": "string", "pattern": r"^[a-z0-9_-]+(\.[a-z0-9_-]+)+$", "maxLength": MOST_LETTERS}
DOMAIN = Parameter("domain", "a registered name, such as example.com", _NAME, _read_domain, in_path=True)
DAY = Parameter(
    "day",
    "a day, or a month or year for its first moment",
    _DAY_SCHEMA | {"examples": ["2015-03-01"]},
    end_of_day,
    in_path=True,
)
TIMESTAMP = _timestamp("timestamp", "fourteen digits: a moment at which the version was seen")
OLD = _timestamp("old", "a moment at which the old version was seen")
NEW = _timestamp("new", "a moment at which the new version was seen")
LINE = _number("line", "the line; 1, without it, is the privacy policy", 1, 100_000, missing=1)
BEFORE = _number("before", "only versions with a smaller number than this", 1, _MOST_ID)
AFTER_ID = _number("after", "go on behind this id", 0, _MOST_ID, missing=0)
FAMILY = _number("family", "the id of a family", 1, _MOST_ID, in_path=True)
PAGE = _number("page", "which page of hits", 1, MOST_PAGES, missing=1)
WORDS = _words("q", "words, and phrases in double quotes; all must be there")
BEGINS = _words("begins", "how the names of the domains begin")
AFTER_NAME = _words("after", "go on behind this name")
SINCE = _day("since", "seen on this day or later")
UNTIL = _day("until", "seen before this day")
LANGUAGE = Parameter(
    "language", "a language, by its code", {"type": "string", "pattern": f"^{_LANGUAGE.pattern}$"}, _read_language
)
AFTER_PLACE = Parameter(
    "after", "go on behind this place", {"type": "string", "pattern": f"^{_PLACE.pattern}$"}, _read_place
)
KIND = Parameter(
    "kind",
    "the reason of a miss",
    {"type": "string", "enum": [one.value for one in Outcome if one.is_miss]},
    _read_kind,
    in_path=True,
)
VIEW = Parameter(
    "view",
    "`side` by side, or `inline`",
    {"type": "string", "enum": ["side", "inline"]},
    lambda text: "inline" if text == "inline" else "side",
    missing="side",
)
