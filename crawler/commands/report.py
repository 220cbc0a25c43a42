"""Knows `scrapy report`: what the database holds, on one page that asks no network for anything."""

import argparse
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from scrapy.commands import ScrapyCommand

from crawler.commands.troubles import ALL_ACCOUNTED_FOR, exit_status
from crawler.errors import Fault, WrongCommand
from crawler.figures import say_count
from pipelines.database.questions.coverage import coverage_of
from pipelines.database.questions.domains import count_by_standing, list_domains
from pipelines.database.questions.reports import (
    coverage_by_moment,
    largest_families,
    most_changed,
    texts_by_year,
    versions_by_language,
    versions_by_year,
)
from pipelines.database.questions.totals import misses_by_kind, totals
from pipelines.database.sharing import hold_engine, release_engine
from pipelines.reports.heat_map import HalfYear
from pipelines.reports.reading_ease import reading_ease
from pipelines.reports.report import Coverage, Report, write_report
from pipelines.reports.states import Kind, kind_of
from pipelines.reports.years import Middle, middle_of

_MOST_ROWS = 60  # domains drawn one by one: more cannot be looked through
_MOST_RANKED = 25


class Command(ScrapyCommand):
    """A page."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "--to FILE"

    def short_desc(self) -> str:
        return "Write a page that shows what is there"

    def long_desc(self) -> str:
        return (
            "Writes one page of HTML: coverage by half-year, versions by year, length and reading ease, languages, "
            "misses by reason, the largest families and the most changed policies. It holds all it needs, asks no "
            "network for anything, and can be read in light and dark and printed. Example: "
            "scrapy report --to report.html"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--to", default="", metavar="FILE", help="the page to write")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = exit_status(lambda: self._act(args, opts))

    def _act(self, args: list[str], opts: argparse.Namespace) -> int:
        if args or not opts.to:
            raise WrongCommand("expected a file to write, such as --to report.html; see scrapy report --help")
        assert self.settings is not None
        engine = hold_engine(self.settings)
        try:
            report = _report(engine)
        finally:
            release_engine(self.settings)
        _write(Path(opts.to), write_report(report))
        print(f"{say_count(report.domains, 'domain')} on one page: {opts.to}")
        return ALL_ACCOUNTED_FOR


def _report(engine: Any) -> Report:
    by_year = versions_by_year(engine)
    return Report(
        domains=sum(count_by_standing(engine).values()),
        totals=totals(engine),
        coverage=_coverage(engine),
        versions={of.year: (of.first, of.changed) for of in by_year},
        words={of.year: middle_of(of.words) for of in by_year},
        ease=_ease(engine),
        languages=versions_by_language(engine),
        misses=misses_by_kind(engine),
        families=largest_families(engine, _MOST_RANKED),
        changed=most_changed(engine, _MOST_RANKED),
    )


def _coverage(engine: Any) -> Coverage | None:
    """From the first half-year in which any domain has anything but no capture, to the last."""
    shares: defaultdict[int, Counter[Kind]] = defaultdict(Counter)
    for (since, state), number in coverage_by_moment(engine).items():
        shares[HalfYear.of(since).number][kind_of(state)] += number
    told = [number for number, counts in shares.items() if counts.keys() & {Kind.HAD, Kind.UNREAD, Kind.BETWEEN}]
    if not told:
        return None
    shown = {}
    for _, domain in zip(range(_MOST_ROWS), list_domains(engine), strict=False):
        row = {HalfYear.of(one.since).number: kind_of(one.state) for one in coverage_of(engine, domain.name)}
        if row:
            shown[domain.name] = row
    return Coverage(min(told), max(told), shares, shown)


def _ease(engine: Any) -> Mapping[int, Middle]:
    found = {
        year: [ease for text in texts if (ease := reading_ease(text)) is not None]
        for year, texts in texts_by_year(engine, "en").items()
    }
    return {year: middle_of(eases) for year, eases in found.items() if eases}


def _write(file: Path, page: str) -> None:
    """Whole or not at all."""
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(page, encoding="utf-8", newline="\n")
        part.replace(file)
    except OSError as trouble:
        with suppress(OSError):
            part.unlink()
        raise Fault(
            f"{file} could not be written ({trouble.strerror}); see that there is room and that you may"
        ) from trouble
