"""Knows what can be asked of an archive on behalf of one domain, and checks that what was served is what was asked."""

from dataclasses import dataclass, replace
from datetime import timedelta

from crawler.archives.answers import Elsewhere, IndexQuestion, Replayed
from crawler.errors import Skip, Wait
from crawler.intervals import Interval
from crawler.moments import read_timestamp, write_timestamp
from crawler.outcomes import Outcome
from crawler.timelines import Capture
from crawler.urlkeys import same_address, urlkey

FEWER_ROWS = 1_000  # what the archive's best-behaved client asks for at a time (sheet 1.7)
SHORTEST = timedelta(days=366)
MOST_HOPS = 10  # archived redirects in a row; longer chains on the real web are loops (protocol sheet 2.4)


@dataclass(frozen=True, slots=True)
class AskIndex:
    """The captures of one page, or (without `urlkey`) of every policy-like address of the domain."""

    question: IndexQuestion
    urlkey: str | None
    seen_keys: frozenset[str] = frozenset()  # of the pages before this one: a cursor that cycles is recognised
    rest: tuple[IndexQuestion, ...] = ()  # of a question that had to be cut into stretches of time

    @property
    def name(self) -> tuple[str, ...]:
        return ("index", self.urlkey or "")


@dataclass(frozen=True, slots=True)
class AskHome:
    """The home page of one interval: the capture nearest to `timestamp`, then exactly the one that was named."""

    interval: Interval
    url: str
    timestamp: str
    exact: bool = False
    hops: tuple[str, ...] = ()

    @property
    def name(self) -> tuple[str, ...]:
        return ("home", self.interval.name)


@dataclass(frozen=True, slots=True)
class AskCapture:
    """The bytes of one capture. After archived redirects `url` and `timestamp` are where they lead."""

    urlkey: str
    capture: Capture
    window: Interval
    url: str
    timestamp: str
    hops: tuple[str, ...] = ()

    @property
    def name(self) -> tuple[str, ...]:
        return ("capture", self.urlkey, self.capture.timestamp)

    @property
    def exact(self) -> bool:
        """Whether just this capture will do: a redirect leads to whatever was there about then."""
        return not self.hops


Ask = AskIndex | AskHome | AskCapture


def too_large(ask: Ask) -> Wait | Skip:
    """What an answer that was broken off for its size means."""
    if isinstance(ask, AskIndex):
        return Wait(Outcome.CUT_SHORT, f"{ask.question.url}: the index answered with more than an answer may have")
    return Skip(Outcome.TOO_LARGE, f"{ask.url} of {ask.timestamp}: more bytes than a page may have; not read")


def smaller(ask: AskIndex) -> AskIndex | None:
    """The same question for an index that could not answer it: fewer rows at a time, then half of the time; None when
    it cannot be made smaller. Whole domains are not cut by time: the index scans all of it all the same (sheet 1.5)."""
    question = ask.question
    if question.limit > FEWER_ROWS:
        return replace(ask, question=replace(question, limit=FEWER_ROWS))
    if question.is_domain_wide or question.resume_key is not None or question.until - question.since < SHORTEST:
        return None
    middle = question.since + (question.until - question.since) / 2
    later = replace(question, since=middle)
    return replace(ask, question=replace(question, until=middle), rest=(later, *ask.rest))


def check_served(ask: AskHome | AskCapture, heard: Replayed | Elsewhere) -> Replayed | Elsewhere:
    """What was heard, if it is what was asked for; else the Skip that says what came instead."""
    wanted = f"{ask.url} of {ask.timestamp}"
    if isinstance(heard, Elsewhere):
        if ask.exact and heard.timestamp != ask.timestamp:
            raise Skip(Outcome.UNPLAYABLE, f"{wanted}: not playable; the nearest that is: {heard.timestamp}")
        return heard
    if not same_address(heard.url, ask.url):
        raise Skip(Outcome.WRONG_ADDRESS, f"{wanted}: the archive served {heard.url} instead")
    if ask.exact and heard.moment != read_timestamp(ask.timestamp):
        raise Skip(Outcome.WRONG_MOMENT, f"{wanted}: the archive served {write_timestamp(heard.moment)} instead")
    return heard


def is_home_page(ask: AskHome, heard: Replayed | Elsewhere) -> bool:
    """Whether it is the home page of the interval itself, to be read for links."""
    if not isinstance(heard, Replayed) or heard.leads_to is not None or heard.status >= 300:
        return False
    return ask.interval.holds(heard.moment)


def next_hop(ask: AskCapture, heard: Replayed | Elsewhere) -> AskCapture:
    """Where to ask next, inside the archive only; raises Skip for loops, endless chains and other times."""
    if isinstance(heard, Elsewhere):
        url, timestamp = heard.url, heard.timestamp
    else:
        assert heard.leads_to is not None
        url, timestamp = heard.leads_to, write_timestamp(heard.moment)
    told = f"{ask.capture.original_url} of {ask.capture.timestamp}"
    hops = one_hop_more(ask.hops, f"{timestamp}/{urlkey(url)}/{url.split(':', 1)[0]}", told)
    if not ask.window.holds(read_timestamp(timestamp)):
        raise Skip(Outcome.OUT_OF_WINDOW, f"{told}: leads to {url} of {timestamp}, outside {ask.window.name}")
    return AskCapture(ask.urlkey, ask.capture, ask.window, url, timestamp, hops)


def one_hop_more(hops: tuple[str, ...], place: str, told: str) -> tuple[str, ...]:
    """The way so far and one step on; raises Skip where that leads in a circle or has no end."""
    if place in hops:
        raise Skip(Outcome.REDIRECT_LOOP, f"{told}: archived redirects lead in a circle, back to {place}")
    if len(hops) >= MOST_HOPS:
        raise Skip(Outcome.TOO_MANY_HOPS, f"{told}: more than {MOST_HOPS} archived redirects; the last led to {place}")
    return (*hops, place)
