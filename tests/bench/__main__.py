"""Knows what `make bench` does: runs every measurement in a process of its own, and writes docs/bench/REPORT.md."""

import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.charts import draw
from tests.bench.report import chart_name, compose
from tests.bench.stored import Measured, hear, read_report, write_report
from tests.bench.telling import KEPT_IN, spell

_OURS = Path(__file__).parent
ROOT = _OURS.parents[1]
REPORTS = ROOT / "docs" / "bench"
# Modules of this folder that measure; the others are their tools.
BENCHES = sorted(
    path.stem
    for path in _OURS.glob("*.py")
    if path.stem != "__main__" and 'if __name__ == "__main__":' in path.read_text("utf-8")
)


def main() -> int:
    """Every bench, or those that are named; the worst exit status."""
    named = sys.argv[1:] or BENCHES
    if unknown := [name for name in named if name not in BENCHES]:
        print(f"no such bench: {', '.join(unknown)}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    worst, now = 0, {}
    for name in named:
        status, measured = run(name)
        worst = max(worst, status)
        if measured.figures or measured.curves:
            now[name] = measured
    report = read_report(REPORTS / "report.json").renewed(machine(), now)
    write_report(REPORTS / "report.json", report)
    following = (REPORTS / "next.md").read_text("utf-8")
    (REPORTS / "REPORT.md").write_text(compose(report, following), encoding="utf-8")
    for measured in now.values():
        for curve in measured.curves:
            draw(curve, REPORTS / chart_name(curve))
    print(f"\nwritten: {REPORTS / 'REPORT.md'}")
    for one in report.behind:
        before, after = spell(one.before.value, one.before.unit), spell(one.now.value, one.now.unit)
        print(f"worse than before: {one.now.name}: {before}, now {after}")
    return worst


def run(name: str) -> tuple[int, Measured]:
    """One bench, and what it told."""
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="palimpsest-told-") as folder:
        told = Path(folder) / "told.jsonl"
        told.touch()
        environment = {**os.environ, KEPT_IN: str(told)}
        done = subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False, cwd=ROOT, env=environment)
        minutes = (time.monotonic() - began) / 60
        return done.returncode, hear(name, f"{datetime.now(UTC):%Y-%m-%d}", commit(), minutes, told.read_text("utf-8"))


def commit() -> str:
    """What the working tree stands at, as git names it."""
    asked = ["git", "describe", "--always", "--abbrev=8"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


def machine() -> str:
    """What it is measured on, without a name of its own."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {gigabytes:.0f} GiB, "
        f"{platform.system()}, Python {platform.python_version()}"
    )


if __name__ == "__main__":
    sys.exit(main())
