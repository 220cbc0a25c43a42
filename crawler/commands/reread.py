"""Knows `scrapy reread`: all documents again from stored bytes, with no archive and on all cores."""

import argparse
import os
import platform
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from rich.console import Console
from scrapy.commands import ScrapyCommand

from crawler import VERSION
from crawler.arguments import read_languages, read_reading
from crawler.commands.long_work import LongWork
from crawler.commands.troubles import ALL_ACCOUNTED_FOR, SOMETHING_LEFT, exit_status
from crawler.errors import WrongCommand
from crawler.figures import say_count, say_time
from crawler.readers import Wanted
from pipelines.database.queue.deferring import defer_captures
from pipelines.database.rereading.differences import Differences
from pipelines.database.rereading.finishing import count_earlier, group_again, prune
from pipelines.database.rereading.waiting import count_waiting, waiting_batches
from pipelines.database.runs import finish_run, start_run
from pipelines.database.sharing import hold_engine, release_engine
from pipelines.rereading import reread_all

_MOST_RULES = 12  # told one by one


class Command(ScrapyCommand):
    """Stored bytes into documents, once more."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[--languages CODES] [--workers N] [--queue] [--prune]"

    def short_desc(self) -> str:
        return "Read all stored snapshots again, offline"

    def long_desc(self) -> str:
        return (
            "Derives all documents again from the bytes that are kept, after the reader, READING or the languages "
            "changed: also of captures that came to nothing or were kept apart. Asks no archive, uses all cores, and "
            "reads only what another reader read: run twice it does nothing, stopped with Ctrl-C or killed it goes "
            "on. Says what came out otherwise, by rule as far as the readers' notes tell. What earlier readers made "
            "stays in earlier_documents until --prune. Exit status 1 says that it was stopped, or that domains have "
            "more to be asked for now, which backfill does. Examples: scrapy reread; "
            "scrapy reread -s READING=corpus; scrapy reread --languages en,de --prune; scrapy reread --queue"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--languages", default="", metavar="CODES", help="keep policies in these alone: en,de, or all (as before)"
        )
        parser.add_argument("--workers", default="", metavar="N", help="processes that read (one for each core)")
        parser.add_argument("--queue", action="store_true", help="put them on the queue, for `scrapy work` to read")
        parser.add_argument("--prune", action="store_true", help="then delete what earlier readers made")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = exit_status(lambda: self._act(args, opts))

    def _act(self, args: list[str], opts: argparse.Namespace) -> int:
        if args:
            raise WrongCommand("reread takes all snapshots of the database, and no list; see scrapy reread --help")
        assert self.settings is not None
        wanted = Wanted(read_reading(self.settings["READING"]), _languages(opts.languages))
        workers = _workers(opts.workers)
        engine = hold_engine(self.settings)
        try:
            if opts.queue:
                return _defer(engine, wanted, opts)
            return _reread(self.settings["DATABASE_URL"], engine, wanted, workers, opts.prune)
        finally:
            release_engine(self.settings)


def _languages(codes: str) -> frozenset[str] | None:
    if not codes:
        return None
    return frozenset() if codes.strip().lower() == "all" else read_languages(codes)


def _workers(number: str) -> int:
    if not number:
        return os.cpu_count() or 1
    if not number.isdecimal() or int(number) < 1:
        raise WrongCommand(f"--workers is {number!r}; expected a number above 0")
    return int(number)


def _defer(engine: Any, wanted: Wanted, opts: argparse.Namespace) -> int:
    if opts.workers or opts.prune:
        told = "--workers is" if opts.workers else "--prune is"
        raise WrongCommand(f"{told} for a run of one machine; leave it away, and prune when the queue is empty")
    put = defer_captures(engine, waiting_batches(engine, wanted), wanted)
    if put.there_already:
        print(f"{say_count(put.there_already, 'capture')} wait for this reader on the queue already.")
    elif not put.number:
        print("No snapshot waits: all were read by this reader already.")
        return ALL_ACCOUNTED_FOR
    else:
        batches = f"{put.batches:,} batch{'es' if put.batches != 1 else ''}"
        print(f"{say_count(put.number, 'capture')} put on the queue in {batches}.")
    print("Any number of workers, on any machine:        scrapy work --queue read")
    print("How far they are, and how long it will take:  scrapy status")
    return ALL_ACCOUNTED_FOR


def _reread(address: str, engine: Any, wanted: Wanted, workers: int, prunes: bool) -> int:
    started, whole = time.monotonic(), Differences()
    total = count_waiting(engine, wanted)
    arguments = {"command": "reread", "READING": wanted.reading.value, "workers": workers, "prune": prunes}
    languages = None if wanted.languages is None else sorted(wanted.languages)
    versions = {"palimpsest": VERSION, "python": platform.python_version()}
    run = start_run(engine, arguments | {"languages": languages}, versions)
    with LongWork("reading again") as work:
        for found in _shown(work, reread_all(address, engine, wanted, workers, work.is_stopped), total):
            whole += found
        if not work.is_stopped():
            group_again(engine)
    is_stopped = work.is_stopped()
    pruned = prune(engine) if prunes and not is_stopped else 0
    took = timedelta(seconds=time.monotonic() - started)
    reason = "shutdown" if is_stopped else "finished"
    finish_run(engine, run, _counts(whole), reason)
    lines = _lines(whole, total, took, is_stopped, count_earlier(engine), pruned)
    Console(highlight=False).print("\n".join(lines), soft_wrap=True)
    return SOMETHING_LEFT if is_stopped or whole.reopened else ALL_ACCOUNTED_FOR


def _shown(work: LongWork, results: Iterator[Differences], total: int) -> Iterator[Differences]:
    """The same, while it is told how far it is."""
    whole, started = Differences(), time.monotonic()
    for found in results:
        whole += found
        work.tell(_progress(whole, total, time.monotonic() - started), whole.captures, total)
        yield found


def _progress(whole: Differences, total: int, seconds: float) -> str:
    rate = whole.captures / max(seconds, 0.001)
    left = timedelta(seconds=max(0, total - whole.captures) / max(rate, 0.001))
    told = f"{whole.captures:,} of {total:,} captures, {whole.changed:,} came out otherwise"
    return f"{told}; {rate:,.0f} a second, {say_time(left)} left"


def _counts(whole: Differences) -> dict[str, int]:
    rules = {f"rules/{name}": count for name, count in whole.rules.items()}
    changed = {f"changed/{name}": count for name, count in whole.kinds.items()}
    return {"captures/read": whole.captures, "domains/reopened": whole.reopened} | changed | rules


def _lines(
    whole: Differences, total: int, took: timedelta, is_stopped: bool, earlier: int, pruned: int
) -> Iterator[str]:
    if not total:
        yield "No snapshot waits: all were read by this reader already."
    else:
        changed = f"{whole.changed:,} came out otherwise"
        yield f"{say_count(whole.captures, 'capture')} read again in {say_time(took)}: {changed}"
        yield from _table(whole.kinds, len(whole.kinds))
        if whole.rules:
            yield "of those whose text changed, what the reader notes now (+) or noted before (-):"
            yield from _table(whole.rules, _MOST_RULES)
    if is_stopped:
        yield f"Stopped with {total - whole.captures:,} left; the same command goes on."
    if whole.reopened:
        yield f"{say_count(whole.reopened, 'domain')} can be asked for more now: scrapy backfill goes on with them."
    if pruned:
        yield f"{say_count(pruned, 'earlier document')} pruned."
    elif earlier:
        yield f"{say_count(earlier, 'earlier document')} kept in earlier_documents; --prune deletes them."


def _table(counts: Counter[str], most: int) -> Iterator[str]:
    for name, count in counts.most_common(most):
        yield f"  {count:>9,}  {name}"
    others = len(counts) - most
    if others > 0:
        yield f"  and {others:,} more: the run's counts have all of them"
