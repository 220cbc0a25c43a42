"""Knows what a list would take, before anything is asked: from what is held of its domains, else from averages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.domains import ListedDomain
from crawler.intervals import Every, Interval
from crawler.memory import Recollection
from crawler.outcomes import Outcome
from crawler.plans import Plan, Readable, read_all, sample
from crawler.visits import Visit
from crawler.walks import probes

# Measured on 29 real policies with 58,273 captures (2026): half-years take 197 reads, all their changes 1,204.
SAMPLES_OF_A_POLICY = 197 / 29
READS_OF_A_SAMPLE = 1_204 / 197
CAPTURES_OF_A_POLICY = 58_273 / 29


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a list would take. `known_domains` are those whose captures are held, or that are done."""

    domains: int
    index_calls: int
    replays: int
    hours: float
    known_domains: int


@dataclass(frozen=True, slots=True)
class _Cost:
    index_calls: float
    replays: float
    is_known: bool


def estimate(
    listed: Iterable[ListedDomain],
    plan: Plan,
    recall: Callable[[str], Recollection],
    now: datetime,
    index_per_minute: float,
    replay_per_second: float,
) -> Estimate:
    """What reading a list by a plan would still take, at a pace; both kinds of call go on side by side. Home pages,
    where the index may not answer, and hops of redirects are not foreseen."""
    costs = [_cost(domain, plan, recall(domain.name), now) for domain in listed]
    calls, replays = round(sum(cost.index_calls for cost in costs)), round(sum(cost.replays for cost in costs))
    hours = max(calls / index_per_minute / 60, replays / replay_per_second / 3_600)
    return Estimate(len(costs), calls, replays, hours, sum(cost.is_known for cost in costs))


def _cost(listed: ListedDomain, plan: Plan, known: Recollection, now: datetime) -> _Cost:
    visit = Visit(listed, plan, known, now)
    if visit.was_done:
        return _Cost(0, 0, is_known=True)
    asked = known.asked
    if asked is None or asked.since > plan.since or asked.until < visit.until:
        return _Cost(1, _usual_replays(plan.every, len(visit.intervals)), is_known=False)
    calls = len(visit.unknown_pages())
    groups = [visit.readable(group) for group in visit.groups()]
    replays = sum(_replays(plan.every, group, visit.intervals) for group in groups)
    homes = 0 if visit.pages else len(visit.open_homes())
    return _Cost(calls, replays + homes, is_known=True)


def _usual_replays(every: Every, intervals: int) -> float:
    """For a domain of which nothing is held: those of one policy, as policies are."""
    if every is Every.ALL:
        return CAPTURES_OF_A_POLICY
    samples = min(intervals, SAMPLES_OF_A_POLICY * 6 / every.months)
    return samples * READS_OF_A_SAMPLE if every is Every.CHANGE else samples


def _replays(every: Every, pages: Sequence[Readable], intervals: Sequence[Interval]) -> float:
    """For a policy whose captures are held: what is left to read of it."""
    if every is Every.ALL:
        return len(read_all(pages, intervals))
    samples = len(sample(pages, intervals))
    if every is not Every.CHANGE or not (samples or probes(pages, intervals)):
        return samples
    held = sum(any(not one.is_error for page in pages for one in page.within(interval)) for interval in intervals)
    read = sum(finding.outcome is Outcome.READ for page in pages for finding in page.findings.values())
    return min(max(held * READS_OF_A_SAMPLE - read, samples, 1), len(read_all(pages, intervals)))
