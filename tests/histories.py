"""Knows the recorded histories beside the repository: real policies, captured again and again, every capture read."""

import json
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from crawler.archives.answers import Answer, Replayed
from crawler.domains import registered_domain
from crawler.items import Document
from crawler.memory import Finding
from crawler.moments import read_timestamp
from crawler.outcomes import Outcome
from crawler.reading.documents import read_snapshot
from crawler.screening import screen
from crawler.snapshots import make_snapshot
from crawler.timelines import Capture, one_per_moment
from tests.fake_archive.holdings import Holding, read_warc
from tests.walking import Told

HISTORIES = Path(__file__).resolve().parents[2] / "shared" / "histories"
ABSENT = f"the recorded histories are not at {HISTORIES}"
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def recorded_histories() -> tuple[Told, ...]:
    """Each policy as its page and how reading each of its captures ends."""
    held: dict[str, list[Holding]] = defaultdict(list)
    for holding in read_warc(HISTORIES / "policies.warc.gz"):
        held[holding.url].append(holding)
    return tuple(_told(holdings) for holdings in held.values())


@cache
def listed_changes() -> dict[str, list[str]]:
    """By address: the first captures of the wordings that the histories came with."""
    listed = json.loads((HISTORIES / "changes.json").read_text())
    return {url: each["changes"] for url, each in listed.items()}


def _told(holdings: list[Holding]) -> Told:
    captures = one_per_moment(_capture(holding) for holding in holdings)
    endings = {holding.timestamp: _ending(holding) for holding in holdings}
    return Told(holdings[0].urlkey, captures, endings)


def _capture(holding: Holding) -> Capture:
    return Capture(
        holding.urlkey,
        holding.timestamp,
        read_timestamp(holding.timestamp),
        holding.url,
        holding.digest,
        holding.status,
        holding.mimetype,
        int(holding.length),
    )


def _ending(holding: Holding) -> Finding:
    """How a crawl would find it."""
    answer = Answer(holding.url, holding.status, holding.headers, holding.body)
    heard = Replayed(holding.status, read_timestamp(holding.timestamp), holding.url, None)
    domain = registered_domain(urlsplit(holding.url).hostname or "")
    read = read_snapshot(make_snapshot(domain, holding.urlkey, holding.timestamp, heard, answer, _NOW))
    if not isinstance(read, Document):
        return Finding(read.kind)
    screened = screen(read).screened
    return Finding(screened or Outcome.READ, None if screened else read.wording_sha256)
