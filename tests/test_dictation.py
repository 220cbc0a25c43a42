"""Who writes what a crawl was told: a thread at first, then a scribe; what is kept is the same."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from crawler.errors import Fault
from crawler.items import Item, Standing
from pipelines.database.opening import open_database
from pipelines.database.store import Store
from pipelines.dictation import Dictation
from tests.crawling import kept
from tests.database import examples as ex
from tests.database.rows import count
from tests.processes import lives

TOLD: tuple[Item, ...] = (
    ex.domain(Standing.OPEN),
    ex.page(),
    ex.document(ex.stamp(2010)),
    ex.document(ex.stamp(2011), "other words"),
    ex.domain(),
)


def dictated(url: str, act: Callable[[Dictation, Engine], Awaitable[object]], worth: int = 1) -> None:
    """Does something with a dictation, then closes it."""

    async def run() -> None:
        engine = open_database(url)
        dictation = Dictation(Store(engine, rests=()), url, worth)
        try:
            await act(dictation, engine)
        finally:
            await dictation.close()
            engine.dispose()

    asyncio.run(run())


async def scribe_of(dictation: Dictation) -> int:
    """Has so much written that there is a scribe."""
    await dictation.write([ex.page("example,palace)/first")])
    while dictation.scribe is None:
        await asyncio.sleep(0.01)  # until a process has started
    return dictation.scribe


def test_little_is_written_without_a_scribe(sqlite_url: str) -> None:
    async def act(dictation: Dictation, engine: Engine) -> None:
        await dictation.write(TOLD)
        assert (dictation.scribe, count(engine, "documents")) == (None, 2)

    dictated(sqlite_url, act, worth=100)


def test_what_a_scribe_writes_is_on_disk_when_it_is_written(database_url: str) -> None:
    async def act(dictation: Dictation, engine: Engine) -> None:
        await scribe_of(dictation)
        await dictation.write(TOLD)
        assert count(engine, "documents") == 2

    dictated(database_url, act)


def test_a_scribe_keeps_what_a_thread_keeps(tmp_path: Path) -> None:
    async def with_scribe(dictation: Dictation, _engine: Engine) -> None:
        await scribe_of(dictation)
        await dictation.write(TOLD)

    async def without(dictation: Dictation, _engine: Engine) -> None:
        await dictation.write([ex.page("example,palace)/first")])
        await dictation.write(TOLD)

    one, other = f"sqlite:///{tmp_path / 'one.db'}", f"sqlite:///{tmp_path / 'other.db'}"
    dictated(one, with_scribe)
    dictated(other, without, worth=100)
    assert kept(one) == kept(other)


def test_what_a_scribe_was_killed_over_is_written_all_the_same(database_url: str) -> None:
    async def act(dictation: Dictation, engine: Engine) -> None:
        os.kill(await scribe_of(dictation), signal.SIGKILL)
        await dictation.write(TOLD)
        assert count(engine, "documents") == 2

    dictated(database_url, act)


def test_after_a_scribe_that_was_killed_there_is_no_other(sqlite_url: str) -> None:
    async def act(dictation: Dictation, _engine: Engine) -> None:
        os.kill(await scribe_of(dictation), signal.SIGKILL)
        await dictation.write(TOLD)
        await dictation.write(TOLD)
        assert dictation.scribe is None

    dictated(sqlite_url, act)


def test_what_a_scribe_cannot_write_is_a_fault_that_says_why(tmp_path: Path) -> None:
    async def act(dictation: Dictation, _engine: Engine) -> None:
        await scribe_of(dictation)
        (tmp_path / "kept.db").unlink()
        with pytest.raises(Fault, match=r"kept\.db is gone"):
            await dictation.write(TOLD)

    dictated(f"sqlite:///{tmp_path / 'kept.db'}", act)


def test_a_mistake_of_ours_is_told_by_who_dictates(sqlite_url: str) -> None:
    async def act(dictation: Dictation, _engine: Engine) -> None:
        await scribe_of(dictation)
        with pytest.raises(TypeError, match="a str was to be stored"):
            await dictation.write(["no item"])  # type: ignore[list-item]

    dictated(sqlite_url, act)


def test_where_no_scribe_can_be_started_the_thread_goes_on(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PYTHONHOME", "/nowhere")  # with which no Python starts

    async def act(dictation: Dictation, engine: Engine) -> None:
        await dictation.write([ex.page("example,palace)/first")])
        while "goes on writing by itself" not in caplog.text:
            await asyncio.sleep(0.01)  # until a process has failed to start
        await dictation.write(TOLD)
        assert count(engine, "documents") == 2

    dictated(sqlite_url, act)


def test_no_scribe_is_left_behind(sqlite_url: str) -> None:
    numbers: list[int] = []

    async def act(dictation: Dictation, _engine: Engine) -> None:
        numbers.append(await scribe_of(dictation))

    dictated(sqlite_url, act)
    assert not lives(numbers[0])
