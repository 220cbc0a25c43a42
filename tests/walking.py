"""Knows how a walk is played through: timelines whose wordings are known beforehand, and somebody who answers."""

import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from crawler.intervals import Interval, intervals_between
from crawler.memory import Finding
from crawler.moments import write_timestamp
from crawler.outcomes import Outcome
from crawler.plans import Read, Readable, sample
from crawler.timelines import Capture
from crawler.walks import probes

Choose = Callable[[Sequence[Readable], Sequence[Interval]], list[Read]]
START = datetime(2004, 1, 1, tzinfo=UTC)


@dataclass
class Told:
    """A page, how reading each of its captures ends, and what a walk has been told of it so far."""

    urlkey: str
    captures: tuple[Capture, ...]
    endings: Mapping[str, Finding]
    findings: dict[str, Finding] = field(default_factory=dict)
    pending: set[str] = field(default_factory=set)

    @property
    def readable(self) -> Readable:
        return Readable(self.urlkey, self.captures, dict(self.findings), set(self.pending))

    def wordings(self) -> list[str | None]:
        return [self.endings[one.timestamp].wording for one in self.captures]

    def answer(self, *places: int) -> "Told":
        """The same page, after the captures at these places were read."""
        stamps = [self.captures[place].timestamp for place in places]
        self.findings |= {stamp: self.endings[stamp] for stamp in stamps}
        return self

    def again(self, findings: Mapping[str, Finding] | None = None) -> "Told":
        """The same page before anything of it was read, or as an interrupted walk left it."""
        return Told(self.urlkey, self.captures, self.endings, dict(findings or {}))


def told(
    wordings: Iterable[str | None],
    every: timedelta = timedelta(days=9),
    lengths: Sequence[int | None] = (),
    digests: Sequence[str | None] = (),
    start: datetime = START,
    urlkey: str = "example,palace)/privacy",
) -> Told:
    """A page captured again and again, with one wording for each capture; None stands for one that cannot be read."""
    captures, endings = [], {}
    for place, wording in enumerate(wordings):
        at = start + place * every
        length = lengths[place] if lengths else 2_000
        digest = digests[place] if digests else f"{urlkey}-{place}"
        one = Capture(urlkey, write_timestamp(at), at, "http://palace.example/", digest, 200, "text/html", length)
        captures.append(one)
        endings[one.timestamp] = Finding(Outcome.READ, wording) if wording else Finding(Outcome.UNPLAYABLE)
    return Told(urlkey, tuple(captures), endings)


def intervals_of(pages: Sequence[Told], months: int = 6) -> tuple[Interval, ...]:
    """Those that hold the captures of some pages."""
    moments = [one.captured_at for page in pages for one in page.captures]
    return tuple(intervals_between(min(moments), max(moments) + timedelta(seconds=1), months))


def walk_next(pages: Sequence[Readable], intervals: Sequence[Interval]) -> list[Read]:
    """What `--every change` asks: samples first, then probes."""
    return sample(pages, intervals) or probes(pages, intervals)


def play(
    pages: Sequence[Told],
    choose: Choose = walk_next,
    most: int | None = None,
    luck: random.Random | None = None,
    months: int = 6,
) -> list[Read]:
    """Every read in the order asked, answered one at a time, the oldest question first or (with `luck`) any;
    after `most` answers the walk is interrupted and what is under way is lost."""
    by_key, intervals = {page.urlkey: page for page in pages}, intervals_of(pages, months)
    waiting: list[Read] = []
    answered: list[Read] = []
    while most is None or len(answered) < most:
        asked = choose([page.readable for page in pages], intervals)
        for read in asked:
            by_key[read.urlkey].pending.add(read.capture.timestamp)
        waiting += asked
        if not waiting:
            break
        read = waiting.pop(luck.randrange(len(waiting)) if luck else 0)
        page, timestamp = by_key[read.urlkey], read.capture.timestamp
        page.pending.discard(timestamp)
        page.findings[timestamp] = page.endings[timestamp]
        answered.append(read)
    for page in pages:
        page.pending.clear()
    return answered


def invent_history(
    seed: int, captures: int = 5_000, changes: int = 40, dresses: int = 60, blinks: int = 0, words_show: bool = True
) -> Told:
    """Twenty years of one policy: every capture has bytes and a length of its own.

    New words change the length by 20 to 3,000 bytes, so does (more often) the site's new dress, and noise by some 8; a
    blink is a stretch of one version in which four in ten captures show a wording of its own. Without `words_show`
    the length tells nothing of the words, and every step in it misleads."""
    luck = random.Random(seed)
    changed = sorted(luck.sample(range(20, captures - 20), changes))
    dressed = set(luck.sample(range(captures), dresses))
    versions, lengths, level = [], [], 30_000.0
    for place in range(captures):
        versions.append(sum(place >= change for change in changed))
        if (words_show and place in changed) or place in dressed:
            level = max(5_000.0, level + luck.choice((-1, 1)) * math.exp(luck.uniform(math.log(20), math.log(3_000))))
        lengths.append(round(level + luck.gauss(0, 8)))
    wordings = [f"version {version}" for version in versions]
    stays = sorted(zip([0, *changed], [*changed, captures], strict=True), key=lambda stay: stay[0] - stay[1])
    for number, (since, until) in enumerate(stays[:blinks]):
        for place in range(since + (until - since) // 5, until - (until - since) // 5):
            if luck.random() < 0.4:
                wordings[place], lengths[place] = f"blink {number}", lengths[place] + 300
    return told(wordings, timedelta(days=20 * 365.25 / captures), lengths)
