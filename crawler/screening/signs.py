"""Knows how a rule looks for its signs: phrases that only one kind of page says, in the languages that sites speak."""

import re
from collections.abc import Iterable

from crawler.items import Document

_SPACE = re.compile(r" (?![?*+])")
_AROUND = 30  # letters shown on both sides of a sign, so that a person can judge it


def compile_signs(signs: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all of these; letters of either case, any white space where one has a space."""
    return re.compile("|".join(_SPACE.sub(r"\\s+", sign) for sign in signs), re.IGNORECASE | re.MULTILINE)


def find_sign(document: Document, signs: re.Pattern[str], longest: int) -> str | None:
    """Where a short document says one of these, its words around it; None for a document of more than `longest` words,
    which may well speak of such things and be something else."""
    if document.words > longest:
        return None
    found = signs.search(document.title)
    if found is not None:
        return f"its title says “{_quoted(document.title, found)}”"
    found = signs.search(document.text)
    return None if found is None else f"it says “{_quoted(document.text, found)}”"


def _quoted(text: str, found: re.Match[str]) -> str:
    before, after = text[: found.start()][-_AROUND:], text[found.end() :][:_AROUND]
    if found.start() > _AROUND:
        before = f"…{before.partition(' ')[2]}"
    if len(text) > found.end() + _AROUND:
        after = f"{after.rpartition(' ')[0]}…"
    return " ".join(f"{before}{found[0]}{after}".split())
