"""Whether 10,000 stored snapshots that are read again come out as when read one by one, and how fast on how many cores.

Run as `python -m tests.bench.reread [CAPTURES]`. The pages are the real ones beside the repository, or where these are
absent invented ones: each domain has twenty captures of one, every one with a nonce of its own. An earlier reader made
the same of 14 domains in twenty, half a text in four, nothing in two. Then on copies of that database: one process,
two, and two that are killed with SIGKILL in the middle and run again. All must hold the same rows, and what reading
each snapshot by itself gives. It ends with status 1 where they do not.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import create_engine, text

from crawler.items import Document, FoundBy, Item, PolicyPage, Snapshot, Standing
from crawler.readers import Reader, Wanted
from crawler.reading.readings import Reading
from pipelines.database.opening import open_database
from pipelines.database.rereading.reading import read_again
from pipelines.database.rereading.settling import settle
from pipelines.database.rereading.waiting import waiting_batches
from pipelines.database.store import Store
from pipelines.database.transactions import read_from, write_to
from tests.bench.telling import tell
from tests.crawling import ROOT, kept
from tests.database import examples as ex
from tests.database.readings import read_as_before
from tests.fake_archive.inventing import invent
from tests.reading.real_pages import page_files, read_page

CAPTURES = 10_000
OF_A_DOMAIN = 20
HOW = ("same",) * 14 + ("blunt",) * 4 + ("missed",) * 2
STAMPS = [ex.stamp(2003 + place // 2, 2 + 6 * (place % 2)) for place in range(OF_A_DOMAIN)]


def pages() -> list[bytes]:
    """Pages that are read."""
    real = [read_page(file).source for file in page_files()]
    return real or [str(invent(number).pages[-1].body).encode() for number in range(150)]


@dataclass(frozen=True)
class Held:
    """One domain and its page."""

    number: int
    page: bytes

    @property
    def name(self) -> str:
        return f"d{self.number}.example"

    @property
    def urlkey(self) -> str:
        return f"example,d{self.number})/privacy"

    def snapshots(self) -> list[Snapshot]:
        bodies = [self.page + f"<!-- {self.number} {place} -->".encode() for place in range(OF_A_DOMAIN)]
        url = f"http://{self.name}/privacy"
        made = (ex.snapshot(stamp, body, self.urlkey, self.name) for stamp, body in zip(STAMPS, bodies, strict=True))
        return [replace(snapshot, served_url=url) for snapshot in made]

    def items(self) -> list[Item]:
        """What a crawl with the earlier reader kept."""
        url, snapshots = f"http://{self.name}/privacy", self.snapshots()
        page = PolicyPage(self.name, url, self.urlkey, FoundBy.INDEX, "Privacy", True, 10)
        listed = [replace(ex.capture(one.timestamp, urlkey=self.urlkey), original_url=url) for one in snapshots]
        read = read_as_before(HOW[self.number % len(HOW)], snapshots[0])
        return [
            page,
            replace(ex.answer(*listed, urlkey=self.urlkey, name=self.name), since=ex.moment(2003)),
            replace(ex.answer(urlkey=None, name=self.name), since=ex.moment(2003)),
            *(_of(read, one) for one in snapshots),
            ex.domain(Standing.DONE, self.name, 2003, 2013),
        ]


def _of(read: Item, snapshot: Snapshot) -> Item:
    """The same of another capture of the page."""
    if isinstance(read, Document):
        return replace(read, snapshot=snapshot)
    return replace(read, timestamp=snapshot.timestamp, snapshot=snapshot, interval=None)


def held(captures: int) -> Iterator[Held]:
    made = pages()
    return (Held(number, made[number % len(made)]) for number in range(captures // OF_A_DOMAIN))


def fill(address: str, captures: int) -> None:
    engine = open_database(address)
    store = Store(engine)
    for one in held(captures):
        store.write(one.items())
    engine.dispose()


def read_one_by_one(captures: int) -> dict[tuple[str, str], str]:
    """What reading gives, by page and moment: the hash of a document, or the kind of a miss."""
    found = {}
    for one in held(captures):
        for snapshot in one.snapshots():
            read = Reader().read(snapshot)
            found[one.urlkey, snapshot.timestamp] = (
                f"{read.sha256} {read.screened}" if isinstance(read, Document) else read.kind.value
            )
    return found


def stands(address: str) -> dict[tuple[str, str], str]:
    """The same, of what the database holds."""
    query = """SELECT p.urlkey, c."timestamp", t.sha256, c.outcome FROM captures c
        JOIN policy_pages p ON p.id = c.policy_page_id LEFT JOIN documents t ON t.id = c.document_id"""
    engine = create_engine(address)
    with engine.connect() as connection:
        rows = connection.execute(text(query)).all()
    engine.dispose()
    screened = {None: None} | {one.value: one for one in ex.Outcome}
    return {
        (key, stamp): f"{sha256} {screened[outcome] if outcome != 'read' else None}" if sha256 else outcome
        for key, stamp, sha256, outcome in rows
    }


def scrapy_reread(address: str, workers: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "scrapy", "reread", "--workers", str(workers)]
    environment = {**os.environ, "DATABASE_URL": address, "ARCHIVE_URL": "http://127.0.0.1:9"}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def timed(address: str, workers: int) -> tuple[float, float]:
    """Seconds by the clock, and seconds of CPU of all of its processes."""
    asking = (
        "import resource, subprocess, sys, time; started = time.perf_counter(); "
        "subprocess.run(sys.argv[1:], check=True, stdout=sys.stderr); "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
    )
    command = [sys.executable, "-m", "scrapy", "reread", "--workers", str(workers)]
    environment = {**os.environ, "DATABASE_URL": address}
    ran = subprocess.run(
        [sys.executable, "-c", asking, *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    seconds, busy, megabytes = map(float, ran.stdout.split())
    print(f"  {workers} at once: {seconds:.1f} s by the clock, {busy:.1f} s of CPU, {megabytes:.0f} MB the largest")
    return seconds, busy


def share_of_writing(address: str) -> float:
    """Which part of the CPU goes into transactions, of which SQLite lets one process do one at a time."""
    engine, wanted = open_database(address), Wanted(Reading.FAITHFUL)
    reading = writing = 0.0
    for batch in waiting_batches(engine, wanted):
        began = time.process_time()
        with read_from(engine) as connection:
            readings = list(read_again(connection, batch, wanted))
        reading += time.process_time() - began
        began = time.process_time()
        with write_to(engine, "a batch") as connection:
            settle(connection, readings)
        writing += time.process_time() - began
    engine.dispose()
    return writing / (reading + writing)


def waiting(address: str) -> int:
    query = "SELECT count(*) FROM captures WHERE snapshot_sha256 IS NOT NULL AND read_by <> :name"
    query = query.replace("read_by <> :name", "(read_by IS NULL OR read_by <> :name)")
    engine = create_engine(address)
    with engine.connect() as connection:
        left = int(connection.execute(text(query), {"name": Reader().name}).scalar_one())
    engine.dispose()
    return left


def kill_in_the_middle(address: str, captures: int) -> int:
    """SIGKILL to the command itself, its workers die with it; how many were left then."""
    process = scrapy_reread(address, 2)
    while waiting(address) > captures // 2 and process.poll() is None:
        time.sleep(0.2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(2)  # until its workers have seen it
    return waiting(address)


def main() -> int:
    """Print all of it."""
    captures = int(sys.argv[1]) if len(sys.argv) > 1 else CAPTURES
    with tempfile.TemporaryDirectory(prefix="palimpsest-reread-") as folder:
        databases = {name: Path(folder) / f"{name}.db" for name in ("one", "two", "killed", "apart")}
        addresses = {name: f"sqlite:///{file}" for name, file in databases.items()}
        began = time.monotonic()
        fill(addresses["one"], captures)
        for name in ("two", "killed", "apart"):
            shutil.copy(databases["one"], databases[name])
        size = databases["one"].stat().st_size / 1e6
        whose = "real" if page_files() else "invented"
        print(f"{captures:,} captures of {whose} pages, {size:,.0f} MB, made in {time.monotonic() - began:.0f} s")
        alone, alone_busy = timed(addresses["one"], 1)
        both, both_busy = timed(addresses["two"], 2)
        tell("reread: captures a second, one process", captures / alone, "a second", better="more")
        tell("reread: captures a second, two processes", captures / both, "a second", better="more")
        tell("reread: two processes against one", alone / both, better="more", beside=f"{whose} pages")
        tell("reread: CPU of two against CPU of one", both_busy / alone_busy, better="less")
        share = share_of_writing(addresses["apart"])
        tell("reread: part of the CPU that one process at a time spends", share, better="less", beside="the writing")
        tell(
            "reread: two processes against one, as far as that part lets them",
            1 / (share + (1 - share) / 2),
            better="more",
        )
        left = kill_in_the_middle(addresses["killed"], captures)
        said = scrapy_reread(addresses["killed"], 2).communicate()[0]
        print(f"  killed with {left:,} left; then: {said.splitlines()[0]}")
        del addresses["apart"]  # its families were not drawn
        rows = {name: kept(address) for name, address in addresses.items()}
        found = {
            "two processes leave the same rows as one": rows["two"] == rows["one"],
            "killed and run again leaves the same rows": rows["killed"] == rows["one"],
            "run again it read only what was left": said.startswith(f"{left:,} capture"),
            "all is as when read one by one": stands(addresses["one"]) == read_one_by_one(captures),
        }
    for what, is_so in found.items():
        print(f"  {'yes' if is_so else 'NO'}: {what}")
    return int(not all(found.values()))


if __name__ == "__main__":
    sys.exit(main())
