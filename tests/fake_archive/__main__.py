"""Knows how the stand-in archive is started by hand: `python -m tests.fake_archive data/sample`."""

import argparse
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

from tests.fake_archive.faults import FAULTS, REFUSED, Faults
from tests.fake_archive.inventing import invent
from tests.fake_archive.limits import REAL, Limits
from tests.fake_archive.manners import Manners, read_manners
from tests.fake_archive.server import FakeArchive

DESCRIPTION = """
A stand-in for the Wayback Machine on loopback, to rehearse against: index and replay, limits, bans, faults, outages.
It prints its address when it is ready, and what it was asked when it ends (Ctrl-C). Crawl it with ARCHIVE_URL set to
that address; set a pace as well, because an archive on loopback is not paced otherwise.
"""
EXAMPLES = """
the manners of each domain (blocks, odd codings, shapes of redirects, resume keys, old forms of the index) are read from
a manners.toml beside the WARC files; data/sample/manners.toml is one

faults:
{faults}

examples:
  python -m tests.fake_archive data/sample --port 8090 --real
  python -m tests.fake_archive data/sample --fault 503=0.02 --fault cut=0.01 --seed 7
  python -m tests.fake_archive --invent 2000 --list names.txt --speed 600 --outage 3600-694800

  ARCHIVE_URL=http://127.0.0.1:8090 INDEX_PER_MINUTE=24 REPLAY_PER_SECOND=8 \\
  DATABASE_URL=sqlite:////tmp/rehearsal.db scrapy backfill data/domains.txt
"""


def main() -> None:
    """Serve until ended; the address is printed when it is ready, the number of requests when it ends."""
    parser = _parser()
    arguments = parser.parse_args()
    if not arguments.holdings and not arguments.invent:
        parser.error("nothing to serve: name WARC files or folders of them, or --invent some domains")
    ended = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda number, frame: ended.set())
    with _archive(arguments) as archive:
        print(archive.url, flush=True)
        ended.wait()
    print(f"answered {len(archive.index_calls)} index calls and {len(archive.replays)} replays", flush=True)


def _archive(arguments: argparse.Namespace) -> FakeArchive:
    warcs, manners = _found(arguments.holdings)
    invented = [invent(number, arguments.seed) for number in range(arguments.invent)]
    if arguments.list is not None:
        arguments.list.write_text("".join(f"{one.domain}\n" for one in invented), "utf-8")
    start = time.monotonic()
    return FakeArchive(
        pages=[page for one in invented for page in one.pages],
        warcs=warcs,
        manners=manners,
        limits=_limits(arguments),
        faults=Faults(
            shares=dict(arguments.fault),
            outages=tuple(arguments.outage),
            outage=arguments.outage_as,
            seed=arguments.seed,
        ),
        clock=lambda: (time.monotonic() - start) * arguments.speed,
        port=arguments.port,
    )


def _limits(arguments: argparse.Namespace) -> Limits:
    given = {
        "index_per_minute": arguments.index_per_minute,
        "replay_per_minute": arguments.replay_per_minute,
        "retry_after": arguments.retry_after,
        "refuse_after": arguments.refuse_after,
        "connections_per_minute": arguments.connections_per_minute,
    }
    told = {name: value for name, value in given.items() if value is not None}
    return replace(REAL if arguments.real else Limits(), **told)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fake_archive",
        description=DESCRIPTION,
        epilog=EXAMPLES.format(faults="\n".join(f"  {name:15} {fault.means}" for name, fault in FAULTS.items())),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("holdings", nargs="*", type=_holding, help="WARC files, or folders of them with a manners.toml")
    parser.add_argument("--invent", type=int, default=0, metavar="N", help="serve N invented domains as well")
    parser.add_argument("--list", type=Path, metavar="FILE", help="write the names of the invented domains there")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="0 (default) takes any free one")
    _add_limits(parser.add_argument_group("limits", "none unless given"))
    _add_bad_days(parser.add_argument_group("bad days"))
    return parser


def _add_limits(group: "argparse._ArgumentGroup") -> None:
    group.add_argument(
        "--real", action="store_true", help="those of the real one: 30 and 600 a minute, a ban after forty 429s"
    )
    group.add_argument("--index-per-minute", type=int, metavar="N", help="429 above this many index calls")
    group.add_argument("--replay-per-minute", type=int, metavar="N", help="429 above this many replays")
    group.add_argument("--retry-after", type=int, metavar="SECONDS", help="said with each 429")
    group.add_argument(
        "--refuse-after", type=int, metavar="N", help="a ban after this many 429s: for an hour, doubling each time"
    )
    group.add_argument(
        "--connections-per-minute", type=int, metavar="N", help="refuse connections for a minute above this many new"
    )


def _add_bad_days(group: "argparse._ArgumentGroup") -> None:
    group.add_argument(
        "--fault", action="append", default=[], type=_share, metavar="NAME=SHARE", help="so often: 503=0.02; repeatable"
    )
    group.add_argument(
        "--outage", action="append", default=[], type=_span, metavar="FROM-TO", help="in seconds; repeatable"
    )
    group.add_argument(
        "--outage-as", default=REFUSED, choices=[REFUSED, *FAULTS], metavar="NAME", help="a fault (connections refused)"
    )
    group.add_argument("--speed", type=float, default=1.0, metavar="X", help="its clock runs so much faster (1)")
    group.add_argument("--seed", type=int, default=0, metavar="N", help="of what comes by chance (0)")


def _holding(said: str) -> Path:
    if not Path(said).exists():
        raise argparse.ArgumentTypeError(f"expected a WARC file or a folder of them, there is no {said!r}")
    return Path(said)


def _share(said: str) -> tuple[str, float]:
    name, _, share = said.partition("=")
    if name not in FAULTS:
        raise argparse.ArgumentTypeError(f"no fault is named {name!r}; --help lists them")
    return name, _number(share, said, "503=0.02")


def _span(said: str) -> tuple[float, float]:
    start, _, end = said.partition("-")
    return _number(start, said, "3600-7200"), _number(end, said, "3600-7200")


def _number(given: str, said: str, example: str) -> float:
    try:
        return float(given)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected something like {example}, got {said!r}") from None


def _found(paths: list[Path]) -> tuple[list[Path], Manners]:
    warcs: list[Path] = []
    manners = Manners()
    for path in paths:
        warcs += sorted(path.glob("*.warc.gz")) if path.is_dir() else [path]
        if (path / "manners.toml").is_file():
            manners = read_manners(path / "manners.toml")
    return warcs, manners


if __name__ == "__main__":
    main()
