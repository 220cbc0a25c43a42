"""Knows which rows an index query selects: range, dates, filters, collapse, limit and resume key, in that order.

The order is that of the archive's own index server (protocol sheet 1.6); the rules are in sections 1.4 to 1.9.
"""

import base64
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote_plus, unquote_plus, urlsplit

from crawler.urlkeys import urlkey
from tests.fake_archive.holdings import Holdings, moment_of
from tests.fake_archive.manners import Keys, Manners

COLUMNS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
Row = tuple[str, ...]
PAUSE = "pause-"  # before a key that first leads to a page without rows


class BadQuery(Exception):
    """The index cannot make sense of it: 400."""


class TooMuch(Exception):
    """More rows would have to be looked at than the index will: 504."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The arguments of one index query. Each name may repeat; the last one counts, except for filters and collapses."""

    arguments: tuple[tuple[str, str], ...]

    def one(self, name: str, default: str = "") -> str:
        return next((value for key, value in reversed(self.arguments) if key == name), default)

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.arguments if key == name]

    def says(self, name: str) -> bool:
        return self.one(name).lower() == "true"

    @property
    def limit(self) -> int:
        if not re.fullmatch(r"-?\d+", said := self.one("limit", "0")):
            raise BadQuery(f"limit is no number: {said}")
        return int(said)

    @property
    def scope(self) -> tuple[str, str]:
        """The address asked for and how far the question reaches."""
        url, match = self.one("url"), self.one("matchType")
        if not url:
            raise BadQuery("The url= param is required")
        if match in ("exact", "prefix", "host", "domain"):
            return url, match
        if url.startswith("*."):
            return url[2:], "domain"
        return (url[:-1], "prefix") if url.endswith("*") else (url, "exact")


@dataclass(frozen=True, slots=True)
class Found:
    """The rows, and the key with which to ask for more."""

    rows: list[Row]
    resume_key: str | None


def select(holdings: Holdings, asking: Asking, manners: Manners) -> Found:
    """The rows an index query is answered with, each with all seven columns."""
    begin, end = key_range(*asking.scope)
    rows = [held.row for held in holdings.between(begin, end) for _ in range(manners.duplicate_rows)]
    resume = asking.one("resumeKey")
    if resume.startswith(PAUSE):
        return Found([], resume.removeprefix(PAUSE))
    if resume:
        last = read_resume_key(resume)
        rows = [row for row in rows if (row[0], row[1]) > last]
    chosen = _chosen(_sorted(rows, asking), asking, manners)
    limit = asking.limit
    if limit < 0 or asking.says("last"):
        return Found(list(chosen)[limit or -1 :], None)
    taken: list[Row] = []
    for row in chosen:
        taken.append(row)
        if len(taken) == (limit or manners.most_rows):
            break
    full = bool(limit) and len(taken) == limit and taken[-1] != rows[-1]
    if not full or not asking.says("showResumeKey"):
        return Found(taken, None)
    return Found(taken, _next_key(taken[-1], resume, manners))


def key_range(url: str, match: str) -> tuple[str, str]:
    """The half-open range of keys in byte order."""
    key = urlkey(url.lstrip("."))
    host = key.partition(")")[0]
    if match == "exact":
        return key, key + "!"
    if match == "prefix" and key.partition(")")[2] != "/":
        if url.endswith("/"):
            key += "/"
        return key, key[:-1] + chr(ord(key[-1]) + 1)
    if match == "domain":
        return (f"{host})/", f"{host}-") if "," in host else (f"{host},", f"{host}-")
    return f"{host})/", f"{host}*"


def host_of(url: str) -> str:
    """The host that an index query or a replay is about."""
    return urlsplit(url if "//" in url else f"http://{url}").hostname or ""


def _next_key(last: Row, resume: str, manners: Manners) -> str:
    if manners.resume_keys is Keys.CIRCLING and resume:
        return resume
    key = write_resume_key(last, manners.plain_resume_keys)
    return PAUSE + key if manners.resume_keys is Keys.PAUSING else key


def write_resume_key(row: Row, plain: bool) -> str:
    """Opaque as today's, or plain as the old server's, which adds one to the last character."""
    if plain:
        text = f"{row[0]} {row[1]}"
        return quote_plus(text[:-1] + chr(ord(text[-1]) + 1))
    return base64.urlsafe_b64encode(zlib.compress(f"{row[0]} {row[1]}".encode())).decode()


def read_resume_key(resume: str) -> tuple[str, str]:
    """The key and timestamp after which to go on."""
    try:
        text = zlib.decompress(base64.urlsafe_b64decode(resume)).decode()
    except (ValueError, zlib.error):
        text = unquote_plus(resume)
        if " " not in text:
            raise BadQuery(f"not a resume key: {resume}") from None
        text = text[:-1] + chr(ord(text[-1]) - 1)
    key, _, timestamp = text.rpartition(" ")
    return key, timestamp


def _sorted(rows: list[Row], asking: Asking) -> list[Row]:
    if asking.one("sort") == "reverse":
        return sorted(rows, key=lambda row: (row[0], row[1]), reverse=True)
    if asking.one("sort") == "closest" and (closest := asking.one("closest").lstrip("-^")):
        return sorted(rows, key=lambda row: abs(moment_of(row[1]) - moment_of(closest)))
    return rows


def _chosen(rows: Iterable[Row], asking: Asking, manners: Manners) -> Iterator[Row]:
    since, until = asking.one("from"), asking.one("to")
    tests = [_filter(said) for said in asking.all("filter")]
    collapses = [_collapse(said) for said in asking.all("collapse")]
    for count, row in enumerate(rows, 1):
        if manners.most_scanned is not None and count > manners.most_scanned:
            raise TooMuch
        if row[1] < since or (until and row[1][: len(until)] > until):
            continue
        if all(test(row) for test in tests) and all(is_new(row) for is_new in collapses):
            yield row


def _filter(said: str) -> Callable[[Row], bool]:
    """`[!]field:regex` must match the whole field; `~field:text` and `~!field:text` look for the text in it."""
    contains = said.startswith("~")
    said = said.removeprefix("~")
    negated = said.startswith("!")
    name, colon, pattern = said.removeprefix("!").partition(":")
    field = COLUMNS.index(name) if colon and name in COLUMNS else None
    if colon and name.isdecimal() and int(name) < len(COLUMNS):
        field = int(name)
    if not colon:
        pattern = name
    try:
        regex = re.compile(pattern)
    except re.error as trouble:
        raise BadQuery(f"not a regular expression: {pattern}: {trouble}") from None

    def holds(row: Row) -> bool:
        value = " ".join(row) if field is None else row[field]
        return (pattern in value if contains else regex.fullmatch(value) is not None) != negated

    return holds


def _collapse(said: str) -> Callable[[Row], bool]:
    """`field[:N]`: the first of each run of neighbours that agree on (the first N characters of) the field."""
    name, _, size = said.partition(":")
    if name not in COLUMNS:
        return lambda row: True
    field, length = COLUMNS.index(name), int(size) if size.isdecimal() else None
    last: list[str] = []

    def is_new(row: Row) -> bool:
        value = row[field][:length]
        if last == [value]:
            return False
        last[:] = [value]
        return True

    return is_new
