"""Knows how the states of an interval are told by colour: in six kinds, from had to still to be asked for."""

from collections.abc import Collection
from enum import Enum

from crawler.outcomes import Outcome, outcome_named


class Kind(Enum):
    """A kind of state: the class of its colour, and what it means."""

    HAD = ("had", "read, or the same bytes as one that was read")
    BETWEEN = ("between", "between two equal readings")
    NOTHING = ("nothing", "no capture, or no policy to be found")
    UNREAD = ("unread", "captured, but not to be read")
    KEPT_BACK = ("kept-back", "withheld by the archive")
    AGAIN = ("again", "asking again may bring it")

    @property
    def name_of_class(self) -> str:
        return str(self.value[0])

    @property
    def meaning(self) -> str:
        return str(self.value[1])


_KINDS = {
    Outcome.READ.value: Kind.HAD,
    Outcome.SAME_DIGEST.value: Kind.HAD,
    "between": Kind.BETWEEN,
    Outcome.NO_CAPTURE.value: Kind.NOTHING,
    Outcome.NO_POLICY_PAGE.value: Kind.NOTHING,
    Outcome.NOT_LINKED.value: Kind.NOTHING,
    Outcome.BLOCKED.value: Kind.KEPT_BACK,
    Outcome.ROBOTS.value: Kind.KEPT_BACK,
    "pending": Kind.AGAIN,
}


def kind_of(state: str) -> Kind:
    """The kind of a state of `coverage`."""
    if state in _KINDS:
        return _KINDS[state]
    return Kind.UNREAD if outcome_named(state).final else Kind.AGAIN


def legend(kinds: Collection[Kind]) -> str:
    """What the colours of these kinds mean, as HTML."""
    told = (
        f'<li><span class="swatch {kind.name_of_class}"></span>{kind.meaning}</li>' for kind in Kind if kind in kinds
    )
    return f'<ul class="legend">{"".join(told)}</ul>'
