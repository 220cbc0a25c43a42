"""Knows what one answer of the stand-in archive is, before any of it goes over the wire."""

from dataclasses import dataclass
from enum import Enum


class Ending(Enum):
    """How the sending of an answer ends."""

    WHOLE = "all of it is sent"
    CUT = "the connection is dropped after half of the promised bytes"
    DROPPED = "the connection is dropped before the first byte"


@dataclass(frozen=True, slots=True)
class Answer:
    """Headers keep their order and may repeat, which some of the manners need."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    reason: str | None = None
    ending: Ending = Ending.WHOLE

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


HTML = ("content-type", "text/html; charset=utf-8")


def page(status: int, text: str, reason: str | None = None, extra: tuple[tuple[str, str], ...] = ()) -> Answer:
    """A page in which the archive itself speaks: it never carries a memento-datetime."""
    return Answer(status, (HTML, ("x-ts", str(status)), *extra), text.encode(), reason)
