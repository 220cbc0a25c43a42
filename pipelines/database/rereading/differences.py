"""Knows in what documents differ from what an earlier reader made of the same bytes, as far as their notes tell."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from crawler.items import Miss
from pipelines.database.rereading.reading import Rereading


@dataclass(frozen=True, slots=True)
class Differences:
    """How many captures were read again, and how often what came out otherwise.

    `kinds` counts each changed capture once; `rules` counts, of those whose text changed, each note that its reader
    made and the earlier did not (`+link-block`), or the other way round (`-link-block`): as near as there is to a
    reason."""

    captures: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    reopened: int = 0  # domains of which there is more to ask for now

    @property
    def changed(self) -> int:
        return self.kinds.total()

    def __add__(self, other: "Differences") -> "Differences":
        return Differences(
            self.captures + other.captures,
            self.kinds + other.kinds,
            self.rules + other.rules,
            self.reopened + other.reopened,
        )


UNTOLD = "no rule tells why"


def differences(readings: Iterable[Rereading]) -> Differences:
    """What came out otherwise."""
    found = Differences()
    for reading in readings:
        found.kinds.update(_kinds(reading))
        found.rules.update(_rules(reading))
    return found


def _kinds(reading: Rereading) -> Iterable[str]:
    if not reading.is_changed:
        return
    row, now = reading.row, reading.now
    if row.outcome != reading.outcome.value:
        yield f"{row.outcome} > {reading.outcome.value}"
    elif isinstance(now, Miss) or row.wording_sha256 != now.wording_sha256:
        yield "other words"
    elif row.sha256 != now.sha256:
        yield "other links or layout"
    else:
        yield "other reading"


def _rules(reading: Rereading) -> Iterable[str]:
    """By the notes of both readers; nothing where there was no document before, or is none now."""
    row, now = reading.row, reading.now
    if isinstance(now, Miss) or row.sha256 is None or row.sha256 == now.sha256:
        return
    before, after = _notes(row.notes), _notes(now.notes)
    yield from (f"+{note}" for note in sorted(after - before))
    yield from (f"-{note}" for note in sorted(before - after))
    if before == after:
        yield UNTOLD


def _notes(notes: Iterable[Iterable[str]]) -> set[str]:
    """Rules by their names, other decisions with what was decided; a screen comes after the text."""
    pairs = [(name, value) for name, value in notes]
    return {value if name == "rule" else f"{name} {value}" for name, value in pairs if name != "screen"}
