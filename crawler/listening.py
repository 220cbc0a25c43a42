"""Knows how an answer becomes what a visit is told: which part of it is to be read first, and what that part says."""

from datetime import datetime

from crawler.archives import Answer, Elsewhere, IndexPage, Replayed
from crawler.asks import Ask, AskCapture, AskHome, AskIndex, is_home_page
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
from crawler.items import Document, Item, Miss
from crawler.moments import write_timestamp
from crawler.outcomes import Outcome
from crawler.readers import Reader
from crawler.reading.readings import Reading
from crawler.to_read import Came, HomeRead, HomeToRead, PolicyToRead, Read, ToRead
from crawler.urlkeys import urlkey
from crawler.visits import Visit

Heard = IndexPage | Replayed | Elsewhere | Wait | Skip


def to_read(visit: Visit, ask: Ask, heard: Heard, answer: Answer, reading: Reading, now: datetime) -> ToRead | None:
    """What of an answer is to be read before `listen` is told of it; None where there is nothing that takes long."""
    if not isinstance(heard, Replayed) or heard.leads_to is not None or heard.status >= 300:
        return None
    key = urlkey(heard.url)
    if isinstance(ask, AskHome):
        came = Came(visit.domain, key, write_timestamp(heard.moment), heard, answer, now)
        return HomeToRead(came) if is_home_page(ask, heard) else None
    assert isinstance(ask, AskCapture)
    key = key if ask.hops else ask.urlkey
    came = Came(visit.domain, key, ask.capture.timestamp, heard, answer, now)
    return PolicyToRead(came, Reader(reading, visit.plan.languages))


def listen(visit: Visit, ask: Ask, heard: Heard, read: Read | None, now: datetime) -> list[Item]:
    """What is to be kept of an answer, or of the trouble that came instead; the visit knows the rest afterwards."""
    try:
        if isinstance(heard, Wait | Skip):
            return hear_trouble(visit, ask, heard, now)
        if isinstance(read, Skip):
            return hear_trouble(visit, ask, read, now)
        if isinstance(ask, AskIndex):
            assert isinstance(heard, IndexPage)
            return hear_index(visit, ask, heard)
        assert not isinstance(heard, IndexPage)
        if isinstance(ask, AskHome):
            told = hear_home(visit, ask, heard)
            if told is not None:
                return told
            assert isinstance(read, HomeRead)
            return keep_home(visit, ask, read.snapshot, read.links)
        return _listen_to_capture(visit, ask, heard, read, now)
    except Skip as trouble:
        return hear_trouble(visit, ask, trouble, now)


def _listen_to_capture(
    visit: Visit, ask: AskCapture, heard: Replayed | Elsewhere, read: Read | None, now: datetime
) -> list[Item]:
    if isinstance(heard, Elsewhere) or heard.leads_to is not None:
        return hear_onward(visit, ask, heard, now)
    if heard.status >= 300:
        raise Skip(Outcome.ARCHIVED_ERROR, f"{heard.url}: the site answered {heard.status} at the time")
    if isinstance(read, Miss):
        return hear_miss(visit, ask, read)
    assert isinstance(read, Document)
    return hear_document(visit, ask, read)
