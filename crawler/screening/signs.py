"""Knows how a rule looks for its signs: phrases that only one kind of page says, in the languages that sites speak."""

import re
from functools import cache

from crawler.items import Document

_SPACE = re.compile(r" (?![?*+])")
_SURELY_A_POLICY = 0.8
_AROUND = 30  # letters shown on both sides of a sign, so that a person can judge it


def find_sign(document: Document, signs: tuple[str, ...], longest: int) -> str | None:
    """Where a short document says one of these, its words around it; None for a document of more than `longest` words,
    which may well speak of such things and be something else. So may a short policy: there only the title counts."""
    if document.words > longest:
        return None
    places = [("its title", document.title), ("it", document.text)]
    if (document.policy_probability or 0) >= _SURELY_A_POLICY:
        places.pop()
    for where, text in places:
        small = text.lower()  # twice as fast as a pattern that takes letters of either case
        if (found := _pattern(signs).search(small)) is not None:
            return f"{where} says “{_quoted(text if len(text) == len(small) else small, found)}”"
    return None


@cache
def _pattern(signs: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all of these, which are in small letters; any white space where one has a space. Made when it is
    first needed: a command that reads no page need not wait for it."""
    return re.compile("|".join(_SPACE.sub(r"\\s+", sign) for sign in signs), re.MULTILINE)


def _quoted(text: str, found: re.Match[str]) -> str:
    before, after = text[: found.start()][-_AROUND:], text[found.end() :][:_AROUND]
    if found.start() > _AROUND:
        before = f"…{before.partition(' ')[2]}"
    if len(text) > found.end() + _AROUND:
        after = f"{after.rpartition(' ')[0]}…"
    return " ".join(f"{before}{text[found.start() : found.end()]}{after}".split())
