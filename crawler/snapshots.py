"""Knows how an answer becomes a snapshot: which bytes are kept, and what is written down of where they came from."""

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from crawler.archives.answers import Answer, Replayed
from crawler.archives.bodies import decode_body
from crawler.errors import Skip
from crawler.items import Snapshot
from crawler.moments import write_timestamp

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';,]+)", re.I)


def make_snapshot(domain: str, urlkey: str, timestamp: str, heard: Replayed, answer: Answer, now: datetime) -> Snapshot:
    """The bytes of one capture, exactly as replayed. A transfer coding that was declared once and came off whole was
    the archive's own and goes; with any other, the bytes stay as they came, so that a mistake in taking codings off
    can be mended without asking again (docs/decisions/0001); and so do those that nobody could take off."""
    body, headers = answer.body, answer.headers
    with suppress(Skip):
        decoded = decode_body(body, headers)
        if decoded.stands_in:
            body = decoded.body
            headers = tuple((name, value) for name, value in headers if name.lower() != "content-encoding")
    media_type, charset = declared_type(headers)
    return Snapshot(
        domain=domain,
        urlkey=urlkey,
        timestamp=timestamp,
        served_timestamp=write_timestamp(heard.moment),
        served_url=heard.url,
        status=heard.status,
        headers=headers,
        media_type=media_type,
        charset=charset,
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched_at=now,
    )


def declared_type(headers: Iterable[tuple[str, str]]) -> tuple[str | None, str | None]:
    """The media type and the charset that headers declare."""
    kind = next((value for name, value in headers if name.lower() == "content-type" and value.strip()), "")
    charset = _CHARSET.search(kind)
    return kind.split(";", 1)[0].strip().lower() or None, charset[1] if charset else None
