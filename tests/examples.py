"""Knows the sample values that many tests speak of: one invented domain, its captures, and what an archive answers."""

from datetime import UTC, datetime
from hashlib import sha256

from crawler.archives import Answer, IndexQuestion
from crawler.intervals import Interval, intervals_between
from crawler.items import Document, FoundBy, PolicyPage, Snapshot
from crawler.locating.link_words import address_promise
from crawler.moments import read_timestamp
from crawler.outcomes import Outcome
from crawler.timelines import Capture
from crawler.urlkeys import urlkey

WAYBACK = "https://web.archive.org"
COLLECTION = "http://localhost:8080/palace"

DOMAIN = "palace.example"
HOME = "http://palace.example/"
PRIVACY = "http://palace.example/privacy"
LEGAL = "http://palace.example/legal/privacy-notice"
NOW = datetime(2014, 1, 1, tzinfo=UTC)


def moment(year: int, month: int = 1, day: int = 1) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def half_years(since: int, until: int) -> tuple[Interval, ...]:
    return tuple(intervals_between(moment(since), moment(until), 6))


def interval(name: str) -> Interval:
    """`2012-H1`."""
    return next(one for one in half_years(int(name[:4]), int(name[:4]) + 1) if one.name == name)


def capture(
    timestamp: str,
    digest: str | None = None,
    status: int | None = 200,
    url: str = PRIVACY,
    mimetype: str | None = "text/html",
    length: int | None = 2_000,
) -> Capture:
    return Capture(urlkey(url), timestamp, read_timestamp(timestamp), url, digest, status, mimetype, length)


def row(timestamp: str, url: str = PRIVACY, mimetype: str = "text/html", status: str = "200", digest: str = "D") -> str:
    """One row of the Wayback Machine's index."""
    return f"{urlkey(url)} {timestamp} {url} {mimetype} {status} {digest} 2000"


def page(
    url: str = PRIVACY, found_by: FoundBy = FoundBy.INDEX, text: str = "", promise: int | None = None
) -> PolicyPage:
    told = address_promise(url) if promise is None else promise
    return PolicyPage(DOMAIN, url, urlkey(url), found_by, text, True, told)


def answer(body: str | bytes = b"", status: int = 200, url: str = WAYBACK, **headers: str) -> Answer:
    """An answer as it came; `content_type=…` is the header Content-Type."""
    sent = body.encode() if isinstance(body, str) else body
    return Answer(url, status, tuple((name.replace("_", "-"), value) for name, value in headers.items()), sent)


def memento(timestamp: str, url: str = PRIVACY, status: int = 200, body: str | bytes = b"", **headers: str) -> Answer:
    """An answer in which the archived site speaks."""
    served = read_timestamp(timestamp).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return answer(body, status, memento_datetime=served, link=f'<{url}>; rel="original"', **headers)


def page_question(url: str = PRIVACY, resume_key: str | None = None, limit: int = 1000) -> IndexQuestion:
    return IndexQuestion(url, (), moment(2010), moment(2014), limit, resume_key)


def domain_question(*words: str, domain: str = DOMAIN) -> IndexQuestion:
    return IndexQuestion(domain, words or ("privacy", "legal"), moment(2010), moment(2014), 1000)


def snapshot(timestamp: str = "20120301000000", body: bytes = b"<p>We keep nothing.", url: str = PRIVACY) -> Snapshot:
    return Snapshot(
        domain=DOMAIN,
        urlkey=urlkey(url),
        timestamp=timestamp,
        served_timestamp=timestamp,
        served_url=url,
        status=200,
        headers=(("Content-Type", "text/html"),),
        media_type="text/html",
        charset=None,
        body=body,
        sha256=sha256(body).hexdigest(),
        fetched_at=NOW,
    )


def document(
    text: str = "We keep nothing.", title: str = "Privacy", of: Snapshot | None = None, screened: Outcome | None = None
) -> Document:
    return Document(
        snapshot=of or snapshot(),
        title=title,
        markdown=f"# {title}\n\n{text}\n",
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        wording_sha256=sha256(text.encode()).hexdigest(),
        words=len(text.split()),
        reading="faithful",
        reader_version="1",
        charset="utf-8",
        notes=(),
        screened=screened,
    )
