"""Knows how a crawl is run from the command line: checked before it starts, summed up, and ended in a status."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from rich.console import Console
from scrapy.crawler import Crawler, CrawlerProcessBase
from scrapy.settings import BaseSettings

from crawler.archives import archive_named
from crawler.arguments import read_budget, read_plan, read_reading
from crawler.commands.summary import MOST_DOMAINS_SHOWN, Found, print_estimate, print_summary
from crawler.commands.troubles import ALL_ACCOUNTED_FOR, SOMETHING_LEFT
from crawler.domains import ListedDomain
from crawler.errors import Fault, Stop
from crawler.estimates import estimate
from crawler.extensions.stop_on_loss import StopOnLoss
from crawler.figures import Figures, figures_of
from crawler.intervals import Every
from crawler.lists import DomainList
from crawler.middlewares.clock import clock_of
from crawler.middlewares.pace import default_speeds, say_left_alone, speeds_of
from crawler.outcomes import Outcome
from crawler.pacing import Kind
from pipelines.database.memory import DatabaseMemory
from pipelines.database.questions.coverage import coverage_of
from pipelines.database.questions.versions import versions_of
from pipelines.database.sharing import hold_engine, release_engine

# The spider's arguments and what they are when they are not given.
OF_PLAN = {"every": "change", "since": "", "until": "", "languages": ""}
ARGUMENTS = {"domains": "", **OF_PLAN, "samples": "", "reads_per_domain": "", "hours": ""}


def crawl(process: CrawlerProcessBase, settings: BaseSettings, **given: str) -> int:
    """The crawl of a list, from its first check to its exit status. What is wrong is said before anything is asked."""
    arguments = {**ARGUMENTS, **given}
    listed = check(settings, arguments)
    total = listed.check()
    engine = hold_engine(settings)
    try:
        figures, reason, left_alone = _run(process, total, {**arguments, "domains": listed.given})
        print_summary(Console(highlight=False), figures, reason, _found(engine, listed, total, arguments), left_alone)
    finally:
        release_engine(settings)
    return ALL_ACCOUNTED_FOR if reason == "finished" and figures.is_complete else SOMETHING_LEFT


def plan(settings: BaseSettings, **given: str) -> int:
    """What that crawl would take. Nothing is asked but the database."""
    arguments = {**ARGUMENTS, **given}
    listed = check(settings, arguments)
    speeds = speeds_of(settings) or default_speeds()
    memory = DatabaseMemory(hold_engine(settings))
    try:
        domains = (one for one in listed.read() if isinstance(one, ListedDomain))
        plan = read_plan(*(arguments[name] for name in OF_PLAN))
        pace = (speeds[Kind.INDEX] * 60, speeds[Kind.REPLAY])
        print_estimate(Console(highlight=False), estimate(domains, plan, memory.recall, datetime.now(UTC), *pace))
    finally:
        release_engine(settings)
    return ALL_ACCOUNTED_FOR


def check(settings: BaseSettings, arguments: Mapping[str, str]) -> DomainList:
    """The list that is asked for; raises WrongCommand for whatever is wrong with any of it."""
    read_plan(*(arguments[name] for name in OF_PLAN))
    read_budget(arguments["reads_per_domain"], arguments["hours"])
    read_reading(settings["READING"])
    archive_named(settings["ARCHIVE"], settings["ARCHIVE_URL"])
    listed = DomainList(arguments["domains"])
    listed.check()
    return listed


def _found(engine: Any, listed: DomainList, total: int, arguments: Mapping[str, str]) -> Iterator[Found]:
    """The domains of a short list, each with how far it came and its versions."""
    if total > MOST_DOMAINS_SHOWN or arguments["samples"]:
        return
    for one in listed.read():
        if isinstance(one, ListedDomain):
            states = Counter(covered.state for covered in coverage_of(engine, one.name))
            silent = states.pop(Outcome.NO_CAPTURE.value, 0)  # says least of all
            why = max(states, key=states.__getitem__) if states else Outcome.NO_CAPTURE.value if silent else "not asked"
            yield Found(one.name, why.replace("-", " "), versions_of(engine, one.name))


def _run(process: CrawlerProcessBase, total: int, arguments: Mapping[str, str]) -> tuple[Figures, str, str]:
    crawler = process.create_crawler("policies")
    started = time.monotonic()
    task: Any = process.crawl(crawler, **arguments)
    process.start()
    if process.bootstrap_failed or crawler.stats is None:
        raise _not_started(task.exception())
    if (error := _lost(crawler)) is not None:
        raise error if isinstance(error, Fault) else Fault(f"stopped by a mistake of ours: {error!r}; the log has all")
    stats = crawler.stats.get_stats()
    took = timedelta(seconds=time.monotonic() - started)
    left_alone = say_left_alone(crawler.settings, clock_of(crawler).now())
    samples_alone = bool(arguments["samples"]) and arguments["every"] == Every.CHANGE.value
    return figures_of(stats, total, took, samples_alone), str(stats.get("finish_reason", "shutdown")), left_alone


def _not_started(error: BaseException | None) -> Stop:
    if isinstance(error, Stop):
        return error
    return Fault(f"the crawl could not be started: {error!r}; this is a mistake of ours")


def _lost(crawler: Crawler) -> BaseException | None:
    extension = crawler.get_extension(StopOnLoss)
    return extension.error if extension is not None else None
