"""Knows what is said when a visit ends: why an interval has no document, and how far the domain came."""

from collections.abc import Iterator
from datetime import datetime

from crawler.blinks import blinks
from crawler.errors import Skip, Wait
from crawler.intervals import Interval
from crawler.items import Blinks, Domain, Item, Miss, Standing, Stretch
from crawler.memory import Finding
from crawler.outcomes import Outcome
from crawler.page_visits import PageVisit
from crawler.plans import Readable, is_settled
from crawler.timelines import Capture
from crawler.visits import Visit


def close_visit(visit: Visit, now: datetime) -> list[Item]:
    """The misses of the domain and of its intervals, then the domain as it is set down."""
    misses = [] if visit.was_blocked else list(_misses(visit, now))
    return [*_blinks(visit), *misses, _set_down(visit, misses)]


def _blinks(visit: Visit) -> Iterator[Blinks]:
    """Where the wordings of its pages come and go, which the walk leaves as it is."""
    for page in visit.readable(list(visit.pages.values())):
        stretches = tuple(
            Stretch(blink.first.captured_at, blink.last.captured_at, len(blink.wordings)) for blink in blinks(page)
        )
        if stretches:
            yield Blinks(visit.domain, page.urlkey, stretches)


def _set_down(visit: Visit, misses: list[Miss]) -> Domain:
    if visit.was_blocked or isinstance(visit.trouble, Skip):
        visit.ended = Standing.BLOCKED
    elif not visit.can_go_deeper and not any(not miss.kind.final for miss in misses):
        visit.ended = Standing.DONE
    return visit.standing(visit.ended)


def _misses(visit: Visit, now: datetime) -> Iterator[Miss]:
    if isinstance(visit.trouble, Wait | Skip):
        yield Miss(visit.domain, None, None, None, visit.trouble.outcome, str(visit.trouble), now)
        return
    if visit.is_stopped:
        detail = f"{visit.domain}: the run was told to stop before all of it was asked for; run it again to go on"
        yield Miss(visit.domain, None, None, None, Outcome.NOT_ASKED, detail, now)
    elif not visit.pages and all(home.outcome.final for home in visit.homes.values()):
        detail = f"{visit.domain}: neither its index rows nor its home pages lead to a privacy policy"
        yield Miss(visit.domain, None, None, None, Outcome.NO_POLICY_PAGE, detail, now)
    main = visit.groups()[0] if visit.pages else []
    readable = visit.readable(main)
    for interval in visit.intervals:
        if not is_settled(readable, interval):
            kind, detail = _why(visit, main, readable, interval)
            yield Miss(visit.domain, None, interval.name, None, kind, detail, now)


def _why(visit: Visit, main: list[PageVisit], readable: list[Readable], interval: Interval) -> tuple[Outcome, str]:
    """The most telling reason: first what asking again may bring, then what was tried and failed, what the index says,
    what the home page says."""
    tried = [
        (capture, finding)
        for page in readable
        for capture in page.within(interval)
        if not capture.is_error
        and (finding := page.findings.get(capture.timestamp)) is not None
        and finding.outcome.is_miss
    ]
    tried.sort(key=lambda found: (found[1].outcome.final, found[0].timestamp))
    home = visit.homes.get(interval.name)
    if tried and not tried[0][1].outcome.final:
        return _of_capture(*tried[0])
    if any(page.gave_up and not (page.asked and page.asked.complete) for page in main):
        return Outcome.CUT_SHORT, f"{visit.domain}: the index did not tell all captures of its policy pages"
    if home is not None and home.outcome.is_miss and (not main or not home.outcome.final):
        return home.outcome, f"{visit.home}: {home.outcome.meaning}"
    if tried:
        return _of_capture(*tried[0])
    if visit.is_stopped and any(page.is_open(capture) for page in readable for capture in page.within(interval)):
        return Outcome.NOT_ASKED, f"{visit.domain}: {Outcome.NOT_ASKED.meaning}"
    errors = [capture for page in readable for capture in page.within(interval) if capture.is_error]
    if errors:
        return Outcome.ARCHIVED_ERROR, f"{errors[0].original_url} of {errors[0].timestamp}: status {errors[0].status}"
    return Outcome.NO_CAPTURE, f"{visit.domain}: {Outcome.NO_CAPTURE.meaning}"


def _of_capture(capture: Capture, finding: Finding) -> tuple[Outcome, str]:
    return finding.outcome, f"{capture.original_url} of {capture.timestamp}: {finding.outcome.meaning}"
