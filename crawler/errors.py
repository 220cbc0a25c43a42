"""Knows the family of expected troubles, and what each tells its caller: wait, skip or stop.

Trouble                     every trouble we expect; anything else is a bug and stops the run
├── Wait                    the archive cannot answer now; the same question later may be answered
├── Skip                    this one thing cannot be had; note why and go on with the next
└── Stop                    going on would lose something or do the wrong thing
    ├── WrongCommand        what was typed cannot be done (exit status 2)
    └── Fault               ours or the disk's: a failed write, a database out of reach (exit status 3)

`Wait` and `Skip` carry the outcome that the database keeps, so that a caller never reads a message to decide.
A message names the domain or URL, what was expected, what came, and what to do.
"""

from crawler.outcomes import Outcome


class Trouble(Exception):
    """An expected trouble."""


class Wait(Trouble):
    """The archive cannot answer now. `after` is how many seconds it asked us to wait, where it said so."""

    def __init__(self, outcome: Outcome, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.after = after

    def __reduce__(self) -> tuple[type["Wait"], tuple[Outcome, str, float | None]]:
        return type(self), (self.outcome, str(self), self.after)


class Skip(Trouble):
    """This one thing cannot be had."""

    def __init__(self, outcome: Outcome, message: str) -> None:
        super().__init__(message)
        self.outcome = outcome

    def __reduce__(self) -> tuple[type["Skip"], tuple[Outcome, str]]:
        return type(self), (self.outcome, str(self))  # it may be raised in another process than it is heard in


class Stop(Trouble):
    """Going on would lose something."""


class WrongCommand(Stop):
    """What was typed cannot be done; the message says what to type instead."""


class Fault(Stop):
    """Our own fault, or the disk's or the database's."""
