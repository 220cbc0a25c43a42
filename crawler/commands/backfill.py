"""Knows `scrapy backfill`: the job, from a list of domains to their versions in the database."""

import argparse

from scrapy.commands import ScrapyCommand

from crawler.commands.crawling import ARGUMENTS, crawl, plan
from crawler.commands.deferring import defer
from crawler.commands.quiet import hold_back, let_through
from crawler.commands.troubles import exit_status
from crawler.errors import WrongCommand
from crawler.intervals import Every


class Command(ScrapyCommand):
    """The job."""

    requires_project = True

    def syntax(self) -> str:
        return "LIST [options]"

    def short_desc(self) -> str:
        return "Find and read the privacy policies of a list of domains"

    def long_desc(self) -> str:
        return (
            "Finds where each domain of LIST published its privacy policy, reads the captures that the archive holds, "
            "and keeps versions, bytes and a reason for every gap. LIST is a file with one `domain` or `rank,domain` "
            "a line, `-` for standard input, or names: example.com,example.org. Stop it with Ctrl-C at any time; the "
            "same command goes on where it was and asks for nothing twice. All runs of a machine together keep to the "
            "limits of the archive, and pause when it refuses (docs/archive.md). Examples: "
            "scrapy backfill data/domains.txt; "
            "scrapy backfill data/domains.txt --every half-year --since 2009 --until 2019; "
            "scrapy backfill data/domains.txt --plan; "
            "scrapy backfill data/domains.txt --queue, and on each machine scrapy work --queue crawl"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        words = ", ".join(choice.value for choice in Every)
        parser.add_argument("--every", default="change", metavar="WORD", help=f"how densely to read: {words} (change)")
        parser.add_argument("--since", default="", metavar="DATE", help="from this year, month or day on (1996)")
        parser.add_argument("--until", default="", metavar="DATE", help="up to but not including it (now)")
        parser.add_argument(
            "--reads-per-domain", default="", metavar="N", help="read at most N captures of each domain"
        )
        parser.add_argument("--hours", default="", metavar="H", help="end after so many hours, cleanly")
        parser.add_argument(
            "--languages", default="", metavar="CODES", help="keep policies in these alone: en,de (all)"
        )
        parser.add_argument(
            "--samples",
            action="store_true",
            help="one capture of each interval; what lies between is for later",
        )
        parser.add_argument("--queue", action="store_true", help="put the list on the queue, for `scrapy work` to do")
        parser.add_argument("--plan", action="store_true", help="say what this would take; asks the archive nothing")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        hold_back(self.settings)
        super().process_options(args, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = exit_status(lambda: self._act(args, opts))

    def _act(self, args: list[str], opts: argparse.Namespace) -> int:
        if len(args) != 1:
            raise WrongCommand(f"expected one list of domains, got {len(args)}; see scrapy backfill --help")
        assert self.crawler_process is not None
        assert self.settings is not None
        let_through(self.settings)
        arguments = {name: getattr(opts, name) for name in ARGUMENTS if name != "domains"}
        arguments["samples"] = "1" if opts.samples else ""
        if opts.queue:
            return defer(self.settings, domains=args[0], **arguments)
        if opts.plan:
            return plan(self.settings, domains=args[0], **arguments)
        return crawl(self.crawler_process, self.settings, domains=args[0], **arguments)
