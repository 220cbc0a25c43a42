"""What a fuzzer finds in ten minutes: bodies that crash the reader, keep it busy or eat its memory.

Run as `python -m tests.bench.fuzz [SECONDS]`. The fuzzer is atheris. It has wheels for Linux on x86 alone and is no
requirement: `pip install atheris` first. It begins with the pages that tests/hostile_bodies.py hurts, and goes by which
lines of the crawler a body reaches; each is read as a policy and screened, and read as a home page. It ends with status
1 where anything crashed, took longer than it may, or took more memory than it may.
"""

import contextlib
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

from tests.bench.telling import tell

SECONDS = 600
MOST_MEGABYTES = 500
MOST_SECONDS_A_BODY = 45  # three readings of ten seconds of CPU each, on a busy machine
LONGEST = 20_000  # bytes; the bench of hostile bodies has the large ones
FOUND = "found.json"


class Target:
    """Reads one body after the other, and writes down how they ended."""

    def __init__(self, folder: Path) -> None:
        from tests.bench.hostile_bodies import read
        from tests.hostile_bodies import CHARSETS, CODINGS, TYPES, Hostile

        self.read, self.make = read, Hostile
        self.types, self.charsets, self.codings = TYPES, CHARSETS, CODINGS
        self.file = folder / FOUND
        self.count = 0
        self.ended: Counter[str] = Counter()
        self.crashes: dict[str, str] = {}

    def __call__(self, given: bytes) -> None:
        """The first three bytes say how the body was sent."""
        how, body = given[:3].ljust(3, b"\0"), given[3:]
        codings = self.codings[how[2] % len(self.codings)]
        sent = self.make(
            "fuzzed",
            body,
            tuple(("content-encoding", coding) for coding in codings),
            self.types[how[0] % len(self.types)],
            self.charsets[how[1] % len(self.charsets)],
        )
        self.count += 1
        try:
            self.ended.update(self.read(sent))
        except Exception as crash:  # noqa: BLE001 - that there is none is what is measured
            where = traceback.extract_tb(crash.__traceback__)[-1]
            self.crashes.setdefault(f"{type(crash).__name__} at {where.filename}:{where.lineno}", repr(given))
            self.write()
        if self.count % 1_000 == 0:
            self.write()

    def write(self) -> None:
        self.file.write_text(json.dumps({"count": self.count, "ended": self.ended, "crashes": self.crashes}))


def fuzz(folder: Path, seconds: int) -> None:
    """Never comes back: the fuzzer ends its process."""
    import atheris  # type: ignore[import-not-found]

    with atheris.instrument_imports(include=["crawler"]):
        target = Target(folder)
    from tests.hostile_bodies import seeds

    (corpus := folder / "corpus").mkdir()
    for number, seed in enumerate(seeds()):
        (corpus / str(number)).write_bytes(b"\0\0\0" + seed[: LONGEST - 3])
    limits = [f"-max_total_time={seconds}", f"-timeout={MOST_SECONDS_A_BODY}", f"-rss_limit_mb={MOST_MEGABYTES}"]
    others = [f"-max_len={LONGEST}", "-seed=1", "-print_final_stats=1", f"-artifact_prefix={folder}/"]
    atheris.Setup([sys.argv[0], *limits, *others, str(corpus)], target)
    atheris.Fuzz()


def told(said: str, name: str) -> str:
    found = re.search(rf"stat::{name}:\s+(\d+)", said)
    return f"{int(found[1]):,}" if found else "?"


def main() -> int:
    """Fuzz in a process of its own and say what came of it."""
    if importlib.util.find_spec("atheris") is None:
        print("not run: there is no fuzzer; `pip install atheris` where it has a wheel (Linux on x86)")
        return 0
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with tempfile.TemporaryDirectory(prefix="palimpsest-fuzz-") as name:
        command = [sys.executable, "-m", "tests.bench.fuzz", "--inside", name, str(seconds)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, errors="replace")
        found: dict[str, Any] = {"count": 0, "ended": {}, "crashes": {}}
        with contextlib.suppress(OSError):
            found = json.loads((Path(name) / FOUND).read_text())
        grown = len(list((Path(name) / "corpus").glob("*")))
    executed, peak = told(ran.stderr, "number_of_executed_units"), told(ran.stderr, "peak_rss_mb")
    print(f"{seconds} s: {executed} bodies, {grown:,} of them reached lines that none had before; {peak} MB at most")
    for what, times in Counter(found["ended"]).most_common():
        print(f"{times:9,}  {what}")
    beside = f"{executed} bodies in {seconds} s, {peak} MB at most"
    tell("kinds of crashes that a fuzzer finds", len(found["crashes"]), better="less", goal=0, beside=beside)
    for where, body in found["crashes"].items():
        print(f"  {where}: {body[:2_000]}")
    if ran.returncode:
        print(f"the fuzzer ended with {ran.returncode}:\n{ran.stderr[-2_000:]}")
    return int(bool(found["crashes"]) or ran.returncode != 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        fuzz(Path(sys.argv[2]), int(sys.argv[3]))
    sys.exit(main())
