"""Knows what each answer means for a visit: what is now known, and what is to be kept, in an order in which losing the
end loses nothing but work: what follows from an answer is kept before the answer itself is marked as had."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from crawler.archives.answers import Elsewhere, IndexPage, Replayed
from crawler.asks import Ask, AskCapture, AskHome, AskIndex, next_hop, one_hop_more, smaller
from crawler.domains import registered_domain
from crawler.errors import Skip, Wait
from crawler.intervals import Interval
from crawler.items import Document, FoundBy, HomePage, IndexAnswer, Item, Miss, PolicyPage, Redirect, Snapshot
from crawler.locating.index_rows import MOST_PAGES, policy_pages
from crawler.locating.link_words import LEAST_PROMISE, address_promise
from crawler.memory import Asked, Finding, KnownHome
from crawler.moments import read_timestamp, write_timestamp
from crawler.outcomes import Outcome
from crawler.page_visits import PageVisit
from crawler.timelines import Capture, one_per_moment
from crawler.urlkeys import read_address, urlkey
from crawler.visits import Visit


def hear_index(visit: Visit, ask: AskIndex, page: IndexPage) -> list[Item]:
    """One page of an index answer; the last one settles the question."""
    heard = visit.answers.setdefault(ask.name, [])
    heard.append(page)
    key = page.resume_key
    if key is None or key in ask.seen_keys:  # a key seen before is a cursor that cycles: nothing new will come
        if ask.rest and page.complete:
            visit.onward.append(AskIndex(ask.rest[0], ask.urlkey, rest=ask.rest[1:]))
            return []
        return _settle(visit, ask, complete=page.complete)
    further = replace(ask.question, resume_key=key)
    visit.onward.append(replace(ask, question=further, seen_keys=ask.seen_keys | {key}))
    return []


def _settle(visit: Visit, ask: AskIndex, complete: bool) -> list[Item]:
    pages = visit.answers.pop(ask.name, [])
    rows = tuple(row for page in pages for row in page.captures)
    body = b"\n".join(page.body for page in pages)
    before = visit.pages[ask.urlkey].asked if ask.urlkey is not None else visit.asked
    stretch = Asked(visit.asked_at, visit.untold_since(before), visit.until, complete)
    asked = replace(stretch, since=visit.plan.since)
    if ask.urlkey is not None:
        page = visit.pages[ask.urlkey]
        page.asked, page.gave_up = asked, not complete
        page.add(rows)
        return [_index_answer(visit, ask.urlkey, stretch, one_per_moment(rows), body)]
    items: list[Item] = []
    for found, timeline in _told_pages(visit, rows):
        known = visit.pages.setdefault(found.urlkey, PageVisit(found))
        known.asked = asked
        known.add(timeline)
        items += [known.page, _index_answer(visit, found.urlkey, stretch, timeline, None)]
    visit.asked = asked
    return [*items, _index_answer(visit, None, stretch, (), body)]


def _told_pages(visit: Visit, rows: tuple[Capture, ...]) -> list[tuple[PolicyPage, tuple[Capture, ...]]]:
    """The likeliest policy pages among the rows, and those that were known before."""
    likeliest = policy_pages(visit.domain, rows)
    chosen = {page.urlkey for page, _ in likeliest}
    known = {key: [row for row in rows if row.urlkey == key] for key in visit.pages if key not in chosen}
    return [*likeliest, *((visit.pages[key].page, one_per_moment(own)) for key, own in known.items() if own)]


def _index_answer(
    visit: Visit, key: str | None, asked: Asked, captures: tuple[Capture, ...], body: bytes | None
) -> IndexAnswer:
    return IndexAnswer(visit.domain, key, asked.asked_at, asked.since, asked.until, asked.complete, captures, body)


def hear_home(visit: Visit, ask: AskHome, heard: Replayed | Elsewhere) -> list[Item] | None:
    """What the archive says of the home page of an interval; None when it is the page itself, to be read for links."""
    moment = _moment(heard)
    if not ask.interval.holds(moment):
        if ask.hops:
            return _no_home(visit, [ask.interval], Outcome.OUT_OF_WINDOW)
        return _no_home(visit, _between(visit, ask.interval, moment), Outcome.NO_CAPTURE)
    if isinstance(heard, Replayed) and heard.leads_to is None:
        return None if heard.status < 300 else _no_home(visit, [ask.interval], Outcome.ARCHIVED_ERROR)
    if isinstance(heard, Elsewhere):
        url, timestamp = heard.url, heard.timestamp
    else:
        url, timestamp = str(heard.leads_to), write_timestamp(moment)
    try:
        hops = one_hop_more(ask.hops, f"{timestamp}/{url}", f"{ask.url} of {ask.timestamp}")
    except Skip as endless:
        return _no_home(visit, [ask.interval], endless.outcome)
    visit.onward.append(replace(ask, url=url, timestamp=timestamp, exact=isinstance(heard, Elsewhere), hops=hops))
    return []


def _between(visit: Visit, asked: Interval, nearest: datetime) -> list[Interval]:
    """The open intervals that hold no home page, because the capture nearest to the middle of one lies beyond them."""
    reach = abs(nearest - asked.middle)
    return [
        interval
        for interval in visit.open_homes()
        if asked.middle - reach < interval.since and interval.until <= asked.middle + reach
    ] or [asked]


def keep_home(visit: Visit, ask: AskHome, snapshot: Snapshot, links: tuple[PolicyPage, ...]) -> list[Item]:
    """The home page of an interval as it was read."""
    outcome = Outcome.READ if links else Outcome.NOT_LINKED
    visit.homes[ask.interval.name] = KnownHome(ask.interval.name, outcome, links)
    return [*_linked_pages(visit), HomePage(visit.domain, ask.interval.name, outcome, links, snapshot)]


def _no_home(visit: Visit, intervals: Iterable[Interval], outcome: Outcome) -> list[Item]:
    items: list[Item] = []
    for interval in intervals:
        visit.homes[interval.name] = KnownHome(interval.name, outcome, ())
        items.append(HomePage(visit.domain, interval.name, outcome, (), None))
    return [*_linked_pages(visit), *items]


def _linked_pages(visit: Visit) -> list[Item]:
    """The likeliest policy pages that the home pages led to, once all of them were read."""
    if visit.open_homes():
        return []
    best: dict[str, PolicyPage] = {}
    for home in visit.homes.values():
        for link in home.links:
            # the words only make the choice independent of the order of arrival
            best[link.urlkey] = max(
                best.get(link.urlkey, link), link, key=lambda page: (page.promise, page.url, page.link_text)
            )
    chosen = sorted(best.values(), key=lambda page: (-page.promise, page.urlkey))[:MOST_PAGES]
    new = [page for page in chosen if page.urlkey not in visit.pages]
    visit.pages.update((page.urlkey, PageVisit(page)) for page in new)
    return list(new)


def hear_onward(visit: Visit, ask: AskCapture, heard: Replayed | Elsewhere, now: datetime) -> list[Item]:
    """A capture that leads on: to the same one spelled otherwise, or to another address of its time."""
    told = f"{ask.capture.original_url} of {ask.capture.timestamp}"
    try:
        hop = next_hop(ask, heard)
        key = urlkey(hop.url)
        if visit.is_home(hop.url):
            raise Skip(Outcome.HOME_INSTEAD, f"{told}: leads to the home page")
        if key == ask.urlkey and key != urlkey(ask.url):
            raise Skip(Outcome.REDIRECT_LOOP, f"{told}: archived redirects lead back to it")
    except Skip as trouble:
        return hear_trouble(visit, ask, trouble, now)
    if isinstance(heard, Replayed) and key in visit.pages:
        return [_note_redirect(visit, ask, hop.url)]  # its own timeline tells the rest
    visit.onward.append(hop)
    return []


def _note_redirect(visit: Visit, ask: AskCapture, url: str) -> Redirect:
    key = urlkey(url)
    finding = Finding(Outcome.REDIRECT, leads_to=key)
    visit.pages[ask.urlkey].findings[ask.capture.timestamp] = finding
    return Redirect(visit.domain, ask.urlkey, ask.capture.timestamp, url, key)


def hear_document(visit: Visit, ask: AskCapture, document: Document) -> list[Item]:
    """A capture that was read. Behind a redirect it is a capture of the page and moment the redirect leads to: of the
    same page too, where its address changed in a way that makes no difference (https, `www`, a slash)."""
    snapshot = document.snapshot
    finding = Finding(document.screened or Outcome.READ, document.wording_sha256)
    itself = snapshot.urlkey == ask.urlkey and read_timestamp(snapshot.served_timestamp) == ask.capture.captured_at
    if itself or document.screened is not None:
        visit.pages[ask.urlkey].findings[ask.capture.timestamp] = finding
        moved = replace(snapshot, urlkey=ask.urlkey, timestamp=ask.capture.timestamp)
        return [replace(document, snapshot=moved)]
    snapshot = replace(snapshot, timestamp=snapshot.served_timestamp)
    page = visit.pages.setdefault(snapshot.urlkey, PageVisit(_moved_page(visit, ask, snapshot)))
    page.add((_served_capture(snapshot),))
    page.findings[snapshot.timestamp] = finding
    return [page.page, _note_redirect(visit, ask, snapshot.served_url), replace(document, snapshot=snapshot)]


def _moved_page(visit: Visit, ask: AskCapture, snapshot: Snapshot) -> PolicyPage:
    """Where a policy moved to promises as much as where it was, unless its address promises more."""
    before = visit.pages[ask.urlkey].page
    url = snapshot.served_url
    promise = max(address_promise(url), before.promise - 1, LEAST_PROMISE)
    first_party = registered_domain(read_address(url).hostname or "") == visit.domain
    return PolicyPage(visit.domain, url, snapshot.urlkey, FoundBy.REDIRECT, before.link_text, first_party, promise)


def _served_capture(snapshot: Snapshot) -> Capture:
    return Capture(
        snapshot.urlkey,
        snapshot.timestamp,
        read_timestamp(snapshot.timestamp),
        snapshot.served_url,
        None,
        snapshot.status,
        snapshot.media_type,
        None,
    )


def hear_trouble(visit: Visit, ask: Ask, trouble: Wait | Skip, now: datetime) -> list[Item]:
    """What cannot be had: a row that says why, or, for the domain as a whole, what its closing will say."""
    kind = trouble.outcome
    if isinstance(ask, AskIndex):
        return _index_trouble(visit, ask, trouble, now)
    if isinstance(ask, AskHome):
        return _home_trouble(visit, ask, trouble, now)
    if kind is Outcome.NO_CAPTURE:
        kind = Outcome.UNPLAYABLE  # the index lists it
    visit.pages[ask.urlkey].findings[ask.capture.timestamp] = Finding(kind)
    return [Miss(visit.domain, ask.urlkey, ask.window.name, ask.capture.timestamp, kind, str(trouble), now)]


def _index_trouble(visit: Visit, ask: AskIndex, trouble: Wait | Skip, now: datetime) -> list[Item]:
    """A question too large for the index is made smaller; what it did answer then counts as a part."""
    if trouble.outcome is Outcome.CUT_SHORT:
        further = smaller(ask)
        if further is None:
            return _settle(visit, ask, complete=False)
        visit.onward.append(further)
        return []
    if ask.urlkey is None:
        visit.trouble = trouble
        return []
    visit.pages[ask.urlkey].gave_up = True
    return [Miss(visit.domain, ask.urlkey, None, None, trouble.outcome, str(trouble), now)]


def _home_trouble(visit: Visit, ask: AskHome, trouble: Wait | Skip, now: datetime) -> list[Item]:
    if trouble.outcome.final:
        never = trouble.outcome is Outcome.NO_CAPTURE and not ask.hops
        return _no_home(visit, visit.open_homes() if never else [ask.interval], trouble.outcome)
    visit.homes[ask.interval.name] = KnownHome(ask.interval.name, trouble.outcome, ())
    miss = Miss(visit.domain, None, ask.interval.name, None, trouble.outcome, str(trouble), now)
    return [*_linked_pages(visit), miss]


def hear_miss(visit: Visit, ask: AskCapture, miss: Miss) -> list[Item]:
    """A capture that was replayed and could not be read."""
    visit.pages[ask.urlkey].findings[ask.capture.timestamp] = Finding(miss.kind)
    return [replace(miss, urlkey=ask.urlkey, timestamp=ask.capture.timestamp, interval=ask.window.name)]


def _moment(heard: Replayed | Elsewhere) -> datetime:
    if isinstance(heard, Replayed):
        return heard.moment
    return read_timestamp(heard.timestamp)
