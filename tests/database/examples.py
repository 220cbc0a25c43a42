"""Knows the items that database tests speak of: one invented domain, its privacy page, and captures of it."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from crawler.intervals import Every
from crawler.items import (
    Document,
    Domain,
    FoundBy,
    HomePage,
    IndexAnswer,
    Miss,
    PolicyPage,
    Redirect,
    Snapshot,
    Standing,
)
from crawler.moments import read_timestamp
from crawler.outcomes import Outcome
from crawler.timelines import Capture

NAME = "palace.example"
PRIVACY = "example,palace)/privacy"
LEGAL = "example,palace)/legal"
COOKIES = "example,palace)/cookies"
NOW = datetime(2024, 1, 1, tzinfo=UTC)
LATER = datetime(2024, 2, 1, tzinfo=UTC)


def moment(year: int, month: int = 1, day: int = 1) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def stamp(year: int, month: int = 1, day: int = 1) -> str:
    return f"{year}{month:02}{day:02}000000"


def url_of(urlkey: str) -> str:
    return f"http://palace.example{urlkey.partition(')')[2]}"


def domain(standing: Standing = Standing.DONE, name: str = NAME, since: int = 2010, until: int = 2013) -> Domain:
    return Domain(name, 1, Every.HALF_YEAR, moment(since), moment(until), standing, NOW)


def page(urlkey: str = PRIVACY, promise: int = 10, name: str = NAME) -> PolicyPage:
    return PolicyPage(name, url_of(urlkey), urlkey, FoundBy.INDEX, "Privacy policy", True, promise)


def capture(timestamp: str, digest: str | None = None, status: int | None = 200, urlkey: str = PRIVACY) -> Capture:
    moment_ = read_timestamp(timestamp)
    return Capture(urlkey, timestamp, moment_, url_of(urlkey), digest, status, "text/html", 2_000)


def answer(
    *captures: Capture, urlkey: str | None = PRIVACY, complete: bool = True, asked_at: datetime = NOW, name: str = NAME
) -> IndexAnswer:
    return IndexAnswer(name, urlkey, asked_at, moment(2010), asked_at, complete, captures, b"the answer as it came")


def snapshot(timestamp: str, body: bytes, urlkey: str = PRIVACY, name: str = NAME) -> Snapshot:
    return Snapshot(
        domain=name,
        urlkey=urlkey,
        timestamp=timestamp,
        served_timestamp=timestamp,
        served_url=url_of(urlkey),
        status=200,
        headers=(("Content-Type", "text/html"), ("Memento-Datetime", timestamp)),
        media_type="text/html",
        charset="utf-8",
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched_at=NOW,
    )


def document(
    timestamp: str,
    wording: str = "we keep nothing",
    urlkey: str = PRIVACY,
    screened: Outcome | None = None,
    name: str = NAME,
    body: bytes | None = None,
) -> Document:
    text = f"# Privacy of the palace\n\n{wording}\n"
    held = body if body is not None else f"<h1>Privacy</h1><p>{wording}</p><i>{timestamp}</i>".encode(errors="replace")
    return Document(
        snapshot=snapshot(timestamp, held, urlkey, name),
        title="Privacy of the palace",
        markdown=text,
        text=wording,
        sha256=_sha256(text + str(screened)),
        wording_sha256=_sha256(wording),
        words=len(wording.split()),
        reading="faithful",
        reader_version="1",
        charset="utf-8",
        notes=(("charset", "declared"),),
        screened=screened,
    )


def redirect(timestamp: str, urlkey: str = PRIVACY, to_urlkey: str = LEGAL) -> Redirect:
    return Redirect(NAME, urlkey, timestamp, url_of(to_urlkey), to_urlkey)


def miss(
    kind: Outcome,
    timestamp: str | None = None,
    interval: str | None = None,
    urlkey: str | None = None,
    seen_at: datetime = NOW,
    detail: str = "it was not to be had",
) -> Miss:
    if timestamp is not None and urlkey is None:
        urlkey = PRIVACY
    return Miss(NAME, urlkey, interval, timestamp, kind, detail, seen_at)


def home_page(interval: str, outcome: Outcome = Outcome.READ, *links: PolicyPage) -> HomePage:
    return HomePage(NAME, interval, outcome, tuple(replace(link, found_by=FoundBy.HOME_PAGE) for link in links), None)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
