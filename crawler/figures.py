"""Knows how the counts of a run are said to a person: on the panel, in a log line, in the closing summary."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from crawler.intervals import Every
from crawler.items import Document, Item, Miss, Standing
from crawler.outcomes import Outcome
from crawler.pacing import Kind
from crawler.visits import Visit

# Of all the reads that a policy takes, those of its samples: 197 of 1,204 on 29 real policies (2026).
SAMPLES_OF_ALL = 197 / 1_204


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run did so far."""

    domains: int
    sampled: int  # read once for each interval, and to be read further
    total: int
    left: int
    blocked: int
    index_calls: int
    replays: int
    documents: int
    wordings: int
    retries: int
    screened: Mapping[str, int]
    elapsed: timedelta
    samples_alone: bool = False  # the rest is another run's

    @property
    def asked(self) -> int:
        return self.index_calls + self.replays

    @property
    def is_complete(self) -> bool:
        """Whether every domain was gone through, and nothing of any is left."""
        return not self.left and self.domains == self.total

    @property
    def remaining(self) -> timedelta | None:
        """How long the rest will take if it goes on like this; None before there is anything to go by."""
        return self.elapsed / self.done * (self.total - self.done) if self.done else None

    @property
    def done(self) -> float:
        """How many domains' worth of work is done."""
        return self.domains + self.sampled * (1 if self.samples_alone else SAMPLES_OF_ALL)


def figures_of(stats: Mapping[str, Any], total: int, elapsed: timedelta, samples_alone: bool = False) -> Figures:
    """The figures in a run's statistics."""
    done, left, blocked = (int(stats.get(f"domains/{word}", 0)) for word in ("done", "open", "blocked"))
    screened = {outcome.value: int(stats.get(f"screened/{outcome.value}", 0)) for outcome in Outcome}
    return Figures(
        domains=done + left + blocked,
        sampled=max(0, int(stats.get("domains/sampled", 0)) - int(stats.get("domains/deepened", 0))),
        total=total,
        left=left,
        blocked=blocked,
        index_calls=int(stats.get(f"asked/{Kind.INDEX.value}", 0)),
        replays=int(stats.get(f"asked/{Kind.REPLAY.value}", 0)),
        documents=int(stats.get("documents/read", 0)),
        wordings=int(stats.get("wordings/new", 0)),
        retries=sum(int(count) for name, count in stats.items() if name.startswith("retries/")),
        screened={word: count for word, count in screened.items() if count},
        elapsed=elapsed,
        samples_alone=samples_alone,
    )


def counted_as(items: Iterable[Item]) -> Iterator[str]:
    """The names under which a run counts items."""
    for item in items:
        if isinstance(item, Miss):
            yield f"misses/{item.kind.value}"
        elif isinstance(item, Document):
            yield "documents/read" if item.screened is None else f"screened/{item.screened.value}"
            yield from (f"reading/{value}" for name, value in item.notes if name == "rule")


def counted_at_end(visit: Visit) -> list[str]:
    """The names under which a run counts a visit that ends."""
    is_done_with = visit.ended is not Standing.OPEN or visit.deep
    names = [f"domains/{visit.ended.value}" if is_done_with else "domains/sampled"]
    return [*names, "domains/deepened"] if visit.deep and visit.plan.every is Every.CHANGE else names


def log_line(figures: Figures) -> str:
    """One line that a log can hold."""
    left = f", {say_time(figures.remaining)} left" if figures.remaining is not None else ""
    return (
        f"domains: {say_domains(figures)}; {figures.replays:,} replays, "
        f"{figures.index_calls:,} index calls; {figures.documents:,} captures read, {figures.wordings:,} new wordings; "
        f"{say_time(figures.elapsed)} gone{left}"
    )


def say_domains(figures: Figures) -> str:
    """`3 of 12, 9 more sampled, 1 with something left`."""
    told = f"{figures.domains:,} of {figures.total:,}"
    told += f", {figures.sampled:,} more sampled" if figures.sampled else ""
    return told + (f", {figures.left:,} with something left" if figures.left else "")


def say_time(span: timedelta) -> str:
    """`2 d 4 h`, `3 h 20 min`, `5 min` or `12 s`: as exact as anyone needs."""
    seconds = int(span.total_seconds())
    days, hours, minutes = seconds // 86_400, seconds % 86_400 // 3_600, seconds % 3_600 // 60
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min" if minutes else f"{seconds} s"


def say_count(count: int, word: str) -> str:
    """`1 domain`, `3 domains`, `2 retries`."""
    if count == 1:
        return f"1 {word}"
    return f"{count:,} {word[:-1]}ies" if word.endswith("ry") else f"{count:,} {word}s"
