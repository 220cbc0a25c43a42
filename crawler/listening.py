"""Knows how the bytes of an answer become what a visit is told: read for links, or read as a policy and screened."""

from datetime import datetime

from crawler.archives import Answer, Elsewhere, IndexPage, Replayed
from crawler.archives.bodies import decode_body
from crawler.asks import Ask, AskCapture, AskHome, AskIndex
from crawler.errors import Skip, Wait
from crawler.hearings import (
    hear_document,
    hear_home,
    hear_index,
    hear_miss,
    hear_onward,
    hear_trouble,
    keep_home,
)
from crawler.items import Item, Miss
from crawler.locating.home_pages import policy_links
from crawler.moments import write_timestamp
from crawler.outcomes import Outcome
from crawler.readers import Reader
from crawler.reading.readings import Reading
from crawler.reading.time_limit import within_time
from crawler.snapshots import make_snapshot
from crawler.urlkeys import urlkey
from crawler.visits import Visit

Heard = IndexPage | Replayed | Elsewhere | Wait | Skip


def listen(visit: Visit, ask: Ask, heard: Heard, answer: Answer | None, reading: Reading, now: datetime) -> list[Item]:
    """What is to be kept of an answer, or of the trouble that came instead; the visit knows the rest afterwards."""
    try:
        if isinstance(heard, Wait | Skip):
            return hear_trouble(visit, ask, heard, now)
        assert answer is not None
        if isinstance(ask, AskIndex):
            assert isinstance(heard, IndexPage)
            return hear_index(visit, ask, heard)
        assert not isinstance(heard, IndexPage)
        if isinstance(ask, AskHome):
            return _listen_to_home(visit, ask, heard, answer, now)
        return _listen_to_capture(visit, ask, heard, answer, reading, now)
    except Skip as trouble:
        return hear_trouble(visit, ask, trouble, now)


def _listen_to_home(
    visit: Visit, ask: AskHome, heard: Replayed | Elsewhere, answer: Answer, now: datetime
) -> list[Item]:
    told = hear_home(visit, ask, heard)
    if told is not None:
        return told
    assert isinstance(heard, Replayed)
    snapshot = make_snapshot(visit.domain, urlkey(heard.url), write_timestamp(heard.moment), heard, answer, now)
    page = decode_body(snapshot.body, snapshot.headers).body
    links = within_time(lambda: policy_links(visit.domain, heard.url, page, snapshot.charset), heard.url)
    return keep_home(visit, ask, snapshot, links)


def _listen_to_capture(
    visit: Visit, ask: AskCapture, heard: Replayed | Elsewhere, answer: Answer, reading: Reading, now: datetime
) -> list[Item]:
    if isinstance(heard, Elsewhere) or heard.leads_to is not None:
        return hear_onward(visit, ask, heard, now)
    if heard.status >= 300:
        raise Skip(Outcome.ARCHIVED_ERROR, f"{heard.url}: the site answered {heard.status} at the time")
    key = urlkey(heard.url) if ask.hops else ask.urlkey
    snapshot = make_snapshot(visit.domain, key, ask.capture.timestamp, heard, answer, now)
    read = Reader(reading, visit.plan.languages).read(snapshot)
    if isinstance(read, Miss):
        return hear_miss(visit, ask, read)
    return hear_document(visit, ask, read)
