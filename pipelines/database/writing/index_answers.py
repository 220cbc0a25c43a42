"""Knows how an answer of the index becomes rows: the answer itself, and the captures it lists.

The answer for a whole domain lists more addresses than policy pages; captures are kept of those that are pages by then.
The rest stays in the answer's body, which is kept whole.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from zstandard import ZstdCompressor

from crawler.items import IndexAnswer
from crawler.outcomes import Outcome
from crawler.timelines import Capture, one_per_moment
from pipelines.database.deltas import LEVEL
from pipelines.database.tables import captures, timelines
from pipelines.database.writing.addresses import Addresses
from pipelines.database.writing.same_digest import forget_spread, spread_over_pages
from pipelines.database.writing.upserts import insert_missing, insert_or_replace, select_by

_LISTED = ("captured_at", "original_url", "digest", "status", "mimetype", "length")  # what the index says of a capture
_KEY = (captures.c.policy_page_id, captures.c.timestamp)
_HELD = select(*_KEY, captures.c.id, captures.c.listed, captures.c.outcome, *(captures.c[name] for name in _LISTED))
_FILL = (
    update(captures)
    .where(captures.c.id == bindparam("of_capture"))
    .values({name: bindparam(name) for name in ("outcome", "listed", *_LISTED)})
)


def write_index_answers(connection: Connection, addresses: Addresses, answers: Sequence[IndexAnswer]) -> None:
    addresses.learn_domains(answer.domain for answer in answers)
    addresses.learn_pages((answer.domain, answer.urlkey) for answer in answers if answer.urlkey is not None)
    addresses.look_up({(answer.domain, capture.urlkey) for answer in answers for capture in answer.captures})
    rows = [_timeline(addresses, answer) for answer in answers]
    insert_or_replace(connection, timelines, rows, ["domain_id", "urlkey", "asked_at"])
    listed: dict[tuple[int, str], Capture] = {}
    for answer in answers:
        for capture in answer.captures:
            page = addresses.page_if_known(answer.domain, answer.urlkey or capture.urlkey)
            if page is not None:
                _keep_best(listed, page, capture)
    _write_listed(connection, listed)


def _timeline(addresses: Addresses, answer: IndexAnswer) -> dict[str, object]:
    return {
        "domain_id": addresses.domain(answer.domain),
        "policy_page_id": None if answer.urlkey is None else addresses.page(answer.domain, answer.urlkey),
        "urlkey": answer.urlkey or "",
        "asked_at": answer.asked_at,
        "since": answer.since,
        "until": answer.until,
        "complete": answer.complete,
        "captures": len(answer.captures),
        "body": None if answer.body is None else ZstdCompressor(level=LEVEL).compress(answer.body),
    }


def _write_listed(connection: Connection, listed: dict[tuple[int, str], Capture]) -> None:
    """Adds captures, and fills those that a replay made before. None loses an outcome that came from a replay."""
    changed, known, redone = [], set(), set()
    for row in select_by(connection, _HELD, _KEY, sorted(listed)):
        known.add((row.policy_page_id, row.timestamp))
        capture = listed[row.policy_page_id, row.timestamp]
        before = _capture_of(row, capture.urlkey)
        if row.listed and (capture == before or one_per_moment([before, capture]) == (before,)):
            continue
        from_index = row.outcome is None or (row.outcome == Outcome.ARCHIVED_ERROR.value and before.is_error)
        outcome = _outcome(capture) if from_index else row.outcome
        if row.digest != capture.digest:
            redone.add(row.policy_page_id)
        changed.append({"of_capture": row.id, "outcome": outcome, "listed": True} | _columns(capture))
    new = [
        {"policy_page_id": page, "timestamp": timestamp, "outcome": _outcome(capture), "listed": True}
        | _columns(capture)
        for (page, timestamp), capture in listed.items()
        if (page, timestamp) not in known
    ]
    insert_missing(connection, captures, new, ["policy_page_id", "timestamp"])
    if changed:
        connection.execute(_FILL, changed)
    forget_spread(connection, redone)
    spread_over_pages(connection, {page for page, _ in listed})


def _keep_best(listed: dict[tuple[int, str], Capture], page: int, capture: Capture) -> None:
    held = listed.get((page, capture.timestamp))
    listed[page, capture.timestamp] = one_per_moment([held, capture])[0] if held else capture


def _outcome(capture: Capture) -> str | None:
    """An error that the index itself lists is a fact: nobody need ask for it."""
    return Outcome.ARCHIVED_ERROR.value if capture.is_error else None


def _columns(capture: Capture) -> dict[str, Any]:
    return {name: getattr(capture, name) for name in _LISTED}


def _capture_of(row: Any, urlkey: str) -> Capture:
    return Capture(urlkey=urlkey, timestamp=row.timestamp, **{name: getattr(row, name) for name in _LISTED})
