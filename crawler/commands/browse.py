"""Knows `scrapy browse`: the database as pages in a browser, for whoever would rather look than query."""

import argparse
import sys

from scrapy.commands import ScrapyCommand

from crawler.commands.troubles import ALL_ACCOUNTED_FOR, exit_status
from crawler.errors import WrongCommand
from pipelines.browsing.serving import serve
from pipelines.database.opening import shown
from pipelines.database.opening_to_read import open_to_read


class Command(ScrapyCommand):
    """Looking."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[--host ADDRESS] [--port NUMBER]"

    def short_desc(self) -> str:
        return "Look at the database in a browser"

    def long_desc(self) -> str:
        return (
            "Serves pages over the database until Ctrl-C: search by domain or words, the timeline of a domain, each "
            "version and where it is from, two versions compared, the wording in force on a day. The database is only "
            "read, so a crawl may run beside it. It listens on this machine alone unless --host says otherwise. "
            "Every page is also there for programs, as JSON: /openapi.json describes it. "
            "Examples: scrapy browse ; scrapy browse --host 0.0.0.0 --port 80"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="where to listen (127.0.0.1)")
        parser.add_argument("--port", default="8080", metavar="NUMBER", help="at which port (8080); 0 takes a free one")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = exit_status(lambda: self._act(args, opts))

    def _act(self, args: list[str], opts: argparse.Namespace) -> int:
        if args:
            raise WrongCommand(f"expected options only, got {args[0]!r}; see scrapy browse --help")
        if not (opts.port.isascii() and opts.port.isdecimal() and int(opts.port) < 65_536):
            raise WrongCommand(f"--port is {opts.port!r}; expected a number from 0 to 65535")
        assert self.settings is not None
        engine = open_to_read(self.settings["DATABASE_URL"])
        try:
            serve(engine, opts.host, int(opts.port), lambda address: self._say(address, shown(engine)))
        except KeyboardInterrupt:
            pass
        finally:
            engine.dispose()
        return ALL_ACCOUNTED_FOR

    def _say(self, address: str, database: str) -> None:
        print(f"palimpsest: {address} shows {database}; Ctrl-C ends it", file=sys.stderr, flush=True)
