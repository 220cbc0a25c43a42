"""Knows how changes are shown on a page: what was added and removed inside paragraphs, what stayed folded away."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from crawler.figures import say_count
from pipelines.diffs.changes import Change, evidence, say_bounds, say_counts
from pipelines.diffs.pieces import How, Piece
from pipelines.reports.frame import whole_page
from pipelines.versions import Version

_STYLE = """
.piece { margin: .5rem 0; padding: .1rem .8rem; border-left: .25rem solid transparent; overflow-wrap: anywhere; }
.changed { border-color: var(--accent); }
.added { border-color: var(--added); } .removed { border-color: var(--removed); }
.moved, .left { border-color: var(--moved); }
ins { color: var(--added); background: var(--added-paper); text-decoration: underline; text-underline-offset: .15em; }
del { color: var(--removed); background: var(--removed-paper); text-decoration: line-through; }
.label { display: block; font-size: .8rem; color: var(--soft); }
.left .label { color: var(--moved); }
details { margin: .5rem 0; } summary { color: var(--soft); font-size: .9rem; cursor: pointer; }
details .piece { color: var(--soft); }
section { border-top: 1px solid var(--rule); }
@media print { details { display: none; } .piece { break-inside: avoid; } }
"""
_LABELS = {How.CHANGED: "changed", How.ADDED: "added", How.REMOVED: "removed"}


def changes_as_html(domain: str, changes: Sequence[Change]) -> str:
    """One page for all of them."""
    sections = [_section(change) for change in changes]
    told = say_count(len(changes), "change") if changes else "no change is known"
    body = [f"<h1>{escape(domain)}</h1>", f'<p class="soft">Its privacy policy: {told}.</p>', *sections]
    return whole_page(f"{domain}: what changed", _STYLE, "\n".join(body))


def _section(change: Change) -> str:
    old, new = change.old, change.new
    return "\n".join(
        [
            "<section>",
            f"<h2>Version {old.number} to version {new.number}: {say_bounds(change)}</h2>",
            f'<p class="soft">{say_counts(change)}. Evidence: {_link(old)} and {_link(new)}.</p>',
            *_pieces(change),
            "</section>",
        ]
    )


def _link(version: Version) -> str:
    return f'<a href="{escape(evidence(version))}">the capture of {version.first_seen:%Y-%m-%d}</a>'


def _pieces(change: Change) -> Iterable[str]:
    for kept, together in groupby(change.diff.pieces, key=lambda piece: piece.is_quiet):
        if not kept:
            yield from map(_piece, together)
            continue
        same = list(together)
        told = f"{say_count(len(same), 'paragraph')} with the same words"
        yield f"<details><summary>{told}</summary>{''.join(map(_piece, same))}</details>"


def _piece(piece: Piece) -> str:
    if piece.how is How.LEFT:
        words = escape(f"{piece.text[:60]}…" if len(piece.text) > 60 else piece.text)
        return f'<div class="piece left"><span class="label">moved from here: {words}</span></div>'
    label = _LABELS.get(piece.how, "")
    if piece.how is How.MOVED and piece.old is not None:
        label = f"moved here from paragraph {piece.old + 1}"
    told = f'<span class="label">{label}</span>' if label else ""
    words = "".join(_span(span.how, span.text) for span in piece.spans)
    return f'<div class="piece {piece.how.value}">{told}{words}</div>'


def _span(how: How, text: str) -> str:
    if how is How.KEPT:
        return escape(text)
    tag = "ins" if how is How.ADDED else "del"
    return f"<{tag}>{escape(text)}</{tag}>"
