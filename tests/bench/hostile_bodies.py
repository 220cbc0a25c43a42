"""What becomes of ten thousand hostile bodies: a document or a miss each, in how much time and memory.

Run as `python -m tests.bench.hostile_bodies [COUNT] [SEED]`. Each body is read as a policy and screened, and read as a
home page. It ends with status 1 where anything crashed, took longer than it may, or took more memory than it may.
"""

import resource
import sys
import time
from collections import Counter

from crawler.errors import Skip
from crawler.items import Miss
from crawler.locating.home_pages import policy_links
from crawler.reading.documents import read_snapshot
from crawler.reading.time_limit import MOST_SECONDS, within_time
from crawler.screening import screen
from tests.bench.telling import tell
from tests.examples import HOME
from tests.hostile_bodies import ATTACKS, Hostile, hostile_bodies

COUNT, SEED = 10_000, 1
MOST_MEGABYTES = 500
GRACE = 5.0  # seconds beyond the limit: what runs in libraries is not interrupted


def read(body: Hostile) -> list[str]:
    """How its readings ended."""
    found = read_snapshot(body.snapshot())
    try:
        ended = found if isinstance(found, Miss) else within_time(lambda: screen(found), "screening")
        kind = ended.kind.value if isinstance(ended, Miss) else ended.screened.value if ended.screened else "a document"
    except Skip as skip:
        kind = skip.outcome.value
    try:
        links = within_time(lambda: policy_links("palace.example", HOME, body.body, body.charset), "a home page")
        home = "with links" if links else "without"
    except Skip as skip:
        home = skip.outcome.value
    return [kind, f"as a home page: {home}"]


def main() -> int:
    """Read all of them and say what came of it."""
    count, seed = (int(given) for given in [*sys.argv[1:], *(COUNT, SEED)[len(sys.argv) - 1 :]])
    ended: Counter[str] = Counter()
    crashes: list[str] = []
    slowest, size, started = (0.0, ""), 0, time.monotonic()
    for number, body in enumerate(hostile_bodies(count, seed)):
        size += len(body.body)
        began = time.process_time()
        try:
            ended.update(read(body))
        except Exception as crash:  # noqa: BLE001 - that there is none is what is measured
            crashes.append(f"{body.family} (number {number}): {crash!r}")
        slowest = max(slowest, (time.process_time() - began, f"{body.family} (number {number})"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:,} bodies of {len(ATTACKS) + 1} families, {size / 1e6:,.0f} MB, seed {seed}")
    for what, times in ended.most_common():
        print(f"{times:8,}  {what}")
    print(*crashes[:20], sep="\n")
    print(f"{time.monotonic() - started:.0f} s in all")
    beside = f"{count:,} bodies, {size / 1e6:,.0f} MB"
    tell("hostile bodies that crash a reader", len(crashes), better="less", goal=0, beside=beside)
    most = 3 * MOST_SECONDS + GRACE
    tell("slowest hostile body, CPU", slowest[0], "s", better="less", goal=most, beside=slowest[1])
    tell("memory of reading hostile bodies", memory, "MB", better="less", goal=MOST_MEGABYTES, beside=beside)
    return int(bool(crashes) or memory > MOST_MEGABYTES or slowest[0] > most)


if __name__ == "__main__":
    sys.exit(main())
