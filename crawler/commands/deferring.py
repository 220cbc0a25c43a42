"""Knows how a list is put on the queue from the command line, and what is said of it."""

import sys
from collections.abc import Iterator

from scrapy.settings import BaseSettings

from crawler.batches import GOING_ALONG
from crawler.commands.crawling import ARGUMENTS, OF_PLAN, check
from crawler.commands.troubles import ALL_ACCOUNTED_FOR
from crawler.domains import ListedDomain
from crawler.errors import WrongCommand
from crawler.figures import say_count
from pipelines.database.queue.deferring import defer_list
from pipelines.database.sharing import hold_engine, release_engine

_OF_ONE_RUN = {"samples": "--samples", "reads_per_domain": "--reads-per-domain", "hours": "--hours"}


def defer(settings: BaseSettings, of_any_day: bool = False, **given: str) -> int:
    """A list put on the queue `crawl`. What is wrong with it is said before any of it is put there. `of_any_day` leaves
    out what is there to be read up to another day."""
    arguments = {**ARGUMENTS, **given}
    for name, option in _OF_ONE_RUN.items():
        if arguments[name]:
            raise WrongCommand(f"{option} is for a run of one machine; workers go on until the queue is empty")
    listed = check(settings, arguments)
    total = listed.check()
    options = {name: arguments[name] for name in OF_PLAN}
    going_along = {name: str(settings[name]) for name in GOING_ALONG}

    def domains() -> Iterator[ListedDomain]:
        for one in listed.read():
            if isinstance(one, ListedDomain):
                yield one
            else:
                print(f"palimpsest: {one}", file=sys.stderr)

    try:
        put = defer_list(hold_engine(settings), domains(), total, options, going_along, of_any_day)
    finally:
        release_engine(settings)
    there = f"; {say_count(put.there_already, 'domain')} of the list waited there already" if put.there_already else ""
    if put.batches:
        batches = f"{put.batches:,} batch{'es' if put.batches != 1 else ''}"
        print(f"{say_count(put.number, 'domain')} put on the queue in {batches}{there}.")
    else:
        print(f"All of it is on the queue already: {say_count(put.there_already, 'domain')}.")
    print("One worker at each public address takes them up:  scrapy work --queue crawl")
    print("How far they are, and how long it will take:      scrapy status")
    return ALL_ACCOUNTED_FOR
