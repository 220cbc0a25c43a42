"""Knows `scrapy copy`: a whole SQLite database into PostgreSQL, row for row."""

import argparse
import signal
import sys
import time
from datetime import timedelta
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from scrapy.commands import ScrapyCommand

from crawler.commands.troubles import ALL_ACCOUNTED_FOR, SOMETHING_LEFT, exit_status
from crawler.errors import WrongCommand
from crawler.figures import say_count, say_time
from pipelines.database.opening import open_database, shown
from pipelines.database.opening_to_read import open_to_read
from pipelines.database.transfer.copying import Copied, Copying, copy_database, count_rows

_LINE_EVERY = 60.0  # seconds, where there is no terminal


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
    shown_so_far = _Shown(2 * count_rows(source))  # each row is copied, then compared
    stop = _Stop()
    before = {sign: signal.signal(sign, stop.ask) for sign in (signal.SIGINT, signal.SIGTERM)}
    try:
        with shown_so_far.live:
            copied = copy_database(source, target, shown_so_far.tell, stop.is_asked)
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
    if copied is None:
        print("Stopped; the same command goes on where this one stopped.")
        return SOMETHING_LEFT
    took = timedelta(seconds=time.monotonic() - started)
    return _print_copied(copied, shown_so_far.there_before, took, shown(source), shown(target))


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


class _Stop:
    """Ctrl-C ends it after the piece under way; a second one at once, which loses no more than that piece."""

    def __init__(self) -> None:
        self._asked = False

    def is_asked(self) -> bool:
        return self._asked

    def ask(self, *_signal: object) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True


class _Shown:
    """A panel on a terminal, a line a minute elsewhere."""

    def __init__(self, total: int) -> None:
        self.there_before = 0
        self._total = total
        self._done = 0
        self._began = self._told = time.monotonic()
        console = Console(stderr=True)
        self._is_terminal = console.is_terminal
        self.live = Live(console=console, refresh_per_second=4, transient=True, auto_refresh=self._is_terminal)

    def tell(self, copying: Copying) -> None:
        self.there_before += copying.there_before
        self._done += copying.rows + copying.there_before
        seconds = time.monotonic() - self._began
        rate = max(self._done - self.there_before, 1) / max(seconds, 0.001)
        left = say_time(timedelta(seconds=(self._total - self._done) / rate))
        what = f"{'comparing' if copying.is_comparing else 'copying'} {copying.table}"
        told = f"{what}; {self._done:,} of {self._total:,} rows done, {rate:,.0f} a second, {left} left"
        if self._is_terminal:
            self.live.update(_panel(told, self._done, self._total))
        elif time.monotonic() - self._told > _LINE_EVERY:
            self._told = time.monotonic()
            print(f"palimpsest: {told}", file=sys.stderr)


def _panel(told: str, done: int, total: int) -> Panel:
    rows = Table.grid(padding=(0, 2))
    rows.add_row(ProgressBar(total=max(1, total), completed=done, width=40))
    rows.add_row(told)
    subtitle = "Ctrl-C stops; the same command goes on"
    return Panel(rows, title="Palimpsest: copying", title_align="left", subtitle=subtitle, width=100)
