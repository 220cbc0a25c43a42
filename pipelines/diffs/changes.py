"""Knows a change: what became of one version of a policy in the next, with what is known of when."""

from dataclasses import dataclass

from crawler.reading.header import replay_url
from pipelines.diffs.pieces import Diff, How
from pipelines.diffs.words import bag
from pipelines.versions import Version


@dataclass(frozen=True, slots=True)
class Change:
    """From `old` to `new`, which need not be neighbours."""

    domain: str
    old: Version
    new: Version
    diff: Diff

    def count(self, how: How) -> int:
        """How many paragraphs were changed, added, removed or moved."""
        return sum(piece.how is how and not piece.is_quiet for piece in self.diff.pieces)

    def count_words(self, how: How) -> int:
        """How many words were added or removed; those that were moved are neither."""
        spans = (span for piece in self.diff.pieces if piece.how is not How.LEFT for span in piece.spans)
        return sum(bag(span.text).total() for span in spans if span.how is how)


def evidence(version: Version) -> str:
    """Where the capture that first shows a version is replayed."""
    return replay_url(version.original_url, version.timestamp)


def say_bounds(change: Change) -> str:
    """When it happened, as far as captures tell."""
    return f"after {change.old.last_seen:%Y-%m-%d} and by {change.new.first_seen:%Y-%m-%d}"


def say_counts(change: Change) -> str:
    """What changed, in a few words."""
    counts = [
        f"{number:,} {word}"
        for how, word in (
            (How.CHANGED, "changed"),
            (How.ADDED, "added"),
            (How.REMOVED, "removed"),
            (How.MOVED, "moved"),
        )
        if (number := change.count(how))
    ]
    if not counts:
        return "nothing changed in its words"
    return (
        f"paragraphs: {', '.join(counts)}; words: {change.count_words(How.ADDED):,} added, "
        f"{change.count_words(How.REMOVED):,} removed"
    )
