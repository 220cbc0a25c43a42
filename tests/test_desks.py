"""What desks beside a crawl promise: the same as reading here, whatever becomes of them."""

import asyncio
import gzip
import os
import signal
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from crawler.archives import Answer, Replayed
from crawler.desks import pool
from crawler.desks.desk import MOST_MEMORY
from crawler.desks.pool import Desks
from crawler.errors import Fault, Skip
from crawler.items import Document, Miss
from crawler.outcomes import Outcome
from crawler.readers import Reader
from crawler.to_read import Came, HomeToRead, PolicyToRead, with_body, without_body
from tests.crawling import LIST, PLAN, ROOT, kept, sample_archive, scrapy, start_scrapy
from tests.examples import DOMAIN, HOME, PRIVACY
from tests.hostile_bodies import hostile_bodies
from tests.processes import lives, wait_for

CASES = sorted((ROOT / "tests" / "reading" / "cases").glob("*/page.html"))
MOMENT = datetime(2014, 3, 1, 12, tzinfo=UTC)
Done = TypeVar("Done")


def came(body: bytes, url: str = PRIVACY) -> Came:
    answer = Answer(f"http://127.0.0.1/web/{url}", 200, (("content-type", "text/html"),), body)
    return Came(DOMAIN, "example,palace)/privacy", "20140301120000", Replayed(200, MOMENT, url, None), answer, MOMENT)


def policy(body: bytes) -> PolicyToRead:
    return PolicyToRead(came(body), Reader())


def with_desks(act: Callable[[Desks], Awaitable[Done]], cores: int = 2) -> Done:
    async def run() -> Done:
        desks = Desks(cores)
        try:
            return await act(desks)
        finally:
            await desks.close()

    return asyncio.run(run())


@dataclass(frozen=True, slots=True)
class Deadly(PolicyToRead):
    """A page that brings down whoever reads it, as a fault in a library would; the first time only, if there is a
    file to remember that by."""

    how: int = signal.SIGSEGV
    mark: Path | None = None

    def read(self) -> Document | Miss:
        if self.mark is not None and self.mark.exists():
            return policy(self.came.answer.body).read()
        if self.mark is not None:
            self.mark.touch()
        os.kill(os.getpid(), self.how)
        time.sleep(60)
        raise AssertionError


@dataclass(frozen=True, slots=True)
class Mistaken(PolicyToRead):
    """A page that our own code has a mistake about."""

    def read(self) -> Document | Miss:
        raise KeyError("a mistake")


@dataclass(frozen=True, slots=True)
class Huge(PolicyToRead):
    """A page that takes more memory than there is for one."""

    def read(self) -> Document | Miss:
        return bytearray(MOST_MEMORY)  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Telling(PolicyToRead):
    """A page whose title is who reads it."""

    def read(self) -> Any:
        return os.getpid()


PAGE = b"<html><title>Privacy</title><body><h1>Privacy</h1>" + b"<p>We keep what you tell us about yourself.</p>" * 30


def deadly(**how: Any) -> Deadly:
    return Deadly(came(PAGE), Reader(), **how)


def telling(domain: str = DOMAIN) -> Telling:
    return Telling(replace(came(PAGE), domain=domain), Reader())


def test_at_desks_all_is_read_as_it_is_read_here() -> None:
    pages = [policy(file.read_bytes()) for file in CASES] + [policy(one.body) for one in hostile_bodies(60, 3)]

    async def read_all(desks: Desks) -> list[Any]:
        return await asyncio.gather(*(desks.read(page) for page in pages))

    assert with_desks(read_all) == with_desks(read_all, cores=1)


def test_bytes_that_came_with_a_page_need_not_go_back_with_what_was_found() -> None:
    page = policy(PAGE)
    without = without_body(page.read(), page.came)
    assert isinstance(without, Document)
    assert (without.snapshot.body, with_body(without, PAGE)) == (b"", page.read())


def test_bytes_that_a_desk_decoded_go_back() -> None:
    packed = came(gzip.compress(PAGE))
    decoded = replace(packed, answer=replace(packed.answer, headers=(("content-encoding", "gzip"),)))
    page = PolicyToRead(decoded, Reader())
    assert without_body(page.read(), decoded) is None
    assert with_desks(lambda desks: desks.read(page)) == page.read()


def test_the_pages_of_a_domain_go_to_one_desk_where_it_is_free() -> None:
    async def all_read(desks: Desks) -> list[list[Any]]:
        busy = (*("a.example",) * 5, "d.example")
        await asyncio.gather(*(desks.read(telling(domain)) for domain in busy))  # now there are two
        return [[await desks.read(telling(domain)) for domain in ("a.example", "d.example")] for _ in range(3)]

    (first, second), *others = with_desks(all_read)
    assert (first != second, others) == (True, [[first, second]] * 2)


def test_at_desks_the_same_links_are_found_of_home_pages() -> None:
    home = HomeToRead(came(b'<html><body><a href="/privacy">Privacy policy</a></body></html>', HOME))
    assert with_desks(lambda desks: desks.read(home)) == home.read()


def test_trouble_with_a_home_page_comes_back_as_trouble() -> None:
    home = HomeToRead(came(b"<p>" * 50_000, HOME))
    read = with_desks(lambda desks: desks.read(home))
    assert isinstance(read, Skip)
    assert (read.outcome, str(read)) == (Outcome.TOO_LARGE, str(home.read()))


def test_on_one_core_pages_are_read_here() -> None:
    assert with_desks(lambda desks: desks.read(telling()), cores=1) == os.getpid()


def test_on_two_cores_pages_are_read_by_others() -> None:
    assert with_desks(lambda desks: desks.read(telling())) != os.getpid()


def test_a_page_that_brings_down_two_desks_is_a_miss_with_its_bytes() -> None:
    miss = with_desks(lambda desks: desks.read(deadly()))
    assert isinstance(miss, Miss)
    assert miss.snapshot is not None
    assert (miss.kind, miss.snapshot.body) == (Outcome.UNREADABLE, PAGE)


def test_a_page_whose_desk_was_killed_is_read_at_another(tmp_path: Path) -> None:
    page = deadly(how=signal.SIGKILL, mark=tmp_path / "killed")
    assert with_desks(lambda desks: desks.read(page)) == policy(PAGE).read()


def test_a_page_that_takes_all_memory_is_a_miss() -> None:
    miss = with_desks(lambda desks: desks.read(Huge(came(PAGE), Reader())))
    assert isinstance(miss, Miss)
    assert miss.kind is Outcome.UNREADABLE


def test_a_page_behind_a_deadly_one_is_read_all_the_same() -> None:
    async def both(desks: Desks) -> Any:
        await desks.read(policy(PAGE))  # now there is a desk, and room for two at it
        return (await asyncio.gather(desks.read(deadly()), desks.read(policy(PAGE))))[1]

    assert with_desks(both) == policy(PAGE).read()


def test_the_next_page_after_a_deadly_one_is_read() -> None:
    async def both(desks: Desks) -> Any:
        await desks.read(deadly())
        return await desks.read(policy(PAGE))

    assert with_desks(both) == policy(PAGE).read()


def test_a_page_that_spends_more_than_the_hard_limit_is_too_slow() -> None:
    miss = with_desks(lambda desks: desks.read(deadly(how=signal.SIGPROF)))
    assert isinstance(miss, Miss)
    assert miss.kind is Outcome.TOO_SLOW


def test_when_page_after_page_brings_down_its_desk_the_crawl_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_MOST_LOST", 2)  # starting ten processes takes its time

    async def both_deadly(desks: Desks) -> None:
        for _ in range(2):
            await desks.read(deadly())

    with pytest.raises(Fault, match="2 pages in a row brought down who read them"):
        with_desks(both_deadly)


def test_a_mistake_of_ours_at_a_desk_is_told_in_full() -> None:
    page = Mistaken(came(PAGE), Reader())
    with pytest.raises(Fault, match="KeyError: 'a mistake'"):
        with_desks(lambda desks: desks.read(page))


def test_no_desk_is_left_behind() -> None:
    pid = with_desks(lambda desks: desks.read(telling()))
    assert not lives(pid)


def test_a_crawl_on_one_core_keeps_the_same_as_one_with_desks(tmp_path: Path) -> None:
    here, beside = f"sqlite:///{tmp_path / 'here.db'}", f"sqlite:///{tmp_path / 'beside.db'}"
    with sample_archive() as archive:
        with on_one_core():
            scrapy("backfill", LIST, *PLAN, ARCHIVE_URL=archive.url, DATABASE_URL=here)
        scrapy("backfill", LIST, *PLAN, ARCHIVE_URL=archive.url, DATABASE_URL=beside)
    assert kept(here) == kept(beside)


def test_desks_end_with_a_crawl_that_is_killed(tmp_path: Path) -> None:
    with sample_archive() as archive:
        crawl = start_scrapy(
            "backfill", LIST, *PLAN, ARCHIVE_URL=archive.url, DATABASE_URL=f"sqlite:///{tmp_path / 'kept.db'}"
        )
        with crawl:
            desks = wait_for(lambda: desks_of(crawl.pid))
            crawl.kill()
            crawl.communicate()
    assert wait_for(lambda: not any(map(lives, desks)))


@contextmanager
def on_one_core() -> Iterator[None]:
    """What is started meanwhile may run on one core only."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def desks_of(pid: int) -> list[int]:
    """The desks that a process started."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            command = (place / "cmdline").read_bytes()
        except OSError:
            continue  # it has just ended
        if parent == pid and b"crawler.desks.desk" in command:
            found.append(int(place.name))
    return found
