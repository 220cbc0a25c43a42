"""Knows `scrapy show`: the wording of a policy in force on a day, in the published form."""

import argparse
import sys
from datetime import UTC, datetime

from scrapy.commands import ScrapyCommand

from crawler.arguments import read_date
from crawler.commands.troubles import ALL_ACCOUNTED_FOR, SOMETHING_LEFT, exit_status
from crawler.domains import domain_of
from crawler.errors import WrongCommand
from crawler.reading.header import header_line, with_header
from pipelines.database.questions.domains import find_domain
from pipelines.database.questions.versions import InForce, document_of, version_on, versions_of
from pipelines.database.sharing import hold_engine, release_engine


class Command(ScrapyCommand):
    """One document."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "DOMAIN [--on DATE]"

    def short_desc(self) -> str:
        return "Print the wording of a domain's privacy policy in force on a day"

    def long_desc(self) -> str:
        return (
            "Prints the policy of DOMAIN that was in force on a day (by default the latest known) in the published "
            "form: header line, title, body. What is known of its dates goes to standard error, so that standard "
            "output is the document alone. Examples: scrapy show example.com; "
            "scrapy show example.com --on 2015-03-01 > policy.md"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--on", default="", metavar="DATE", help="a year, month or day, as 2015-03-01 (now)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = exit_status(lambda: self._act(args, opts))

    def _act(self, args: list[str], opts: argparse.Namespace) -> int:
        if len(args) != 1:
            raise WrongCommand("expected one domain; see scrapy show --help")
        domain = domain_of(args[0])
        moment = read_date("--on", opts.on) if opts.on else datetime.now(UTC)
        assert self.settings is not None
        engine = hold_engine(self.settings)
        try:
            if find_domain(engine, domain) is None:
                raise WrongCommand(f"{domain} is not in the database; scrapy backfill {domain} finds its policy")
            found = version_on(engine, domain, moment)
            if found is None:
                known = versions_of(engine, domain)
                seen = f"; first seen on {known[0].first_seen:%Y-%m-%d}" if known else "; scrapy status says why"
                print(f"palimpsest: no policy of {domain} is known for {moment:%Y-%m-%d}{seen}", file=sys.stderr)
                return SOMETHING_LEFT
            version = found.version
            print(_bounds(found, len(versions_of(engine, domain))), file=sys.stderr)
            header = header_line(domain, version.first_seen, version.original_url, version.timestamp)
            sys.stdout.write(with_header(header, document_of(engine, version).markdown))
        finally:
            release_engine(self.settings)
        return ALL_ACCOUNTED_FOR


def _bounds(found: InForce, versions: int) -> str:
    """What is known of the dates, and nothing more."""
    version, following = found.version, found.following
    seen = f"{version.first_seen:%Y-%m-%d} to {version.last_seen:%Y-%m-%d}"
    told = f"palimpsest: version {version.number} of {versions}, seen from {seen}"
    if version.not_before is not None:
        told += f"; the wording before it was last seen on {version.not_before:%Y-%m-%d}"
    if not found.certain and following is not None:
        told += f"; the next one was first seen on {following.first_seen:%Y-%m-%d}, so either may have been in force"
    return told
