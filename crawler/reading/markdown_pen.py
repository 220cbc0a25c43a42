"""Knows how a run of text is written: what is escaped in it, and how emphasis, links and code around it change it.

A run is text between two tags, two comments or two characters that HTML writes as entities.
"""

import re
from collections.abc import Callable
from typing import Final

from crawler.reading.markdown_sheet import Sheet

# Characters that a browser writes as entities: `&amp;`, `&lt;`, `&gt;`, `&nbsp;`.
ENTITY: Final = re.compile("([&<>\xa0])")

BACKSLASH: Final = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!])")
# At the start of a line of the source: `1. `, `+ `, `- ` and `--` would read as a list or a rule.
LIST_SIGN: Final = re.compile(r"^(\s*(?:\d+(?=\.\s)|(?=\+\s)|(?=-[\s-])))([.+-])", re.MULTILINE)
FIRST_MAY_BE_SIGN: Final = re.compile(r"\s*[\d+-]")
LATER_MAY_BE_SIGN: Final = re.compile(r"\n\s*[\d+-]")

ABSOLUTE: Final = re.compile(r"[a-zA-Z+]+://")

# Written close to the emphasis that ends before them.
CLOSE_SIGNS: Final = frozenset(".!?")
# After one of these tags the text is written close to the emphasis that ended before the tag.
CLOSE_TAGS: Final = frozenset({"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8", "h9"})


class Pen:
    """Writes runs of text on a sheet, and remembers what the tags around them said."""

    __slots__ = (
        "abbreviated",
        "abbreviations",
        "cell_follows",
        "cells",
        "code",
        "emphasis_opened",
        "emphasis_opens",
        "heads_table",
        "last_run",
        "last_tag",
        "link_is_empty",
        "link_waits",
        "links",
        "lists",
        "resolve",
        "sheet",
    )

    def __init__(self, resolve: Callable[[str], str]) -> None:
        self.sheet = Sheet()
        self.resolve = resolve
        self.last_run = ""
        self.last_tag = ""
        self.emphasis_opens = False  # the next run is the first of an emphasis
        self.emphasis_opened = False  # the run before was the first of an emphasis
        self.code = False
        self.links: list[tuple[str, str] | None] = []  # address and title of the open links; None prints none
        self.link_waits: str | None = None  # the address of a link whose bracket is not yet written
        self.link_is_empty = False
        self.lists: list[int | None] = []  # the next number of each open list; None in one without numbers
        self.heads_table = False  # the next row to end is the table's first
        self.cells = 0
        self.cell_follows = False
        self.abbreviated: str | None = None  # what the open abbreviation stands for
        self.abbreviations: dict[str, str] = {}

    def write(self, text: str) -> None:
        """Write the text between two tags."""
        if "&" in text or "<" in text or ">" in text or "\xa0" in text:
            for position, run in enumerate(ENTITY.split(text)):
                if run:
                    self.write_run(run, is_entity=position % 2 == 1)
        else:
            self.write_run(text)

    def open_emphasis(self, sign: str) -> None:
        """Write the sign, apart from the run before it unless white space ended that run."""
        run = self.last_run
        stands_apart = not run or (run[-1].isspace() and run[-1] != "\xa0")
        self.sheet.mark(sign if stands_apart else " " + sign)
        self.emphasis_opens = True

    def open_link(self) -> None:
        """Write the bracket of the link that waits for it."""
        self.sheet.mark("[")
        self.link_waits = None
        self.link_is_empty = False

    def write_run(self, run: str, is_entity: bool = False) -> None:
        """Write one run; an entity is written as it is."""
        if self.emphasis_opens or self.emphasis_opened:
            run = self._beside_emphasis(run, is_entity)
        if self.link_waits is not None:
            if run == self.link_waits and ABSOLUTE.match(run):
                self.sheet.mark(f"<{run}>")
                self.link_is_empty = False
                return
            self.open_link()
        if is_entity:
            self.sheet.flow(run[:-1])
            self.sheet.mark(run[-1])
        elif self.code or self.sheet.verbatim:
            self.sheet.flow(run)
        else:
            run = _escaped(run)
            self.sheet.flow(run)
        self.last_run = run

    def _beside_emphasis(self, run: str, is_entity: bool) -> str:
        if self.emphasis_opens:
            self.emphasis_opens = False
            self.emphasis_opened = True
            return run if is_entity else run.strip()
        self.emphasis_opened = False
        if self.last_tag in CLOSE_TAGS or run[0] in CLOSE_SIGNS or (run[0].isspace() and not is_entity):
            return run
        return " " + run


def _escaped(run: str) -> str:
    if "\\" in run:
        run = BACKSLASH.sub(r"\\\\", run)
    if FIRST_MAY_BE_SIGN.match(run) or ("\n" in run and LATER_MAY_BE_SIGN.search(run)):
        run = LIST_SIGN.sub(r"\1\\\2", run)
    return run
