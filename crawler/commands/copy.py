"""Knows `scrapy copy`: a whole SQLite database into PostgreSQL, row for row."""

import argparse
import time
from datetime import timedelta
from typing import Any

from rich.console import Console
from scrapy.commands import ScrapyCommand

from crawler.commands.long_work import LongWork
from crawler.commands.troubles import ALL_ACCOUNTED_FOR, SOMETHING_LEFT, exit_status
from crawler.errors import WrongCommand
from crawler.figures import say_count, say_time
from pipelines.database.opening import open_database, shown
from pipelines.database.opening_to_read import open_to_read
from pipelines.database.transfer.copying import Copied, Copying, copy_database, count_rows


class Command(ScrapyCommand):
    """From one file to a server."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "--to ADDRESS"

    def short_desc(self) -> str:
        return "Copy the SQLite database into a PostgreSQL"

    def long_desc(self) -> str:
        return (
            "Copies all of the SQLite database that DATABASE_URL names, bytes too, into the empty PostgreSQL that --to "
            "names, and compares the two row for row. Numbers of rows stay as they are. Stopped or killed, the same "
            "command goes on with what is left; a database that holds anything else is refused. The file stays as it "
            "is: set DATABASE_URL to the new address afterwards. Let no crawl write meanwhile; exit status 1 says that "
            "one did, and that running this again brings what came. Example: "
            "scrapy copy --to postgresql://palimpsest:password@localhost/palimpsest"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--to", default="", metavar="ADDRESS", help="the PostgreSQL to copy into, made and empty")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = exit_status(lambda: self._act(args, opts))

    def _act(self, args: list[str], opts: argparse.Namespace) -> int:
        if args or not opts.to:
            raise WrongCommand(
                "expected the address to copy to: scrapy copy --to postgresql://user:password@server/name"
            )
        assert self.settings is not None
        source: Any = open_to_read(self.settings["DATABASE_URL"])
        target: Any = None
        try:
            target = open_database(opts.to)
            return _copy(source, target)
        finally:
            source.dispose()
            if target is not None:
                target.dispose()


def _copy(source: Any, target: Any) -> int:
    started = time.monotonic()
    total = 2 * count_rows(source)  # each row is copied, then compared
    with LongWork("copying") as work:
        progress = _Progress(work, total)
        copied = copy_database(source, target, progress.tell, work.is_stopped)
    if copied is None:
        print("Stopped; the same command goes on where this one stopped.")
        return SOMETHING_LEFT
    took = timedelta(seconds=time.monotonic() - started)
    return _print_copied(copied, progress.there_before, took, shown(source), shown(target))


def _print_copied(copied: Copied, there_before: int, took: timedelta, source: str, target: str) -> int:
    width = max(len(one.table) for one in copied.tables)
    lines = [
        f"  {one.table:<{width}}  {one.rows:>12,} rows  {one.digest[:16]}"
        + (f"  {one.mended:,} had changed since they were copied" if one.mended else "")
        for one in copied.tables
        if one.rows
    ]
    known = f", {there_before:,} of them by an earlier run" if there_before else ""
    lines.append(f"{say_count(copied.rows, 'row')} copied and compared, all equal, in {say_time(took)}{known}.")
    if copied.source_changed:
        lines.append(f"{source} was written to meanwhile: run the same command again to bring what came since.")
    else:
        lines.append(f"From now on: DATABASE_URL={target}")
    Console(highlight=False).print("\n".join(lines), soft_wrap=True)
    return SOMETHING_LEFT if copied.source_changed else ALL_ACCOUNTED_FOR


class _Progress:
    """How many rows were copied and compared so far, of twice as many as there are."""

    def __init__(self, work: LongWork, total: int) -> None:
        self.there_before = 0
        self._work = work
        self._total = total
        self._done = 0
        self._began = time.monotonic()

    def tell(self, copying: Copying) -> None:
        self.there_before += copying.there_before
        self._done += copying.rows + copying.there_before
        rate = max(self._done - self.there_before, 1) / max(time.monotonic() - self._began, 0.001)
        left = say_time(timedelta(seconds=(self._total - self._done) / rate))
        what = f"{'comparing' if copying.is_comparing else 'copying'} {copying.table}"
        told = f"{what}; {self._done:,} of {self._total:,} rows done, {rate:,.0f} a second, {left} left"
        self._work.tell(told, self._done, self._total)
