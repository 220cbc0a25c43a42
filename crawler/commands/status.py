"""Knows `scrapy status`: what is there, what is missing and why."""

import argparse
import json
from typing import Any

from rich.console import Console
from scrapy.commands import ScrapyCommand

from crawler.commands.queue_lines import batches_left, queue_lines, told_of_queue
from crawler.commands.strips import legend, ruler, since, strip
from crawler.commands.troubles import ALL_ACCOUNTED_FOR, SOMETHING_LEFT, exit_status
from crawler.domains import domain_of
from crawler.errors import WrongCommand
from crawler.figures import say_count
from crawler.items import Standing
from pipelines.database.questions.coverage import Covered, count_by_state, coverage_of
from pipelines.database.questions.domains import count_by_standing, find_domain, list_domains
from pipelines.database.questions.queue import at_work
from pipelines.database.questions.screened import screened_of
from pipelines.database.questions.totals import Totals, misses_by_kind, totals
from pipelines.database.questions.versions import versions_of
from pipelines.database.sharing import hold_engine, release_engine

_NO_PLAN = "imported; the archive was not asked for it yet"
MOST_STRIPS = 40  # domains shown one by one; more are summed up


class Command(ScrapyCommand):
    """What is there."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[DOMAIN] [--json]"

    def short_desc(self) -> str:
        return "Say what is there, what is missing and why"

    def long_desc(self) -> str:
        return (
            "Without a domain: totals, a strip of intervals for each domain, what was missed by reason, and the "
            "workers, batches and time left of a queue. With one: its versions with their bounds, what each interval "
            "has, and which documents were kept apart and why. "
            "--json prints the same for programs. Exit status 1 says that asking again may bring something. "
            "Examples: scrapy status; scrapy status example.com --json"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = exit_status(lambda: self._act(args, opts))

    def _act(self, args: list[str], opts: argparse.Namespace) -> int:
        if len(args) > 1:
            raise WrongCommand("expected one domain or none; see scrapy status --help")
        assert self.settings is not None
        engine = hold_engine(self.settings)
        try:
            told = _of_one(engine, domain_of(args[0])) if args else _of_all(engine, opts.json)
        finally:
            release_engine(self.settings)
        if opts.json:
            print(json.dumps(told, indent=2, ensure_ascii=False, default=str))
        else:
            (_print_one if args else _print_all)(Console(highlight=False), told)
        return SOMETHING_LEFT if told["ask_again"] else ALL_ACCOUNTED_FOR


def _of_all(engine: Any, for_programs: bool) -> dict[str, Any]:
    """The sum of all intervals is for programs alone: on a million captures it takes minutes, and no eye reads it."""
    standings = count_by_standing(engine)
    whole, queues = totals(engine), at_work(engine)
    shown = [domain.name for _, domain in zip(range(MOST_STRIPS), list_domains(engine), strict=False)]
    return {
        "domains": {standing.value: count for standing, count in standings.items()},
        "totals": {name: getattr(whole, name) for name in Totals.__dataclass_fields__},
        "intervals": dict(count_by_state(engine)) if for_programs else {},
        "misses": [
            {
                "kind": missed.kind.value,
                "count": missed.count,
                "final": missed.kind.final,
                "meaning": missed.kind.meaning,
            }
            for missed in misses_by_kind(engine)
        ],
        "strips": {name: _intervals(coverage_of(engine, name)) for name in shown},
        **told_of_queue(queues),
        "ask_again": whole.misses_to_ask_again
        + standings[Standing.OPEN]
        + standings[Standing.WAITING]
        + batches_left(queues),
    }


def _of_one(engine: Any, domain: str) -> dict[str, Any]:
    known = find_domain(engine, domain)
    if known is None:
        raise WrongCommand(f"{domain} is not in the database; scrapy backfill {domain} finds its policy")
    return {
        "domain": domain,
        "standing": known.standing.value,
        "versions": [
            {name: getattr(version, name) for name in version.__dataclass_fields__}
            for version in versions_of(engine, domain)
        ],
        "intervals": _intervals(coverage_of(engine, domain)),
        "screened": [
            {name: getattr(one, name) for name in one.__dataclass_fields__} | {"outcome": one.outcome.value}
            for one in screened_of(engine, domain)
        ],
        "ask_again": known.standing in (Standing.OPEN, Standing.WAITING),
    }


def _intervals(covered: tuple[Covered, ...]) -> list[dict[str, str]]:
    return [{"interval": one.interval, "state": one.state, "detail": one.detail} for one in covered]


def _print_all(console: Console, told: dict[str, Any]) -> None:
    counts, whole, strips = told["domains"], told["totals"], told["strips"]
    standing = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
    lines = [
        f"{say_count(sum(counts.values()), 'domain')}: {standing}" if standing else "no domains yet",
        f"{say_count(whole['versions'], 'version')} of their policies, in {say_count(whole['documents'], 'document')}",
        f"{say_count(whole['captures'], 'capture')}: {whole['read']:,} read, {whole['same_digest']:,} equal by digest",
        f"{whole['bytes_kept'] / 1e6:,.1f} MB hold the {whole['bytes_read'] / 1e6:,.1f} MB that were read",
        "",
    ]
    width = max((len(name) for name in strips), default=0)
    planned = [intervals for intervals in strips.values() if intervals]
    skip = since(planned)
    if planned:
        lines.append(f"{'':<{width}}  {ruler(planned[0][skip:])}")
    lines += [f"{name:<{width}}  {strip(one[skip:]) if one else _NO_PLAN}" for name, one in strips.items()]
    if sum(counts.values()) > len(strips):
        lines.append(f"and {sum(counts.values()) - len(strips):,} more: scrapy status DOMAIN")
    states = {one["state"] for intervals in strips.values() for one in intervals}
    lines.append(f"{'':<{width}}  {legend(states)}" if states else "")
    lines += ["", "not had, and why:"] if told["misses"] else []
    for missed in told["misses"]:
        again = "" if missed["final"] else "; asking again may bring it"
        lines.append(f"  {missed['count']:>7,}  {missed['kind']}: {missed['meaning']}{again}")
    lines += queue_lines(told)
    console.print("\n".join(lines), soft_wrap=True)


def _print_one(console: Console, told: dict[str, Any]) -> None:
    lines = [f"{told['domain']}: {told['standing']}, {say_count(len(told['versions']), 'version')}", ""]
    for version in told["versions"]:
        bounds = f"{version['first_seen']:%Y-%m-%d} to {version['last_seen']:%Y-%m-%d}"
        after = f", changed after {version['not_before']:%Y-%m-%d}" if version["not_before"] else ""
        captures = say_count(version["captures"], "capture")
        lines.append(f"{version['number']:>4}. {bounds}  {captures}{after}")
        lines += [f"      {version['title']}", f"      {version['url']}"]
    if told["intervals"]:
        lines += ["", f"  {ruler(told['intervals'])}", f"  {strip(told['intervals'])}"]
        lines += [f"  {legend({one['state'] for one in told['intervals']})}", ""]
    else:
        lines += ["", f"  {_NO_PLAN}: scrapy backfill {told['domain']}"]
    before = None
    for one in told["intervals"]:
        line = f"{one['state']:<16} {one['detail']}"
        if line != before:  # the first of a run of equal ones stands for it
            lines.append(f"  {one['interval']:<8} {line}")
        before = line
    lines += ["", "kept apart, and why:"] if told["screened"] else []
    for one in told["screened"]:
        captures = say_count(one["captures"], "capture")
        lines.append(f"  {one['first_seen']:%Y-%m-%d}  {one['outcome']}: {one['evidence']} ({captures})")
        lines.append(f"              {one['title']}, {one['url']}")
    console.print("\n".join(lines), soft_wrap=True)
