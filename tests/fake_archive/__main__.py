"""Knows how the stand-in archive is started by hand: `python -m tests.fake_archive data/sample`."""

import argparse
import signal
import threading
import time
from pathlib import Path

from tests.fake_archive.faults import FAULTS, Faults
from tests.fake_archive.inventing import invent
from tests.fake_archive.limits import Limits
from tests.fake_archive.manners import Manners, read_manners
from tests.fake_archive.server import FakeArchive

EPILOG = """
  python -m tests.fake_archive data/sample
  python -m tests.fake_archive data/sample --port 8090 --index-per-minute 30 --replay-per-minute 600 --refuse-after 40
  python -m tests.fake_archive data/sample --fault 503=0.02 --fault cut=0.01 --seed 7
  python -m tests.fake_archive --invent 2000 --list names.txt --speed 600 --outage 3600-694800
"""


def main() -> None:
    """Serve until ended; the address is printed when it is ready, the number of requests when it ends."""
    arguments = _parser().parse_args()
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
        limits=Limits(
            arguments.index_per_minute,
            arguments.replay_per_minute,
            arguments.retry_after,
            arguments.refuse_after,
            connections_per_minute=arguments.connections_per_minute,
        ),
        faults=Faults(shares=dict(arguments.fault), outages=tuple(arguments.outage), seed=arguments.seed),
        clock=lambda: (time.monotonic() - start) * arguments.speed,
        port=arguments.port,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fake_archive",
        description="A stand-in for the Wayback Machine on loopback, for rehearsals.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("holdings", nargs="*", type=Path, help="WARC files, or folders of them with a manners.toml")
    parser.add_argument("--invent", type=int, default=0, metavar="N", help="serve N invented domains as well")
    parser.add_argument("--list", type=Path, metavar="FILE", help="write the names of the invented domains there")
    parser.add_argument("--port", type=int, default=0, help="0 (default) takes any free one")
    parser.add_argument("--index-per-minute", type=int, help="answer 429 above this many index calls")
    parser.add_argument("--replay-per-minute", type=int, help="answer 429 above this many replays")
    parser.add_argument("--retry-after", type=int, help="say this with each 429")
    parser.add_argument(
        "--refuse-after", type=int, help="refuse connections after this many 429s, an hour and doubling"
    )
    parser.add_argument("--connections-per-minute", type=int, help="refuse connections for a minute above this many")
    parser.add_argument(
        "--outage", action="append", default=[], type=_span, metavar="FROM-TO", help="refuse connections, in seconds"
    )
    parser.add_argument("--speed", type=float, default=1.0, help="how much faster its clock runs than the wall's")
    parser.add_argument("--seed", type=int, default=0, help="of the faults that come by chance")
    parser.add_argument(
        "--fault", action="append", default=[], type=_share, metavar="NAME=SHARE", help=f"one of {', '.join(FAULTS)}"
    )
    return parser


def _share(said: str) -> tuple[str, float]:
    name, _, share = said.partition("=")
    if name not in FAULTS:
        raise argparse.ArgumentTypeError(f"no fault is named {name!r}")
    return name, float(share)


def _span(said: str) -> tuple[float, float]:
    start, _, end = said.partition("-")
    return float(start), float(end)


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
