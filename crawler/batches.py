"""Knows what a batch is: domains that one worker takes up at once, and how they are to be read.

Doing a batch twice costs nothing, because what is known of a domain is not asked for again. A batch read for every
change is taken up twice: its samples before those of any other batch are deepened, so that work that is stopped half
way is useful everywhere.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import islice
from typing import Any

from crawler.domains import ListedDomain
from crawler.figures import SAMPLES_OF_ALL
from crawler.intervals import Every

# A hundred domains take about ten minutes at the pace allowed: long beside the two seconds in which a process starts,
# short enough that the last worker is not waited for long. Shorter lists are cut finer, so that all workers have some.
MOST_DOMAINS = 100
LEAST_DOMAINS = 10
FEWEST_BATCHES = 20

# The settings that decide what is read, wherever it is read: they go with the batch. The others are each worker's own.
GOING_ALONG = ("ARCHIVE", "ARCHIVE_URL", "READING")

FIRST_REST = timedelta(minutes=15)
LONGEST_REST = timedelta(days=1)
MOST_TRIES = 12  # with those rests nearly a week: outages last days


@dataclass(frozen=True, slots=True)
class Batch:
    """Domains as the lines of a list, the options of `backfill` for them, and the settings that go along."""

    lines: tuple[str, ...]
    options: Mapping[str, str]
    settings: Mapping[str, str]
    samples: bool = False  # one capture of each interval, and not what lies between

    @property
    def name(self) -> str:
        """The same for the same domains, read in the same way."""
        told = [self.lines, sorted(self.options.items()), sorted(self.settings.items())]
        return sha256(json.dumps(told).encode()).hexdigest()[:32]

    def as_arguments(self) -> dict[str, Any]:
        """What a queue keeps of it."""
        return asdict(self) | {"lines": list(self.lines)}


def batch_of(arguments: Mapping[str, Any]) -> Batch:
    """The batch that a queue kept."""
    return Batch(
        tuple(arguments["lines"]), arguments["options"], arguments["settings"], bool(arguments.get("samples", False))
    )


def in_batches(
    domains: Iterable[ListedDomain], total: int, options: Mapping[str, str], settings: Mapping[str, str]
) -> Iterator[Batch]:
    """A list cut into batches, in its order."""
    size = batch_size(total)
    lines = (one.name if one.rank is None else f"{one.rank},{one.name}" for one in domains)
    while some := tuple(islice(lines, size)):
        yield Batch(some, options, settings)


def batch_size(total: int) -> int:
    """How many domains of a list make a batch."""
    return min(MOST_DOMAINS, max(LEAST_DOMAINS, -(-total // FEWEST_BATCHES)))


def rounds_of(batch: Batch) -> tuple[bool, ...]:
    """Whether each time that a batch is taken up is for samples."""
    return (True, False) if batch.options.get("every") == Every.CHANGE.value else (False,)


def rest_before(tries: int) -> timedelta | None:
    """How long a batch rests that was tried so often and of which something is left; None when that is enough."""
    if tries >= MOST_TRIES:
        return None
    rest: timedelta = FIRST_REST * 2**tries
    return min(LONGEST_REST, rest)


@dataclass(frozen=True, slots=True)
class Pace:
    """Batches of one round: how many domains they have, and how many seconds they took, or have been taking."""

    samples: bool
    domains: int
    seconds: float


def time_left(done: Sequence[Pace], to_do: Sequence[Pace], workers: int) -> float | None:
    """The seconds that so many workers will take for what is to do, if it goes on like what is done; None where
    that tells nothing. A round of which none is done yet takes as much longer than the other as it usually does."""
    usual = {True: SAMPLES_OF_ALL, False: 1 - SAMPLES_OF_ALL}
    speeds = {samples: speed for samples in usual if (speed := _seconds_of_a_domain(done, samples)) is not None}
    if not speeds or not workers:
        return None
    known = next(iter(speeds))
    took = {samples: speeds.get(samples, speeds[known] / usual[known] * usual[samples]) for samples in usual}
    return sum(max(0.0, one.domains * took[one.samples] - one.seconds) for one in to_do) / workers


def _seconds_of_a_domain(done: Sequence[Pace], samples: bool) -> float | None:
    of_round = [one for one in done if one.samples is samples]
    domains = sum(one.domains for one in of_round)
    return sum(one.seconds for one in of_round) / domains if domains else None
