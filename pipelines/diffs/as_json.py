"""Knows how changes are told to programs: everything that is needed to make the new text from the old one."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from pipelines.diffs.changes import Change, evidence
from pipelines.diffs.pieces import Diff, How, Piece, Span
from pipelines.versions import Version


def changes_as_json(domain: str, changes: Iterable[Change]) -> dict[str, Any]:
    return {"domain": domain, "changes": [_change(change) for change in changes]}


def diff_as_json(diff: Diff) -> dict[str, Any]:
    return {
        "pieces": [
            {
                "how": piece.how.value,
                "old": piece.old,
                "new": piece.new,
                "spans": [{"how": span.how.value, "text": span.text} for span in piece.spans],
            }
            for piece in diff.pieces
        ],
        "gaps": list(diff.gaps),
    }


def diff_from_json(told: dict[str, Any]) -> Diff:
    """The diff that was told."""
    pieces = (
        Piece(
            How(piece["how"]),
            piece["old"],
            piece["new"],
            tuple(Span(How(span["how"]), span["text"]) for span in piece["spans"]),
        )
        for piece in told["pieces"]
    )
    return Diff(tuple(pieces), tuple(told["gaps"]))


def _change(change: Change) -> dict[str, Any]:
    words = {how.value: change.count_words(how) for how in (How.ADDED, How.REMOVED)}
    return {
        "old": _version(change.old),
        "new": _version(change.new),
        "words": words,
        **diff_as_json(change.diff),
    }


def _version(version: Version) -> dict[str, Any]:
    told = {field.name: getattr(version, field.name) for field in fields(version)}
    return {**told, "archive_url": evidence(version)}
