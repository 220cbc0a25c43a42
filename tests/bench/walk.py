"""What a walk costs and finds, beside half-years alone and reading everything.

Run as `python -m tests.bench.walk`: on the recorded histories, where they are, and on invented ones of 5,000 captures.
An archive-second is what the archive's limits make of a call: 2.5 for one of the index, an eighth for a replay.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.plans import read_all, sample
from crawler.sightings import changes
from crawler.walks import probes
from tests.bench.telling import tell, tell_curve
from tests.histories import ABSENT, HISTORIES, recorded_histories
from tests.walking import Choose, Told, intervals_of, invent_history, play, walk_next

PLANS: Sequence[tuple[str, Choose]] = (("half-years", sample), ("every change", walk_next), ("everything", read_all))


@dataclass(frozen=True)
class Cost:
    """What reading by one plan cost and found."""

    pages: int
    replays: int
    wordings: int
    pinned: int

    @property
    def seconds(self) -> float:
        """Archive-seconds."""
        return self.pages * 2.5 + self.replays / 8


def cost_of(pages: Sequence[Told], choose: Choose) -> Cost:
    """Plays one plan on pages that nobody has read yet."""
    pages = [page.again() for page in pages]
    replays = sum(len(play([page], choose)) for page in pages)
    found = sum(len({ending.wording for ending in page.findings.values()} - {None}) for page in pages)
    pinned = sum(change.is_pinned for page in pages for change in changes(page.readable))
    return Cost(len(pages), replays, found, pinned)


def row(name: str, cost: Cost) -> str:
    """One line of a table."""
    spent = f"{cost.pages:6}{cost.replays:9}{cost.seconds:11.1f}"
    each = f"{cost.replays / cost.wordings:12.2f}{cost.seconds / cost.wordings:12.2f}"
    return f"{name:26}{spent}{cost.wordings:10}{cost.pinned:8}{each}"


def table(title: str, pages: Sequence[Told]) -> dict[str, Cost]:
    """All plans, and the walk when the index tells no lengths: plain halving."""
    print(f"\n{title}")
    cost = f"{'index':>6}{'replays':>9}{'archive-s':>11}"
    print(f"{'':26}{cost}{'wordings':>10}{'pinned':>8}{'reads each':>12}{'s each':>12}")
    costs = {name: cost_of(pages, choose) for name, choose in PLANS}
    costs["every change, no lengths"] = cost_of([without_lengths(page) for page in pages], walk_next)
    for name, cost in costs.items():
        print(row(name, cost))
    return costs


def tell_all(costs: dict[str, Cost]) -> None:
    """The figures that have goals, of the recorded policies."""
    ours, whole, half = costs["every change"], costs["everything"], costs["half-years"]
    share, others = 100 * ours.wordings / whole.wordings, 100 * half.wordings / whole.wordings
    tell("wordings found, of those that reading everything finds", share, "%", better="more", goal=98,
         beside=f"half-years alone {others:.0f} %")  # fmt: skip
    for name, goal, each in (
        ("captures read per wording found", 4.0, lambda cost: cost.replays / cost.wordings),
        ("archive-seconds per wording found", 1.0, lambda cost: cost.seconds / cost.wordings),
    ):
        beside = f"reading everything {each(whole):.1f}, half-years alone {each(half):.1f}"
        tell(name, each(ours), better="less", goal=goal, beside=beside)


def tell_growth() -> None:
    """How many captures are read of a page that changed 40 times, by how many there are."""
    counts = (500, 1_000, 2_000, 5_000, 10_000, 20_000)
    reads = [cost_of([invent_history(0, captures=count)], walk_next).replays for count in counts]
    lines = {"every change": list(zip(counts, reads, strict=True)), "reading everything": [(n, n) for n in counts]}
    tell_curve("Captures read of a page with 40 changes", "captures of the page", "captures read", lines)


def without_lengths(page: Told) -> Told:
    """The same page as an index shows it that knows no lengths: every guess falls back on the middle."""
    return Told(page.urlkey, tuple(replace(one, length=None) for one in page.captures), page.endings)


def milliseconds(page: Told) -> float:
    """The CPU of one question to the walk, halfway through, on a page seen for the first time in each."""
    half = page.again()
    play([half], most=90)
    asked, intervals = [half.readable for _ in range(20)], intervals_of([half])
    started = time.process_time()
    for one in asked:
        probes([one], intervals)
    return (time.process_time() - started) / len(asked) * 1000


def main() -> None:
    """Print the tables."""
    if HISTORIES.exists():
        tell_all(table("five recorded policies, 717 captures", recorded_histories()))
    else:
        print(f"{ABSENT}: the invented one alone")
    for title, page in (
        ("invented: 5,000 captures, 40 changes", invent_history(0)),
        ("the same with three blinks", invent_history(0, blinks=3)),
        ("invented: 40 changes, 200 new dresses", invent_history(0, dresses=200)),
        ("invented: lengths that always mislead", invent_history(0, words_show=False, dresses=80)),
    ):
        table(title, [page])
    tell("asked what to read next, 5,000 captures, 90 reads, CPU", milliseconds(invent_history(0)), "ms", better="less")
    tell_growth()


if __name__ == "__main__":
    main()
