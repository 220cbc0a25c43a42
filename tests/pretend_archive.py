"""Knows an archive that lives inside a test, and a memory beside it: visits are walked on them without any network.

archive = PretendArchive([Kept(PRIVACY, "20120401000000")])
items = walk(archive)                   # all that a visit keeps, in its order
walk(archive, known=remember(items))    # the visit of the next run
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from crawler.archives.answers import Elsewhere, IndexPage, Replayed
from crawler.asks import Ask, AskCapture, AskHome, AskIndex, check_served
from crawler.closings import close_visit
from crawler.domains import ListedDomain
from crawler.errors import Skip, Trouble, Wait
from crawler.hearings import hear_document, hear_home, hear_index, hear_onward, hear_trouble, keep_home
from crawler.intervals import Every
from crawler.items import Document, Domain, HomePage, IndexAnswer, Item, Miss, PolicyPage, Redirect
from crawler.locating.home_pages import policy_links
from crawler.memory import Asked, Finding, KnownHome, KnownPage, Recollection
from crawler.moments import read_timestamp, write_timestamp
from crawler.outcomes import Outcome
from crawler.plans import Plan
from crawler.timelines import Capture, one_per_moment
from crawler.urlkeys import same_address, urlkey
from crawler.visits import Visit
from tests.examples import DOMAIN, NOW, document, moment, snapshot

PLAN = Plan(Every.HALF_YEAR, moment(2012), moment(2014))


@dataclass(frozen=True)
class Kept:
    """One capture: what the index lists of it, and what a replay of it shows."""

    url: str
    timestamp: str
    status: int = 200
    digest: str | None = None
    text: str = "We keep nothing."
    leads_to: str | None = None
    links: tuple[str, ...] = ()
    plays: bool = True
    listed: bool = True
    screened: Outcome | None = None

    @property
    def row(self) -> Capture:
        at = read_timestamp(self.timestamp)
        return Capture(urlkey(self.url), self.timestamp, at, self.url, self.digest, self.status, "text/html", 100)


@dataclass
class PretendArchive:
    """Answers as the Wayback Machine would; `troubles` are what it answers instead, by the names of asks."""

    kept: list[Kept]
    troubles: dict[tuple[str, ...], Trouble] = field(default_factory=dict)
    rows_a_page: int = 1000
    asked: list[Ask] = field(default_factory=list)

    def answer(self, ask: Ask) -> IndexPage | Replayed | Elsewhere:
        self.asked.append(ask)
        if ask.name in self.troubles:
            raise self.troubles[ask.name]
        if isinstance(ask, AskIndex):
            return self._index(ask)
        return check_served(ask, self._replay(ask))

    def _index(self, ask: AskIndex) -> IndexPage:
        question = ask.question
        rows = [
            kept.row
            for kept in self.kept
            if kept.listed
            and question.since <= kept.row.captured_at < question.until
            and (
                re.match(question.pattern, kept.row.urlkey)
                if question.is_domain_wide
                else same_address(kept.url, question.url)
            )
        ]
        rows.sort(key=lambda row: (row.urlkey, row.timestamp))
        key = question.resume_key or ""
        first = int(key) if key.isdecimal() else 0
        last = first + self.rows_a_page
        key = str(last) if last < len(rows) else None
        return IndexPage(tuple(rows[first:last]), key, key is None, f"rows from {first}".encode())

    def _replay(self, ask: AskHome | AskCapture) -> Replayed | Elsewhere:
        asked = read_timestamp(ask.timestamp)
        playable = [kept for kept in self.kept if kept.plays and same_address(kept.url, ask.url)]
        if not playable:
            raise Skip(Outcome.NO_CAPTURE, f"{ask.url}: never archived")
        nearest = min(playable, key=lambda kept: (abs(kept.row.captured_at - asked), kept.timestamp))
        if nearest.row.captured_at != asked:
            return Elsewhere(nearest.timestamp, nearest.url)
        return Replayed(nearest.status, asked, nearest.url, nearest.leads_to)

    def showing(self, url: str, at: datetime) -> Kept:
        return next(kept for kept in self.kept if kept.row.captured_at == at and same_address(kept.url, url))


def first_asked(pending: list[Ask]) -> Ask:
    return pending[0]


def walk(
    archive: PretendArchive,
    known: Recollection | None = None,
    plan: Plan = PLAN,
    now: datetime = NOW,
    next_answered: Callable[[list[Ask]], Ask] = first_asked,
) -> list[Item]:
    """All that a visit keeps, from its first question to its closing words."""
    visit = Visit(ListedDomain(DOMAIN, None, 1), plan, known or Recollection(DOMAIN), now)
    items: list[Item] = list(visit.opening())
    pending = visit.wants()
    while pending:
        ask = next_answered(pending)
        pending.remove(ask)
        visit.answered(ask)
        items += _hear(archive, visit, ask, now)
        pending += visit.wants()
    assert visit.is_over
    return items + close_visit(visit, now)


def _hear(archive: PretendArchive, visit: Visit, ask: Ask, now: datetime) -> list[Item]:
    """As the spider hears it."""
    try:
        heard = archive.answer(ask)
        if isinstance(ask, AskIndex):
            assert isinstance(heard, IndexPage)
            return hear_index(visit, ask, heard)
        assert isinstance(heard, Replayed | Elsewhere)
        if isinstance(ask, AskHome):
            return _hear_home(archive, visit, ask, heard)
        if isinstance(heard, Elsewhere) or heard.leads_to is not None:
            return hear_onward(visit, ask, heard, now)
        if heard.status >= 300:
            raise Skip(Outcome.ARCHIVED_ERROR, f"{heard.url}: the site answered {heard.status} at the time")
    except (Wait, Skip) as trouble:
        return hear_trouble(visit, ask, trouble, now)
    return hear_document(visit, ask, _read(archive, ask, heard))


def _hear_home(archive: PretendArchive, visit: Visit, ask: AskHome, heard: Replayed | Elsewhere) -> list[Item]:
    told = hear_home(visit, ask, heard)
    if told is not None:
        return told
    assert isinstance(heard, Replayed)
    links = archive.showing(heard.url, heard.moment).links
    page = "".join(f'<a href="{link}">Privacy policy</a>' for link in links).encode()
    kept = snapshot(write_timestamp(heard.moment), page, heard.url)
    return keep_home(visit, ask, kept, policy_links(visit.domain, heard.url, page))


def _read(archive: PretendArchive, ask: AskCapture, heard: Replayed) -> Document:
    kept = archive.showing(heard.url, heard.moment)
    moved = bool(ask.hops) and urlkey(heard.url) != ask.urlkey
    bytes_of_it = snapshot(write_timestamp(heard.moment), kept.text.encode(), heard.url)
    if not moved:
        bytes_of_it = replace(bytes_of_it, urlkey=ask.urlkey, timestamp=ask.capture.timestamp)
    return document(kept.text, of=bytes_of_it, screened=kept.screened)


def remember(items: Iterable[Item]) -> Recollection:
    """What a database that kept these items would tell the next run."""
    domain: Domain | None = None
    asked: dict[str | None, Asked] = {}
    pages: dict[str, PolicyPage] = {}
    captures: dict[str, list[Capture]] = {}
    findings: dict[str, dict[str, Finding]] = {}
    homes: dict[str, KnownHome] = {}
    for item in items:
        match item:
            case Domain():
                domain = item
            case PolicyPage():
                pages.setdefault(item.urlkey, item)
            case IndexAnswer():
                asked[item.urlkey] = Asked(item.asked_at, item.since, item.until, item.complete)
                captures.setdefault(item.urlkey or "", []).extend(item.captures)
            case Document(snapshot=kept):
                row = Capture(
                    kept.urlkey, kept.timestamp, read_timestamp(kept.timestamp), kept.served_url, None, 200, None, None
                )
                listed = captures.setdefault(kept.urlkey, [])
                listed += [] if any(one.timestamp == row.timestamp for one in listed) else [row]
                outcome = item.screened or Outcome.READ
                findings.setdefault(kept.urlkey, {})[kept.timestamp] = Finding(outcome, item.wording_sha256)
            case Redirect():
                finding = Finding(Outcome.REDIRECT, leads_to=item.to_urlkey)
                findings.setdefault(item.urlkey, {})[item.timestamp] = finding
            case Miss() if item.urlkey and item.timestamp and item.kind.final:
                findings.setdefault(item.urlkey, {})[item.timestamp] = Finding(item.kind)
            case HomePage():
                homes[item.interval] = KnownHome(item.interval, item.outcome, item.links)
    known = (
        KnownPage(page, asked.get(key), one_per_moment(captures.get(key, [])), findings.get(key, {}))
        for key, page in pages.items()
    )
    return Recollection(
        DOMAIN,
        domain.standing if domain else Recollection(DOMAIN).standing,
        domain.every if domain else None,
        domain.since if domain else None,
        domain.until if domain else None,
        asked.get(None),
        tuple(known),
        tuple(homes.values()),
    )
