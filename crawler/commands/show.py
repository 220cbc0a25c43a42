"""Knows `scrapy show`: the wording of a policy in force on a day, and the paragraphs that others have too."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from textwrap import wrap

from scrapy.commands import ScrapyCommand

from crawler.arguments import read_date
from crawler.commands.troubles import ALL_ACCOUNTED_FOR, SOMETHING_LEFT, exit_status
from crawler.domains import domain_of
from crawler.errors import WrongCommand
from crawler.figures import say_count
from crawler.reading.header import header_line, with_header
from pipelines.database.questions.domains import find_domain
from pipelines.database.questions.shared import SharedParagraph, shared_paragraphs
from pipelines.database.questions.versions import InForce, document_of, version_on, versions_of
from pipelines.database.sharing import hold_engine, release_engine


class Command(ScrapyCommand):
    """One document."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "DOMAIN [--on DATE | --shared]"

    def short_desc(self) -> str:
        return "Print the wording of a domain's privacy policy in force on a day"

    def long_desc(self) -> str:
        return (
            "Prints the policy of DOMAIN that was in force on a day (by default the latest known) in the published "
            "form: header line, title, body. What is known of its dates goes to standard error, so that standard "
            "output is the document alone. With --shared, the paragraphs that the policies of DOMAIN share with those "
            "of other domains, and who had each first. Examples: scrapy show example.com; "
            "scrapy show example.com --on 2015-03-01 > policy.md; scrapy show example.com --shared"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--on", default="", metavar="DATE", help="a year, month or day, as 2015-03-01 (now)")
        parser.add_argument("--shared", action="store_true", help="list the paragraphs that other domains have too")

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
            if opts.shared:
                print(_shared(domain, shared_paragraphs(engine, domain)))
                return ALL_ACCOUNTED_FOR
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


def _shared(domain: str, shared: Sequence[SharedParagraph]) -> str:
    """Each paragraph below those who have it, by who had it first."""
    others = len({holder.domain for one in shared for holder in one.holders} - {domain})
    told = f"{domain} shares {say_count(len(shared), 'paragraph')} with {say_count(others, 'domain')}"
    lines = [told if shared else f"{domain} shares no paragraph with another domain"]
    for number, one in enumerate(shared, start=1):
        lines += ["", f"{number}. {say_count(one.words, 'word')}, first seen at {one.holders[0].domain}"]
        lines += [f"   {each.first_seen:%Y-%m-%d} to {each.last_seen:%Y-%m-%d}  {each.domain}" for each in one.holders]
        lines += ["", *wrap(one.text, 110, initial_indent="   ", subsequent_indent="   ")]
    return "\n".join(lines)


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
