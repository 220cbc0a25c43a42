"""Knows the headers by which archives say which capture they serve (RFC 7089), and what their refusals look like."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import urljoin

from crawler.archives.answers import Answer
from crawler.archives.bodies import decode_body
from crawler.errors import Skip, Trouble, Wait
from crawler.moments import read_timestamp
from crawler.outcomes import Outcome

_ORIGINAL = re.compile(r'<([^>]*)>\s*;\s*rel="?original"?')
_NEVER = re.compile(r"has not archived that URL|could not be found in this collection")  # the Wayback Machine; pywb
_REPLAY_PATH = re.compile(r"(?:/web)?/(\d{4,14})(?:[a-z]{2}_)?/(https?:/.+)", re.S | re.I | re.A)
_SHORTEST = "00000101000000"  # what a timestamp that is cut short leaves out
_ROBOTS = re.compile(r"RobotAccessControl|Blocked By Robots|robots\.txt", re.I)  # not the `robots` meta tag of any page


def memento_moment(answer: Answer) -> datetime | None:
    """The moment of the capture served; None when the archive itself speaks."""
    written = answer.header("memento-datetime")
    if written is None:
        return None
    return _http_date(written)


def _http_date(written: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(written)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):  # no date, or one beyond the years that there are
        return None


def original_address(answer: Answer, asked: str) -> str:
    """The address of the capture served: a header says so, perhaps beside one of the archived site; without it, the
    address that was asked for."""
    found = _ORIGINAL.search(", ".join(value for name, value in answer.headers if name.lower() == "link"))
    return unescape(found[1]) if found else asked


def archived_place(location: str, archive: str) -> tuple[str, str] | None:
    """Timestamp and original address that a Location within the archive names, in any of its shapes (absolute, by
    path, without scheme); None when it names a live address."""
    absolute = _joined(f"{archive}/", location)
    root = archive.split("://", 1)[1]
    if not absolute.split("://", 1)[-1].startswith(f"{root}/"):
        return None
    place = _REPLAY_PATH.match(absolute.split("://", 1)[1][len(root) :])
    if place is None:
        return None
    timestamp = place[1] + _SHORTEST[len(place[1]) :]
    try:
        read_timestamp(timestamp)
    except ValueError:
        return None
    # some proxies fold the two slashes after the scheme into one
    return timestamp, re.sub(r"^(https?):/+", r"\1://", place[2], flags=re.I)


def redirect_target(answer: Answer, original: str, archive: str) -> str | None:
    """Where an archived redirect leads, as an address of its time; None for what is no redirect. A live address (the
    archive did not rewrite it) is an address of that time as well: it is asked of the archive, never of its host."""
    location = answer.header("location")
    if location is None or not 300 <= answer.status < 400:
        return None
    place = archived_place(location, archive)
    return place[1] if place else _joined(original, location)


def _joined(start: str, location: str) -> str:
    """Where a location leads from an address; one that cannot be parsed (a bracket left open) leads to itself."""
    try:
        return urljoin(start, location)
    except ValueError:
        return location


def page_text(answer: Answer) -> str:
    """The words of an answer in which the archive itself speaks; empty where it cannot be read."""
    try:
        return decode_body(answer.body, answer.headers).body.decode("utf-8", "replace")
    except Skip:
        return ""


def refusal(answer: Answer, asked: str) -> Trouble:
    """What an answer without a capture means, when its status already says so."""
    named = f"{asked}: the archive answered {answer.status}"
    if answer.status == 429:
        return Wait(Outcome.RATE_LIMITED, f"{named}, too many requests; slow down", retry_after(answer))
    if answer.status in (403, 451):
        return excluded(answer, asked)
    if answer.status in (404, 410):
        kind = Outcome.NO_CAPTURE if _NEVER.search(page_text(answer)) else Outcome.UNPLAYABLE
        return Skip(kind, f"{named}: {kind.meaning}")
    return Wait(Outcome.ARCHIVE_DOWN, f"{named}, which is a fault of its own; ask again later", retry_after(answer))


def index_refusal(answer: Answer, asked: str) -> Trouble:
    """The same for an index: it has no addresses that could be missing, so a 404 is a fault as well."""
    trouble = refusal(answer, asked)
    if isinstance(trouble, Skip) and trouble.outcome not in (Outcome.BLOCKED, Outcome.ROBOTS):
        return Wait(Outcome.ARCHIVE_DOWN, f"{asked}: the index answered {answer.status}; is ARCHIVE_URL right?")
    return trouble


def index_body(answer: Answer, asked: str) -> bytes:
    """The rows of an index as they were sent; a part of them is no answer, because what is missing would be taken for
    never captured."""
    try:
        decoded = decode_body(answer.body, answer.headers)
    except Skip as skip:
        raise Wait(Outcome.CUT_SHORT, f"{asked}: the index answered more than can be read ({skip})") from skip
    if decoded.truncated:
        raise Wait(Outcome.ARCHIVE_DOWN, f"{asked}: the answer of the index ends in the middle; ask again later")
    return decoded.body


def excluded(answer: Answer, asked: str) -> Skip:
    """Withheld: by the owner's wish, or by a robots.txt that the archive heeds."""
    said = (answer.header("x-archive-wayback-runtime-error") or "") + page_text(answer)
    if _ROBOTS.search(said):
        return Skip(Outcome.ROBOTS, f"{asked}: the archive withholds it because of robots.txt; nothing can be done")
    return Skip(Outcome.BLOCKED, f"{asked}: excluded from the archive by its owner; nothing can be done")


def retry_after(answer: Answer) -> float | None:
    """The seconds an archive asks us to wait, where it does (hardly ever, 2023): a number, or a date as against that of
    the answer."""
    said = (answer.header("retry-after") or "").strip()
    if said.isdecimal():
        return float(said)
    until, now = _http_date(said), _http_date(answer.header("date") or "")
    return max(0.0, (until - now).total_seconds()) if until and now else None
