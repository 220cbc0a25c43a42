"""Knows `scrapy diff`: what changed in a policy, on a terminal, as a page or for programs."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from scrapy.commands import ScrapyCommand

from crawler.arguments import read_date
from crawler.commands.troubles import ALL_ACCOUNTED_FOR, SOMETHING_LEFT, exit_status
from crawler.domains import domain_of
from crawler.errors import WrongCommand
from crawler.figures import say_count
from pipelines.database.questions.domains import find_domain
from pipelines.database.questions.versions import document_of, versions_of
from pipelines.database.sharing import hold_engine, release_engine
from pipelines.diffs.as_html import changes_as_html
from pipelines.diffs.as_json import changes_as_json
from pipelines.diffs.changes import Change, evidence, say_bounds, say_counts
from pipelines.diffs.comparing import compare
from pipelines.diffs.pieces import How, Piece
from pipelines.versions import Version

_SIGNS = {How.CHANGED: "~", How.ADDED: "+", How.REMOVED: "-", How.MOVED: ">", How.LEFT: "<"}
_STYLES = {How.ADDED: "green", How.REMOVED: "red strike"}
_MARKS = {How.ADDED: ("{+", "+}"), How.REMOVED: ("[-", "-]")}  # where there is no colour


class Command(ScrapyCommand):
    """What changed."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "DOMAIN [--from DATE] [--to DATE] [--html | --json]"

    def short_desc(self) -> str:
        return "Show what changed in a domain's privacy policy"

    def long_desc(self) -> str:
        return (
            "Shows each change of the policy of DOMAIN by words inside paragraphs; a paragraph that was moved is shown "
            "as moved. With --from or --to, one comparison: of the wording in force on the one day (else the first "
            "known) with that in force on the other (else the latest). Where there is no colour, [-removed-] and "
            "{+added+} words are marked. Examples: scrapy diff example.com; "
            "scrapy diff example.com --from 2015 --to 2019-07; scrapy diff example.com --html > changes.html"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--from", dest="first", default="", metavar="DATE", help="compare from this day's wording")
        parser.add_argument("--to", dest="last", default="", metavar="DATE", help="compare to this day's wording")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--html", action="store_true", help="print a page")
        form.add_argument("--json", action="store_true", help="print JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = exit_status(lambda: self._act(args, opts))

    def _act(self, args: list[str], opts: argparse.Namespace) -> int:
        if len(args) != 1:
            raise WrongCommand("expected one domain; see scrapy diff --help")
        domain = domain_of(args[0])
        first = read_date("--from", opts.first) if opts.first else None
        last = read_date("--to", opts.last) if opts.last else None
        if first and last and first >= last:
            raise WrongCommand(f"--from {opts.first} is not before --to {opts.last}; give the earlier day first")
        assert self.settings is not None
        engine = hold_engine(self.settings)
        try:
            if find_domain(engine, domain) is None:
                raise WrongCommand(f"{domain} is not in the database; scrapy backfill {domain} finds its policy")
            known = versions_of(engine, domain)
            if not known:
                print(f"palimpsest: no policy of {domain} is known; scrapy status {domain} says why", file=sys.stderr)
                return SOMETHING_LEFT
            changes = [_change(engine, domain, *pair) for pair in _chosen(domain, known, first, last)]
        finally:
            release_engine(self.settings)
        _print(domain, changes, opts)
        return ALL_ACCOUNTED_FOR


def _chosen(
    domain: str, known: Sequence[Version], first: datetime | None, last: datetime | None
) -> list[tuple[Version, Version]]:
    """All neighbours; or the two that days ask for, where they are two."""
    if first is None and last is None:
        return list(pairwise(known))
    old = known[0] if first is None else _in_force(domain, known, "--from", first)
    new = known[-1] if last is None else _in_force(domain, known, "--to", last)
    return [(old, new)] if old.number < new.number else []


def _in_force(domain: str, known: Sequence[Version], option: str, moment: datetime) -> Version:
    begun = [version for version in known if version.first_seen <= moment]
    if not begun:
        raise WrongCommand(
            f"{option} {moment:%Y-%m-%d}: nothing is known of {domain} so early; its policy was first seen on "
            f"{known[0].first_seen:%Y-%m-%d}"
        )
    return begun[-1]


def _change(engine: Any, domain: str, old: Version, new: Version) -> Change:
    return Change(domain, old, new, compare(document_of(engine, old).text, document_of(engine, new).text))


def _print(domain: str, changes: Sequence[Change], opts: argparse.Namespace) -> None:
    if opts.html:
        sys.stdout.write(changes_as_html(domain, changes))
    elif opts.json:
        print(json.dumps(changes_as_json(domain, changes), indent=2, ensure_ascii=False, default=str))
    elif not changes:
        print(f"{domain}: no change between captures that are known")
    else:
        console = Console(highlight=False)
        for change in changes:
            _print_change(console, change)


def _print_change(console: Console, change: Change) -> None:
    old, new = change.old, change.new
    console.print(Text(f"{change.domain}: version {old.number} to {new.number}, {say_bounds(change)}", style="bold"))
    for line in (say_counts(change), f"old {evidence(old)}", f"new {evidence(new)}", ""):
        console.print(Text(line, style="dim"), soft_wrap=True)
    coloured = console.is_terminal and not console.no_color
    for kept, together in groupby(change.diff.pieces, key=lambda piece: piece.is_quiet):
        pieces = list(together)
        if kept:
            console.print(Text(f"  … {say_count(len(pieces), 'paragraph')} with the same words", style="dim"))
            continue
        for piece in pieces:
            _print_piece(console, piece, coloured)
    console.print()


def _print_piece(console: Console, piece: Piece, coloured: bool) -> None:
    told = _told(piece, coloured)
    if not coloured:  # for files and other programs: a paragraph is a line
        console.print(Text(f"{_SIGNS[piece.how]} ") + told, soft_wrap=True)
        return
    grid = Table.grid(padding=(0, 1))
    grid.add_row(Text(_SIGNS[piece.how], style="bold"), told)
    console.print(grid)


def _told(piece: Piece, coloured: bool) -> Text:
    if piece.how is How.LEFT:
        words = piece.text if len(piece.text) <= 60 else f"{piece.text[:60]}…"
        return Text(f"(moved from here) {words}", style="yellow")
    told = Text()
    if piece.how is How.MOVED and piece.old is not None:
        told.append(f"(moved here from paragraph {piece.old + 1}) ", style="yellow")
    whole = piece.how in (How.ADDED, How.REMOVED)  # the sign says it already
    for span in piece.spans:
        before, after = ("", "") if coloured or whole else _MARKS.get(span.how, ("", ""))
        told.append(f"{before}{span.text}{after}", style=_STYLES.get(span.how, ""))
    return told
