"""Knows `scrapy crawl policies -a domains=LIST …`: the same crawl, spelled as Scrapyd and cron spell it."""

import argparse

from scrapy.commands import BaseRunSpiderCommand

from crawler.commands.crawling import ARGUMENTS, crawl
from crawler.commands.troubles import exit_status
from crawler.errors import WrongCommand

_JOB_OF_SCRAPYD = "_job"  # the name that Scrapyd gives a job: it tells it to every spider


class Command(BaseRunSpiderCommand):
    """The crawl by the name of its spider."""

    requires_project = True

    def syntax(self) -> str:
        return "policies -a domains=LIST [-a every=WORD] [-a since=DATE] [-a until=DATE] [-a languages=CODES]"

    def short_desc(self) -> str:
        return "The crawl of `backfill`, for Scrapyd and cron"

    def long_desc(self) -> str:
        return (
            "Runs the spider `policies` with arguments as Scrapy and Scrapyd pass them; `scrapy backfill` is the same "
            "with a panel. Example: scrapy crawl policies -a domains=data/domains.txt -a every=half-year"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = exit_status(lambda: self._act(args, opts))

    def _act(self, args: list[str], opts: argparse.Namespace) -> int:
        if args != ["policies"]:
            raise WrongCommand(f"expected the spider `policies`, got {' '.join(args) or 'none'}")
        given = {name: value for name, value in opts.spargs.items() if name != _JOB_OF_SCRAPYD}
        if unknown := set(given) - set(ARGUMENTS):
            known = ", ".join(ARGUMENTS)
            raise WrongCommand(f"-a {unknown.pop()} is not known to the spider; expected one of {known}")
        assert self.crawler_process is not None
        assert self.settings is not None
        return crawl(self.crawler_process, self.settings, **given)
