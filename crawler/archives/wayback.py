"""Knows the Wayback Machine: its index (CDX) and replay, as the protocol sheet records them."""

import re
from html import unescape
from urllib.parse import urlencode

from waybackpy.cdx_snapshot import CDXSnapshot
from waybackpy.cdx_utils import check_filters, check_match_type

from crawler.archives.answers import Answer, Elsewhere, IndexPage, IndexQuestion, Replayed
from crawler.archives.mementos import (
    archived_place,
    excluded,
    index_body,
    index_refusal,
    memento_moment,
    original_address,
    page_text,
    redirect_target,
    refusal,
)
from crawler.errors import Wait
from crawler.moments import read_timestamp, write_timestamp
from crawler.outcomes import Outcome
from crawler.timelines import Capture

COLUMNS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
# Valid whether the server matches a whole field or its beginning (sheet 1.6). Revisits have no status and count: they
# say that a page was unchanged. Redirects and errors count: they say where a policy went.
KINDS = "mimetype:(text/html|application/xhtml.*|application/pdf|text/plain|warc/revisit|unk|unknown|-)$"
_VIEWED = re.compile(r"Got an HTTP (\d{3}) response at crawl time")
_IMPATIENT = re.compile(r'class="impatient"><a href="([^"]+)"')
_WITHHELD = re.compile(r"AccessControlException|Blocked (Site Error|By Robots)")
_ADDRESS = re.compile(r"https?://(?!mailto:)[^/?#@]+([/?#]|$)", re.I)  # not mail addresses, nor those without a host
_LONGEST_ORIGINAL = 2_000  # longer ones in the index are data: addresses and other junk, never a page one can read


class Wayback:
    """The Wayback Machine, or anything that speaks as it does."""

    def __init__(self, address: str) -> None:
        self.address = address

    def index_address(self, question: IndexQuestion) -> str:
        filters = [KINDS]
        parameters = [("url", question.url)]
        if question.is_domain_wide:
            match = "domain"
            check_match_type(match, question.url)
            parameters.append(("matchType", match))
            filters.insert(0, f"urlkey:{question.pattern}")
        check_filters(filters)
        parameters += [
            ("from", write_timestamp(question.since)),
            ("to", write_timestamp(question.until)),
            *(("filter", one) for one in filters),
            ("fl", ",".join(COLUMNS)),
            ("limit", str(question.limit)),
            ("showResumeKey", "true"),
        ]
        if question.resume_key is not None:
            parameters.append(("resumeKey", question.resume_key))
        return f"{self.address}/cdx/search/cdx?{urlencode(parameters)}"

    def read_index(self, question: IndexQuestion, answer: Answer) -> IndexPage:
        if answer.status == 504:
            raise Wait(Outcome.CUT_SHORT, f"{question.url}: the index answered 504, the question is too large for it")
        if answer.status != 200:
            raise index_refusal(answer, question.url)
        body = index_body(answer, question.url)
        rows, key = _rows_and_key(question, answer, body.decode("utf-8", "replace"))
        if not rows and "html" in (answer.header("content-type") or "").lower():
            raise _not_an_index(question, answer, "a page")
        captures: list[Capture] = []
        before = None
        for row in rows:
            if row == before:
                continue  # adjacent identical rows are common (sheet 1.2)
            before = row
            fields = row.split(" ")
            if len(fields) < len(COLUMNS) or not re.fullmatch(r"[0-9]{14}", fields[1]):
                raise _not_an_index(question, answer, row)
            if (capture := _capture(fields)) is not None:
                captures.append(capture)
        return IndexPage(tuple(captures), key, complete=key is None, body=body)

    def replay_address(self, url: str, timestamp: str) -> str:
        return f"{self.address}/web/{timestamp}id_/{url.split('#', 1)[0]}"

    def read_replay(self, url: str, timestamp: str, answer: Answer) -> Replayed | Elsewhere:
        moment = memento_moment(answer)
        if moment is not None:
            original = original_address(answer, url)
            return Replayed(answer.status, moment, original, redirect_target(answer, original, self.address))
        if 300 <= answer.status < 400:
            location = answer.header("location")
            place = archived_place(location or "", self.address)
            if place is None:
                raise Wait(
                    Outcome.ARCHIVE_DOWN,
                    f"{url}: the archive answered with a redirect to {location!r}, which "
                    "is no capture; ask again later",
                )
            return Elsewhere(*place)
        if answer.status == 200:
            return self._own_page(url, timestamp, answer)
        raise refusal(answer, url)

    def _own_page(self, url: str, timestamp: str, answer: Answer) -> Replayed:
        """A 200 in which the archive speaks: a page of its own about a redirect, an exclusion, or an outage."""
        text = page_text(answer)
        viewed, onward = _VIEWED.search(text), _IMPATIENT.search(text)
        place = archived_place(unescape(onward[1]), self.address) if onward else None
        if viewed and place:
            return Replayed(int(viewed[1]), read_timestamp(timestamp), url, place[1])
        if "excluded from the Wayback Machine" in text or "robots.txt" in text:
            raise excluded(answer, url)
        raise Wait(
            Outcome.ARCHIVE_DOWN,
            f"{url}: the archive answered with a page of its own instead of a capture; ask again later",
        )


def _capture(fields: list[str]) -> Capture | None:
    try:
        moment = read_timestamp(fields[1])
    except ValueError:
        return None  # a date that cannot be mended: nobody can say when it was
    # waybackpy reads the date at once and knows no impossible ones; the timestamp itself is kept beside it
    row = CDXSnapshot(dict(zip(COLUMNS, [fields[0], write_timestamp(moment), *fields[2:7]], strict=True)))
    if not _ADDRESS.match(row.original) or len(row.original) > _LONGEST_ORIGINAL:
        return None
    return Capture(
        urlkey=row.urlkey,
        timestamp=fields[1],
        captured_at=moment,
        original_url=row.original,
        digest=None if row.digest == "-" else row.digest,
        status=int(row.statuscode) if row.statuscode.isdecimal() else None,
        mimetype=None if row.mimetype in ("-", "unk", "unknown") else row.mimetype,
        length=int(row.length) if row.length.isdecimal() else None,
    )


def _rows_and_key(question: IndexQuestion, answer: Answer, text: str) -> tuple[list[str], str | None]:
    """The rows, and the resume key: what stands alone behind a blank line. It is opaque: never parsed, never judged
    by its letters. More than one line there is something else than an index."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    end = lines.index("") if "" in lines else len(lines)
    behind = [line for line in lines[end:] if line.strip()]
    if len(behind) > 1:
        raise _not_an_index(question, answer, behind[0])
    return lines[:end], behind[0].strip() if behind else None


def _not_an_index(question: IndexQuestion, answer: Answer, line: str) -> Exception:
    if _WITHHELD.search(line):
        return excluded(answer, question.url)
    return Wait(
        Outcome.ARCHIVE_DOWN,
        f"{question.url}: expected rows of captures from the index, got {line[:80]!r}; ask again later",
    )
