"""Knows what `make bench` runs: each measurement beside something else, in a process of its own."""

import subprocess
import sys
from pathlib import Path

_OURS = Path(__file__).parent
# Modules of this folder that measure; the others are their tools.
BENCHES = sorted(path.stem for path in _OURS.glob("*.py") if 'if __name__ == "__main__":' in path.read_text("utf-8"))


def main() -> int:
    """Every bench, or those that are named; the worst exit status."""
    named = sys.argv[1:] or [name for name in BENCHES if name != "__main__"]
    if unknown := [name for name in named if name not in BENCHES]:
        print(f"no such bench: {', '.join(unknown)}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    worst = 0
    for name in named:
        print(f"\n== {name}", flush=True)
        worst = max(worst, subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
