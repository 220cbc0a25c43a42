"""Knows pywb, the archive that people run themselves: local WARC collections, national archives.

ARCHIVE_URL names the collection, `http://localhost:8080/my-collection`.
"""

import json
import re
from typing import Any
from urllib.parse import urlencode

from crawler.archives.answers import Answer, Elsewhere, IndexPage, IndexQuestion, Replayed
from crawler.archives.mementos import (
    archived_place,
    index_body,
    index_refusal,
    memento_moment,
    original_address,
    redirect_target,
    refusal,
)
from crawler.errors import Wait
from crawler.moments import read_timestamp, write_timestamp
from crawler.outcomes import Outcome
from crawler.timelines import Capture


class Pywb:
    """A collection of a pywb."""

    def __init__(self, address: str) -> None:
        self.address = address

    def index_address(self, question: IndexQuestion) -> str:
        parameters = [("url", question.url), ("output", "json")]
        if question.is_domain_wide:
            parameters += [("matchType", "domain"), ("filter", f"~urlkey:{question.pattern}")]
        parameters += [
            ("from", write_timestamp(question.since)),
            ("to", write_timestamp(question.until)),
            ("limit", str(question.limit)),
        ]
        return f"{self.address}/cdx?{urlencode(parameters)}"

    def read_index(self, question: IndexQuestion, answer: Answer) -> IndexPage:
        body = index_body(answer, question.url)
        if answer.status == 404 and b"No Captures found" in body:  # older ones say 404 for none (sheet 5)
            return IndexPage((), None, complete=True, body=body)
        if answer.status != 200:
            raise index_refusal(answer, question.url)
        lines = [line for line in body.decode("utf-8", "replace").split("\n") if line.strip()]
        captures = tuple(capture for line in lines if (capture := _capture(question, line)) is not None)
        # it has no resume key: as many rows as were asked for means that there may be more
        return IndexPage(captures, None, complete=len(lines) < question.limit, body=body)

    def replay_address(self, url: str, timestamp: str) -> str:
        return f"{self.address}/{timestamp}id_/{url.split('#', 1)[0]}"

    def read_replay(self, url: str, timestamp: str, answer: Answer) -> Replayed | Elsewhere:
        moment = memento_moment(answer)
        if moment is not None:
            original = original_address(answer, url)
            return Replayed(answer.status, moment, original, redirect_target(answer, original, self.address))
        location = answer.header("location")
        place = archived_place(location, self.address) if location and 300 <= answer.status < 400 else None
        if place is not None:
            return Elsewhere(*place)  # `redirect_to_exact: true` says 307 to the nearest capture
        raise refusal(answer, url)


def _capture(question: IndexQuestion, line: str) -> Capture | None:
    try:
        row: dict[str, Any] = json.loads(line)
        timestamp, url, key = str(row["timestamp"]), str(row["url"]), str(row["urlkey"])
    except (ValueError, KeyError, TypeError) as error:
        raise Wait(
            Outcome.ARCHIVE_DOWN,
            f"{question.url}: expected one JSON object a line from the index, got "
            f"{line[:80]!r}; is ARCHIVE_URL the address of a collection?",
        ) from error
    if row.get("is_fuzzy") or not re.match(r"https?://", url, re.I):
        return None
    try:
        moment = read_timestamp(timestamp)
    except ValueError:
        return None  # a date that cannot be mended: nobody can say when it was
    status, length, mimetype = str(row.get("status", "")), str(row.get("length", "")), row.get("mime")
    return Capture(
        urlkey=key,
        timestamp=timestamp,
        captured_at=moment,
        original_url=url,
        digest=row.get("digest") or None,
        status=int(status) if status.isdecimal() else None,
        mimetype=None if mimetype in ("-", "unk", "", None) else str(mimetype),
        length=int(length) if length.isdecimal() else None,
    )
