"""Knows `scrapy refresh`: the scheduled batch, which asks for what is new since last time."""

import argparse
import tempfile
from datetime import UTC, datetime

from scrapy.commands import ScrapyCommand

from crawler.commands.crawling import crawl
from crawler.commands.deferring import defer
from crawler.commands.quiet import hold_back, let_through
from crawler.commands.troubles import ALL_ACCOUNTED_FOR, exit_status
from crawler.errors import WrongCommand
from crawler.intervals import Every
from pipelines.database.questions.domains import count_by_standing, stale_domains
from pipelines.database.sharing import hold_engine, release_engine


class Command(ScrapyCommand):
    """What is new."""

    requires_project = True

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Ask for what is new since last time, for all domains of the database"

    def long_desc(self) -> str:
        return (
            "Takes every domain of the database up to the beginning of this day: asks the index for what came since it "
            "last told all, and reads what that brings; those not asked for the longest come first. Meant for cron and "
            "timers; it can be stopped and run again like backfill. "
            "Examples: scrapy refresh ; scrapy refresh --every half-year --hours 6 ; scrapy refresh --queue"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        words = ", ".join(choice.value for choice in Every)
        parser.add_argument("--every", default="change", metavar="WORD", help=f"how densely to read: {words} (change)")
        parser.add_argument("--since", default="", metavar="DATE", help="from this year, month or day on (1996)")
        parser.add_argument("--queue", action="store_true", help="put them on the queue, for `scrapy work` to do")
        parser.add_argument("--hours", default="", metavar="H", help="end after so many hours, cleanly")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        hold_back(self.settings)
        super().process_options(args, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = exit_status(lambda: self._act(args, opts))

    def _act(self, args: list[str], opts: argparse.Namespace) -> int:
        if args:
            raise WrongCommand("refresh takes all domains of the database, and no list; see scrapy refresh --help")
        assert self.crawler_process is not None
        assert self.settings is not None
        let_through(self.settings)
        # Up to the beginning of this day: so that a run that was ended goes on where it was, and a second one on the
        # same day asks for nothing. What was captured today comes tomorrow.
        today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        arguments = {"every": opts.every, "since": opts.since, "hours": opts.hours, "until": f"{today:%Y-%m-%d}"}
        with tempfile.NamedTemporaryFile("w", suffix=".csv", prefix="palimpsest-", encoding="utf-8") as names:
            if not self._write_names(names, today):
                return ALL_ACCOUNTED_FOR
            if opts.queue:
                return defer(self.settings, domains=names.name, of_any_day=True, **arguments)
            return crawl(self.crawler_process, self.settings, domains=names.name, **arguments)

    def _write_names(self, names: "tempfile._TemporaryFileWrapper[str]", today: datetime) -> int:
        """The list of those that are to be asked for; says why where there are none."""
        assert self.settings is not None
        engine = hold_engine(self.settings)
        try:
            stale = stale_domains(engine, today)
            lines = (f"{one.rank},{one.name}\n" if one.rank is not None else f"{one.name}\n" for one in stale)
            written = sum(names.write(line) for line in lines)
            if not written and any(count_by_standing(engine).values()):
                print(f"Every domain of the database is known up to {today:%Y-%m-%d}: there is nothing to ask for.")
            elif not written:
                print("The database knows no domain yet: scrapy backfill LIST finds their policies.")
        finally:
            release_engine(self.settings)
        names.flush()
        return written
