"""Knows what an archive's index says of one policy page: its captures, oldest first, one for each moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Capture:
    """One row of an archive's index: nothing downloaded yet. None stands where the index says `-`."""

    urlkey: str
    timestamp: str  # as the archive writes it: what a replay must be asked for, even when its date is impossible
    captured_at: datetime
    original_url: str
    digest: str | None
    status: int | None  # None for revisits: the archive repeats an earlier capture
    mimetype: str | None
    length: int | None

    @property
    def is_redirect(self) -> bool:
        return self.status is not None and 300 <= self.status < 400

    @property
    def is_error(self) -> bool:
        """Whether the index itself says that the site answered with an error: a fact that needs no replay."""
        return self.status is not None and self.status >= 400


def one_per_moment(captures: Iterable[Capture]) -> tuple[Capture, ...]:
    """The captures of one page, oldest first. Where several rows share a timestamp (http and https, with and without
    `www`), a replay can serve only one of them: the one most likely to be a page is kept."""
    best: dict[str, Capture] = {}
    for capture in captures:
        held = best.get(capture.timestamp)
        if held is None or _promise(capture) > _promise(held):
            best[capture.timestamp] = capture
    return tuple(sorted(best.values(), key=lambda capture: (capture.captured_at, capture.timestamp)))


def _promise(capture: Capture) -> tuple[int, str, str, int]:
    if capture.is_error:
        rank = 0
    elif capture.is_redirect:
        rank = 1
    else:
        rank = 3 if capture.status is not None else 2
    # all but the rank only make the choice independent of the order of arrival
    return rank, capture.original_url, capture.digest or "", capture.length or 0
