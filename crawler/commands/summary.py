"""Knows the closing words of a run: what was done, what came of it, what is left and what to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from rich.console import Console

from crawler.estimates import Estimate
from crawler.figures import Figures, say_count, say_time
from pipelines.versions import Version

_CHANGES_A_LINE = 2
MOST_DOMAINS_SHOWN = 30  # a longer list is asked for with `scrapy status`


@dataclass(frozen=True, slots=True)
class Found:
    """A domain of a short list: how far it came, most often why it has nothing, and its versions."""

    domain: str
    why: str
    versions: tuple[Version, ...]


def print_summary(
    console: Console, figures: Figures, reason: str, found: Iterable[Found], left_alone: str = ""
) -> None:
    """The summary of a run that ended for a reason, after the domains that are to be shown. `left_alone` is until when
    the archive is not to be asked."""
    rows = list(found)
    width = max((len(row.domain) for row in rows), default=0)
    for row in rows:
        _print_found(console, row, width)
    for line in _lines(figures, reason, left_alone):
        console.print(line, soft_wrap=True)


def _print_found(console: Console, row: Found, width: int) -> None:
    """One line, and the changes below it: each as the last day of the old wording and the first of the new."""
    if not row.versions:
        console.print(f"{row.domain:<{width}}  no version: {row.why}", soft_wrap=True)
        return
    seen = f"{row.versions[0].first_seen:%Y-%m-%d} to {row.versions[-1].last_seen:%Y-%m-%d}"
    console.print(f"{row.domain:<{width}}  {say_count(len(row.versions), 'version')}, {seen}", soft_wrap=True)
    changes = [f"{one.not_before:%Y-%m-%d} > {one.first_seen:%Y-%m-%d}" for one in row.versions if one.not_before]
    for start in range(0, len(changes), _CHANGES_A_LINE):
        told = "changed " if start == 0 else "        "
        console.print(f"{'':<{width}}  {told}{'   '.join(changes[start : start + _CHANGES_A_LINE])}", soft_wrap=True)


def _lines(figures: Figures, reason: str, left_alone: str) -> Iterable[str]:
    done = say_count(figures.domains, "domain")
    if figures.samples_alone and reason == "finished":
        done = f"the samples of {say_count(figures.total, 'domain')}"
    elif figures.domains < figures.total:
        done = f"{figures.domains:,} of {say_count(figures.total, 'domain')}"
    yield f"\n{done} in {say_time(figures.elapsed)}" + (f", {figures.blocked:,} blocked" if figures.blocked else "")
    if not figures.asked:
        yield "Asked the archive for nothing: all of it was known already."
    else:
        calls = f"{say_count(figures.index_calls, 'index call')} and {say_count(figures.replays, 'replay')}"
        again = f", {say_count(figures.retries, 'retry')}" if figures.retries else ""
        yield f"Asked the archive for {calls}{again}."
        read = f"{say_count(figures.documents, 'capture')} read, {figures.wordings:,} of them new wordings"
        yield f"{read}{_screened(figures)}."
    if reason == "outage":
        when = f"from {left_alone} on" if left_alone else "when it is back"
        yield f"The archive stopped answering; all that came is kept, and the same command goes on {when}."
    elif figures.samples_alone and reason == "finished":
        yield "The samples are read; the same command without --samples reads what changed between them."
    elif figures.domains < figures.total:
        why = "Stopped" if reason == "shutdown" else f"Ended ({reason})"
        yield f"{why} before the end of the list; the same command goes on where this one stopped."
    elif figures.left:
        yield (
            f"{say_count(figures.left, 'domain')} could not be asked for in full just now: the same command asks again "
            "for what is left (scrapy status says what that is)."
        )
    else:
        yield "Every interval is accounted for: scrapy status says how."


def _screened(figures: Figures) -> str:
    if not figures.screened:
        return ""
    return (
        "; "
        + ", ".join(f"{count:,} {word.replace('-', ' ')}" for word, count in figures.screened.items())
        + " kept apart"
    )


def print_estimate(console: Console, estimate: Estimate) -> None:
    """What a list would take."""
    known = f" ({estimate.known_domains:,} of them known)" if estimate.known_domains else ""
    calls = f"{say_count(estimate.index_calls, 'index call')} and {say_count(estimate.replays, 'replay')}"
    if not estimate.index_calls and not estimate.replays:
        console.print(f"{say_count(estimate.domains, 'domain')}{known}: nothing is left to ask for", soft_wrap=True)
        return
    console.print(f"{say_count(estimate.domains, 'domain')}{known}: about {calls}", soft_wrap=True)
    console.print(f"that is {say_time(timedelta(hours=estimate.hours))} at the pace allowed", soft_wrap=True)
    if estimate.known_domains < estimate.domains:
        told = "For domains not known yet it goes by averages: one index call, and the reads of one policy."
        console.print(told, soft_wrap=True)
