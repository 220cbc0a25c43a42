"""Knows how a crawl is run from the command line: checked before it starts, summed up, and ended in a status."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from rich.console import Console
from scrapy.crawler import Crawler, CrawlerProcessBase
from scrapy.settings import BaseSettings

from crawler.archives import archive_named
from crawler.arguments import read_plan, read_reading
from crawler.commands.summary import MOST_DOMAINS_SHOWN, Found, print_summary
from crawler.commands.troubles import ALL_ACCOUNTED_FOR, SOMETHING_LEFT
from crawler.domains import ListedDomain
from crawler.errors import Fault
from crawler.extensions.stop_on_loss import StopOnLoss
from crawler.figures import Figures, figures_of
from crawler.lists import DomainList
from crawler.outcomes import Outcome
from pipelines.database.questions.coverage import coverage_of
from pipelines.database.questions.versions import versions_of
from pipelines.database.sharing import hold_engine, release_engine


def crawl(process: CrawlerProcessBase, settings: BaseSettings, domains: str, every: str, since: str, until: str) -> int:
    """The crawl of a list, from its first check to its exit status. What is wrong is said before anything is asked."""
    read_plan(every, since, until)
    read_reading(settings["READING"])
    archive_named(settings["ARCHIVE"], settings["ARCHIVE_URL"])
    listed = DomainList(domains)
    total = listed.check()
    engine = hold_engine(settings)
    try:
        figures, reason = _run(process, listed, total, every, since, until)
        print_summary(Console(highlight=False), figures, reason, _found(engine, listed, total))
    finally:
        release_engine(settings)
    return ALL_ACCOUNTED_FOR if reason == "finished" and not figures.left else SOMETHING_LEFT


def _found(engine: Any, listed: DomainList, total: int) -> Iterator[Found]:
    """The domains of a short list, each with how far it came and its versions."""
    if total > MOST_DOMAINS_SHOWN:
        return
    for one in listed.read():
        if isinstance(one, ListedDomain):
            states = Counter(covered.state for covered in coverage_of(engine, one.name))
            silent = states.pop(Outcome.NO_CAPTURE.value, 0)  # says least of all
            why = max(states, key=states.__getitem__) if states else Outcome.NO_CAPTURE.value if silent else "not asked"
            yield Found(one.name, why.replace("-", " "), versions_of(engine, one.name))


def _run(
    process: CrawlerProcessBase, listed: DomainList, total: int, every: str, since: str, until: str
) -> tuple[Figures, str]:
    crawler = process.create_crawler("policies")
    started = time.monotonic()
    process.crawl(crawler, domains=listed.given, every=every, since=since, until=until)
    process.start()
    if process.bootstrap_failed or crawler.stats is None:
        raise Fault("the crawl could not be started; the log above says why")
    if (error := _lost(crawler)) is not None:
        raise error if isinstance(error, Fault) else Fault(f"stopped by a mistake of ours: {error!r}; the log has all")
    stats = crawler.stats.get_stats()
    took = timedelta(seconds=time.monotonic() - started)
    return figures_of(stats, total, took), str(stats.get("finish_reason", "shutdown"))


def _lost(crawler: Crawler) -> BaseException | None:
    extension = crawler.get_extension(StopOnLoss)
    return extension.error if extension is not None else None
