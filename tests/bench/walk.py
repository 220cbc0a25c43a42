"""What a walk costs and finds, beside half-years alone and reading everything.

Run as `python -m tests.bench.walk`: on the recorded histories, where they are, and on invented ones of 5,000 captures.
An archive-second is what the archive's limits make of a call: 2.5 for one of the index, an eighth for a replay.
"""

import time
from collections.abc import Sequence
from dataclasses import replace

from crawler.plans import read_all, sample
from crawler.sightings import changes
from crawler.walks import probes
from tests.histories import ABSENT, HISTORIES, recorded_histories
from tests.walking import Choose, Told, intervals_of, invent_history, play, walk_next

PLANS: Sequence[tuple[str, Choose]] = (("half-years", sample), ("every change", walk_next), ("everything", read_all))


def row(name: str, pages: Sequence[Told], choose: Choose) -> str:
    """One line of a table: what reading by one plan cost and found."""
    pages = [page.again() for page in pages]
    replays = sum(len(play([page], choose)) for page in pages)
    found = sum(len({ending.wording for ending in page.findings.values()} - {None}) for page in pages)
    pinned = sum(change.is_pinned for page in pages for change in changes(page.readable))
    seconds = len(pages) * 2.5 + replays / 8
    cost = f"{len(pages):6}{replays:9}{seconds:11.1f}"
    return f"{name:26}{cost}{found:10}{pinned:8}{replays / found:12.2f}{seconds / found:12.2f}"


def table(title: str, pages: Sequence[Told]) -> None:
    """All plans, and the walk when the index tells no lengths: plain halving."""
    print(f"\n{title}")
    cost = f"{'index':>6}{'replays':>9}{'archive-s':>11}"
    print(f"{'':26}{cost}{'wordings':>10}{'pinned':>8}{'reads each':>12}{'s each':>12}")
    for name, choose in PLANS:
        print(row(name, pages, choose))
    print(row("every change, no lengths", [without_lengths(page) for page in pages], walk_next))


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
        table("five recorded policies, 717 captures", recorded_histories())
    else:
        print(f"{ABSENT}: the invented one alone")
    for title, page in (
        ("invented: 5,000 captures, 40 changes", invent_history(0)),
        ("the same with three blinks", invent_history(0, blinks=3)),
        ("invented: 40 changes, 200 new dresses", invent_history(0, dresses=200)),
        ("invented: lengths that always mislead", invent_history(0, words_show=False, dresses=80)),
    ):
        table(title, [page])
    print(f"\nasked what to read next, 5,000 captures, 90 reads: {milliseconds(invent_history(0)):.1f} ms of CPU")


if __name__ == "__main__":
    main()
