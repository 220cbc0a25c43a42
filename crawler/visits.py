"""Knows how one domain is walked from its name to its documents: what is known of it, and what to ask next.

A visit is told what an earlier run knows and (by hearings.py) what the archive answers. It touches no network and no
clock, so an interrupted visit goes on from what was kept as if nothing had happened.
"""

from collections.abc import Iterator
from datetime import datetime

from crawler.archives.answers import IndexPage, IndexQuestion
from crawler.asks import Ask, AskCapture, AskHome, AskIndex
from crawler.domains import ListedDomain
from crawler.errors import Trouble
from crawler.intervals import Every, Interval
from crawler.items import Domain, FoundBy, PolicyPage, Standing
from crawler.locating.link_words import index_words, stands_beside
from crawler.memory import Asked, KnownHome, Recollection
from crawler.moments import write_timestamp
from crawler.page_visits import PageVisit, known_page, wordings_of
from crawler.plans import Plan, Read, Readable, read_all, sample
from crawler.urlkeys import domain_key, urlkey
from crawler.walks import probes

# One answer is the scarce thing, so it may be long: the server gives up to 150,000 rows (sheet 1.7), and the 504 that a
# question too large for it earns leads to narrower ones.
MOST_ROWS = 10_000
_HOMES_AT_ONCE = 4  # the nearest capture that each names spares asking for its neighbours


class Visit:
    """One domain under way."""

    def __init__(
        self,
        listed: ListedDomain,
        plan: Plan,
        known: Recollection,
        now: datetime,
        deep: bool = True,
        budget: int | None = None,
    ) -> None:
        """`deep` reads on until every change is pinned, where the plan asks for it; `budget` is how many captures may
        be read in this run."""
        self.deep = deep
        self.budget = budget
        self.reads = 0
        self.is_stopped = False
        self.listed = listed
        self.domain = listed.name
        self.plan = plan
        self.asked = known.asked
        self.asked_at = now
        self.until = _end(plan, known.asked, now)
        self.intervals: tuple[Interval, ...] = plan.intervals(self.until)
        self.pages = {page.page.urlkey: known_page(page) for page in known.pages}
        self.homes: dict[str, KnownHome] = {home.interval: home for home in known.homes}
        if known.until is not None and known.until < self.until:  # what was not over then may hold something by now
            for interval in self.intervals:
                if interval.until > known.until:
                    self.homes.pop(interval.name, None)
        self.trouble: Trouble | None = None  # what kept the domain as a whole from being asked for
        self.onward: list[Ask] = []  # the same question a step further: a redirect to follow, the next page of an index
        self.answers: dict[tuple[str, ...], list[IndexPage]] = {}  # index answers that have more pages to come
        self.pending: set[tuple[str, ...]] = set()
        self._known_wordings = wordings_of(self.pages.values())
        self._is_opened = False
        self.was_blocked = known.standing is Standing.BLOCKED  # which is final, and kept with its reason
        self.was_done = (
            known.standing in (Standing.DONE, Standing.BLOCKED)
            and (known.every, known.since) == (plan.every, plan.since)
            and (known.until == self.until or (self.was_blocked and plan.until is None))
        )
        self.ended = known.standing if self.was_blocked else Standing.OPEN

    def wants(self) -> list[Ask]:
        """What to ask next, each once; nothing when all has been asked or is under way."""
        asks: list[Ask] = []
        for ask in self._next_asks():
            if ask.name not in self.pending:
                self.pending.add(ask.name)  # before the next one is thought of
                asks.append(ask)
        return asks

    @property
    def is_over(self) -> bool:
        return not self.pending

    @property
    def home(self) -> str:
        return f"http://{self.domain}/"

    @property
    def new_wordings(self) -> int:
        """How many wordings this visit found that nobody had read before."""
        return len(wordings_of(self.pages.values()) - self._known_wordings)

    def opening(self) -> list[Domain]:
        """That the domain is taken up: said once, before anything else of it."""
        if self._is_opened:
            return []
        self._is_opened = True
        return [self.standing(Standing.OPEN)]

    def stop(self) -> None:
        """Nothing more is asked; what is under way is still heard."""
        self.is_stopped = True

    def answered(self, ask: Ask) -> None:
        self.pending.discard(ask.name)

    def standing(self, standing: Standing) -> Domain:
        """The domain as it is taken up or set down."""
        return Domain(
            self.domain, self.listed.rank, self.plan.every, self.plan.since, self.until, standing, self.asked_at
        )

    def groups(self) -> list[list[PageVisit]]:
        """The pages of the privacy policy, likeliest first; then each policy that stands beside it by itself."""
        ranked = sorted(
            self.pages.values(), key=lambda page: (-page.page.promise, -len(page.captures), page.page.urlkey)
        )
        main = [page for page in ranked if not self._stands_beside(page.page)]
        if not main:
            return [ranked] if ranked else []
        return [main, *([page] for page in ranked if page not in main)]

    def readable(self, pages: list[PageVisit]) -> list[Readable]:
        """The pages as a plan sees them."""
        asking = {name[1:] for name in self.pending if name[0] == "capture"}
        return [
            Readable(
                visit.page.urlkey,
                visit.captures,
                visit.findings,
                {timestamp for key, timestamp in asking if key == visit.page.urlkey},
            )
            for visit in pages
        ]

    def question(self, url: str, asked: Asked | None, words: tuple[str, ...] = ()) -> IndexQuestion:
        """What an index did not tell yet: all of the plan's time, or what came since it last told all."""
        return IndexQuestion(url, words, self.untold_since(asked), self.until, MOST_ROWS)

    def untold_since(self, asked: Asked | None) -> datetime:
        told = asked is not None and asked.complete and asked.since <= self.plan.since
        return asked.until if asked is not None and told else self.plan.since

    def unknown_pages(self) -> list[PageVisit]:
        """Those whose captures are still to be asked for: neither their own answer nor the domain's tells of all."""
        by_domain = self._is_told(self.asked)
        return [
            page
            for page in self.pages.values()
            if not page.gave_up
            and not self._is_told(page.asked)
            and not (by_domain and page.page.found_by is FoundBy.INDEX)
        ]

    def _is_told(self, asked: Asked | None) -> bool:
        return asked is not None and asked.complete and asked.since <= self.plan.since and asked.until >= self.until

    def _next_asks(self) -> Iterator[Ask]:
        if self.trouble is not None or self.was_blocked or self.is_stopped:
            return
        onward, self.onward = self.onward, []
        yield from onward
        if not self._index_is_known():
            yield AskIndex(self.question(self.domain, self.asked, index_words()), None)
        elif self._needs_homes() and self.open_homes():
            yield from self._home_asks()
        else:
            yield from self._page_asks()

    def _index_is_known(self) -> bool:
        """Whether the index was asked for the whole stretch of the plan."""
        return self.asked is not None and self.asked.since <= self.plan.since and self.asked.until >= self.until

    def _needs_homes(self) -> bool:
        """Home pages are read where the index could not answer, or knows no address like that of a privacy policy."""
        assert self.asked is not None
        told = any(
            page.page.found_by is FoundBy.INDEX and not self._stands_beside(page.page) for page in self.pages.values()
        )
        return not (self.asked.complete and told)

    def _stands_beside(self, page: PolicyPage) -> bool:
        return stands_beside(page.urlkey.removeprefix(domain_key(self.domain)), page.link_text)

    def open_homes(self) -> list[Interval]:
        """The intervals whose home page was not read, those in the middle first: they tell most of the others."""
        return [interval for interval in _spread(self.intervals) if interval.name not in self.homes]

    def _home_asks(self) -> Iterator[AskHome]:
        room = _HOMES_AT_ONCE - sum(name[0] == "home" for name in self.pending)
        waiting = [interval for interval in self.open_homes() if ("home", interval.name) not in self.pending]
        for interval in waiting[: max(0, room)]:
            yield AskHome(interval, self.home, write_timestamp(interval.middle))

    def _page_asks(self) -> Iterator[Ask]:
        unknown = self.unknown_pages()
        yield from (AskIndex(self.question(page.page.url, page.asked), page.page.urlkey) for page in unknown)
        if unknown:
            return
        for read in self._next_reads():
            if self.budget is not None and self.reads >= self.budget:
                self.is_stopped = True
                return
            self.reads += 1
            one = read.capture
            yield AskCapture(read.urlkey, one, read.interval, one.original_url, one.timestamp)

    def _next_reads(self) -> Iterator[Read]:
        for group in self.groups():
            pages = self.readable(group)
            if self.plan.every is Every.ALL:
                yield from read_all(pages, self.intervals)
            elif samples := sample(pages, self.intervals):
                yield from samples
            elif self.plan.every is Every.CHANGE and self.deep:
                yield from probes(pages, self.intervals)

    @property
    def can_go_deeper(self) -> bool:
        """Whether there is more to read of it than its samples."""
        if self.plan.every is not Every.CHANGE or self.deep:
            return False
        return any(probes(self.readable(group), self.intervals) for group in self.groups())

    def is_home(self, url: str) -> bool:
        return urlkey(url) == urlkey(self.home)


def _end(plan: Plan, asked: Asked | None, now: datetime) -> datetime:
    """Up to when: as the plan says, but of what is to come nobody can say that it was not captured. A run without an
    end goes up to where the one before it went, unless that one was told to stop earlier."""
    if plan.until is not None and plan.until <= now:
        return plan.until
    return asked.until if asked is not None and asked.until >= asked.asked_at else now


def _spread(intervals: tuple[Interval, ...]) -> Iterator[Interval]:
    """The middle one first, then the middles of what is left on both sides, and so on."""
    stretches = [(0, len(intervals))]
    for first, last in stretches:
        if first < last:
            middle = (first + last) // 2
            yield intervals[middle]
            stretches += [(first, middle), (middle + 1, last)]
