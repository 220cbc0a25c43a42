"""Knows `scrapy export`: what the database holds, taken away in one of many formats."""

import argparse
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from scrapy.commands import ScrapyCommand

from crawler.arguments import read_date
from crawler.commands.troubles import ALL_ACCOUNTED_FOR, exit_status
from crawler.domains import domain_of
from crawler.errors import WrongCommand
from crawler.figures import say_count, say_time
from pipelines.database.questions.domains import count_by_standing, standings
from pipelines.database.questions.exports import Selection, chosen_from
from pipelines.database.questions.totals import misses_by_kind, totals
from pipelines.database.sharing import hold_engine, release_engine
from pipelines.exports.datasheets import Background
from pipelines.exports.exporting import export
from pipelines.exports.formats import FORMATS, format_named


class Command(ScrapyCommand):
    """Taking away."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "--format FORMAT --to FOLDER [options]"

    def short_desc(self) -> str:
        return f"Write what is there as {', '.join(FORMATS)}"

    def long_desc(self) -> str:
        return (
            "Writes the versions of all domains, or of some, to a folder in one format: "
            + "; ".join(f"{each.name}, {each.gives}" for each in FORMATS.values())
            + ". With each go checksums, a manifest.json for programs and a DATASHEET.md for people. The folder "
            "appears when it is whole; an earlier export there is replaced. Examples: "
            "scrapy export --format markdown --to corpus/; "
            "scrapy export --format parquet --to policies/ --language en --since 2009 --until 2019; "
            "scrapy export --format git --to history/ --domain example.com"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--format", default="", metavar="FORMAT", help=f"one of {', '.join(FORMATS)}")
        parser.add_argument("--to", default="", metavar="FOLDER", help="the folder to write")
        parser.add_argument("--domain", default="", metavar="NAMES", help="only these: example.com,example.org")
        parser.add_argument("--since", default="", metavar="DATE", help="only what was seen on this day or later")
        parser.add_argument("--until", default="", metavar="DATE", help="only what was seen before this day")
        parser.add_argument("--language", default="", metavar="CODES", help="only these: en,de")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--versions", action="store_true", help="a row for each version (default)")
        which.add_argument("--all-captures", action="store_true", help="a row for each capture that shows one")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = exit_status(lambda: self._act(args, opts))

    def _act(self, args: list[str], opts: argparse.Namespace) -> int:
        if args:
            raise WrongCommand(f"{args[0]!r} is no option; name domains with --domain; see scrapy export --help")
        format_ = format_named(opts.format)
        if not opts.to:
            raise WrongCommand("expected a folder to write, such as --to corpus/; see scrapy export --help")
        selection = _selection(opts)
        assert self.settings is not None
        engine = hold_engine(self.settings)
        started = time.monotonic()
        try:
            _see_that_they_are_known(engine, selection.domains)
            with chosen_from(engine, selection) as chosen:
                amount = export(chosen, format_, Path(opts.to), lambda: _background(engine))
        finally:
            release_engine(self.settings)
        rows = say_count(amount.rows, "capture" if selection.all_captures else "version")
        took = say_time(timedelta(seconds=time.monotonic() - started))
        print(f"{rows} of {say_count(amount.domains, 'domain')} as {format_.name} in {opts.to}, in {took}")
        return ALL_ACCOUNTED_FOR


def _selection(opts: argparse.Namespace) -> Selection:
    since = read_date("--since", opts.since) if opts.since else None
    until = read_date("--until", opts.until) if opts.until else None
    if since and until and since >= until:
        raise WrongCommand(f"--since {opts.since} is not before --until {opts.until}; nothing lies between them")
    return Selection(
        domains=tuple(sorted({domain_of(name) for name in _listed(opts.domain)})),
        since=since,
        until=until,
        languages=tuple(sorted({code.lower() for code in _listed(opts.language)})),
        all_captures=opts.all_captures,
    )


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


def _see_that_they_are_known(engine: Any, names: tuple[str, ...]) -> None:
    known = standings(engine, names)
    if unknown := [name for name in names if name not in known]:
        raise WrongCommand(f"{unknown[0]} is not in the database; scrapy backfill {unknown[0]} finds its policy")


def _background(engine: Any) -> Background:
    return Background(sum(count_by_standing(engine).values()), totals(engine), misses_by_kind(engine))
