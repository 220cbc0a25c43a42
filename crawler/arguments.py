"""Knows how a plan is spelled on a command line, and says what is wrong with one that is not."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.errors import WrongCommand
from crawler.intervals import Every
from crawler.moments import FIRST_CAPTURE
from crawler.plans import Plan
from crawler.reading.readings import Reading
from crawler.screening.languages import KNOWN

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?$")


def read_plan(every: str, since: str, until: str, languages: str = "") -> Plan:
    """The plan that `--every`, `--since`, `--until` and `--languages` ask for; an empty one is the default."""
    words = [choice.value for choice in Every]
    if every not in words:
        raise WrongCommand(f"--every is {every!r}; expected one of {', '.join(words)}")
    plan = Plan(
        Every(every),
        read_date("--since", since) if since else FIRST_CAPTURE,
        read_date("--until", until) if until else None,
        read_languages(languages),
    )
    if plan.until is not None and plan.since >= plan.until:
        raise WrongCommand(f"--since {plan.since:%Y-%m-%d} is not before --until {until}; nothing lies between them")
    return plan


def read_passes(every: Every, samples: str) -> tuple[bool, ...]:
    """How often a list is gone through, and whether each time goes deep: breadth before depth, or breadth alone."""
    if every is not Every.CHANGE:
        return (True,)
    return (False,) if samples else (False, True)


def read_date(option: str, text: str) -> datetime:
    """The first moment of a year, a month or a day: `2009`, `2009-07` or `2009-07-15`."""
    match = _DATE.match(text.strip())
    if match:
        try:
            return datetime(int(match[1]), int(match[2] or 1), int(match[3] or 1), tzinfo=UTC)
        except ValueError:
            pass
    raise WrongCommand(f"{option} is {text!r}; expected a date such as 2009, 2009-07 or 2009-07-15")


def read_reading(word: str) -> Reading:
    """The reading that READING names."""
    words = [choice.value for choice in Reading]
    if word not in words:
        raise WrongCommand(f"READING is {word!r}; expected one of {', '.join(words)}")
    return Reading(word)


def read_languages(codes: str) -> frozenset[str]:
    """The languages that `--languages` names, `en,de`; none for all."""
    named = frozenset(code.strip().lower() for code in codes.split(",") if code.strip())
    if unknown := sorted(named - KNOWN):
        raise WrongCommand(f"--languages: {unknown[0]!r} is no language that can be told; expected codes such as en,de")
    return named


@dataclass(frozen=True, slots=True)
class Budget:
    """How much a run may take: captures read for each domain, and seconds in all."""

    reads: int | None
    seconds: float | None

    def reads_left(self, done: int) -> int | None:
        """Of one domain, of which so many were read in this run."""
        return None if self.reads is None else self.reads - done


def read_budget(reads_per_domain: str, hours: str) -> Budget:
    """The budget that `--reads-per-domain` and `--hours` set; empty ones set none."""
    reads = int(read_number("--reads-per-domain", reads_per_domain)) if reads_per_domain else None
    return Budget(reads, read_number("--hours", hours) * 3600 if hours else None)


def read_number(name: str, given: str | float) -> float:
    """A number above 0, given as an option or a setting."""
    try:
        number = float(given)
    except ValueError:
        number = 0
    if not 0 < number < float("inf"):
        raise WrongCommand(f"{name} is {given!r}; expected a number greater than 0, such as 4 or 0.5")
    return number
