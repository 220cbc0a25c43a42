"""What becomes of a crawl that is killed at twenty random moments: the same end, and how many requests more.

Run as `python -m tests.bench.kills [SEEDS]`: so many crawls, each with its own moments. It ends with status 1 where one
came to another end, stored a capture twice, or repeated more than a request for each kill and connection.
"""

import sys
import tempfile
from pathlib import Path

from tests.bench.telling import tell
from tests.killing import CONNECTIONS, kill, leave_undisturbed
from tests.rehearsing import Stage

KILLS = 20
INVENTED = 24  # domains beside those of the sample, so that no crawl is done before its last kill


def main() -> int:
    """Kill, and say what it came to."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    worst = 0
    with tempfile.TemporaryDirectory(prefix="palimpsest-kills-") as folder:
        (quiet := Path(folder) / "undisturbed").mkdir()
        undisturbed = leave_undisturbed(Stage(quiet, INVENTED))
        print(f"undisturbed: {undisturbed.asked.total():,} requests, {len(undisturbed.rows['captures']):,} captures")
        most_between = int(1.6 * undisturbed.asked.total() / KILLS)  # the last one before four fifths, on average
        for seed in range(1, seeds + 1):
            (stage := Path(folder) / str(seed)).mkdir()
            killed = kill(Stage(stage, INVENTED), undisturbed, KILLS, seed, most_between)
            repeated, beside = killed.repeated / KILLS, f"{KILLS} SIGKILLs, seed {seed}, {CONNECTIONS} connections"
            tell("requests repeated after a SIGKILL", repeated, better="less", goal=CONNECTIONS, beside=beside)
            for what, is_so in killed.found.items():
                print(f"  {'yes' if is_so else 'NO'}: {what}", flush=True)
                worst = max(worst, int(not is_so))
    return worst


if __name__ == "__main__":
    sys.exit(main())
