"""Knows what a right crawl of the bundled archive must find: told from how the archive was made, by nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

HEAD = """# What a right crawl of the bundled archive must find. Written by write_archive.py: do not edit.
#
#   versions       of line 1, oldest first; not_before is the last capture in the wording before. The bounds hold for a
#                  crawl that pins every change or reads all captures; one that samples finds them wider
#   captures       readable captures of the version, repeats counted
#   read           the half-years of line 1 with a readable capture
#   unreadable     the half-years that hold captures of line 1 and none that can be read, and why
#   nothing        why a domain has no version at all
#   other_lines    the addresses of policies that stand beside the privacy policy
"""
WITHOUT = {
    "pebblegames.example": "no-policy-page",
    "walledgarden.example": "blocked",
    "neverseen.example": "no-capture",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """One capture: what was sent from which address at which moment. `entry` is its part of captures.toml."""

    domain: str
    timestamp: str
    entry: dict[str, Any]
    repeats: str | None = None  # the earlier moment, where this is a revisit record


def write_expected(taken: Sequence[Taken]) -> str:
    """The truth in TOML, domain by domain."""
    parts = [HEAD]
    by_domain = groupby(sorted(taken, key=lambda one: (one.domain, one.timestamp)), key=lambda one: one.domain)
    told = {domain: list(captures) for domain, captures in by_domain}
    for domain in sorted({*told, *WITHOUT}):
        policy = [one for one in told.get(domain, ()) if one.entry.get("line") == 1]
        parts.append(_domain(domain, policy, told.get(domain, [])))
    return "\n".join(parts)


def _domain(domain: str, policy: Sequence[Taken], captures: Sequence[Taken]) -> str:
    lines = [f'["{domain}"]']
    if domain in WITHOUT:
        return "\n".join([*lines, f'nothing = "{WITHOUT[domain]}"', ""])
    readable = [one for one in policy if "outcome" not in one.entry]
    read = sorted({_half_year(one) for one in readable})
    lines.append(f"captures = {len(policy)}")
    lines.append(f"read = [{', '.join(_quoted(read))}]")
    lost = {_half_year(one): one.entry["outcome"] for one in policy if _half_year(one) not in read}
    lines.append(f"unreadable = {{ {', '.join(f'{half} = {_quote(why)}' for half, why in lost.items())} }}")
    beside = dict.fromkeys(one.entry["url"].partition("://")[2] for one in captures if one.entry.get("line") == 2)
    lines.append(f"other_lines = [{', '.join(_quoted(beside))}]")
    before = ""
    for number, (_, run) in enumerate(groupby(readable, key=lambda one: one.entry["wording"]), 1):
        version = list(run)
        lines += ["", *_version(domain, number, version, before)]
        before = version[-1].timestamp
    return "\n".join([*lines, ""])


def _version(domain: str, number: int, run: Sequence[Taken], before: str) -> list[str]:
    lines = [f'[["{domain}".versions]]', f"number = {number}", f"wording = {run[0].entry['wording']}"]
    if before:
        lines.append(f'not_before = "{before}"')
    return [
        *lines,
        f'first_seen = "{run[0].timestamp}"',
        f'last_seen = "{run[-1].timestamp}"',
        f"captures = {len(run)}",
    ]


def _half_year(taken: Taken) -> str:
    return f"{taken.timestamp[:4]}-H{1 if taken.timestamp[4:6] <= '06' else 2}"


def _quoted(words: Iterable[str]) -> list[str]:
    return [_quote(word) for word in words]


def _quote(word: str) -> str:
    return f'"{word}"'
