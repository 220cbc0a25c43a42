"""The stages: what passes them, what is on disk when they return, and how writes are grouped."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random

import pytest
from scrapy.utils.test import get_crawler
from sqlalchemy import Engine, event

from crawler.errors import Fault
from crawler.items import Item, Standing, Told
from pipelines import stages
from pipelines.database.sharing import shared_engine
from pipelines.dictation import WORTH_A_SCRIBE
from pipelines.stages import Dedupe, Storing
from tests.database import examples as ex
from tests.database.rows import count

CONNECTIONS = {"INDEX_CONNECTIONS": 1, "REPLAY_CONNECTIONS": 3}  # half of them are two


def stored(url: str, act: Callable[[Storing, Engine], Awaitable[object]]) -> None:
    """Runs something on an open storing stage, as a crawl would."""

    async def run() -> None:
        crawler = get_crawler(settings_dict={"DATABASE_URL": url, **CONNECTIONS})
        stage = Storing.from_crawler(crawler)
        await stage.open_spider()
        try:
            await act(stage, shared_engine(crawler.settings))
        finally:
            await stage.close_spider()

    asyncio.run(run())


def pages(number: int) -> list[Told]:
    return [Told((ex.page(f"example,palace)/{one}"),)) for one in range(number)]


def test_what_was_told_is_on_disk_when_the_stage_returns(database_url: str) -> None:
    async def act(stage: Storing, engine: Engine) -> None:
        await stage.process_item(Told((ex.page(),)))
        assert count(engine, "policy_pages") == 1

    stored(database_url, act)


def test_what_was_stored_is_passed_on(sqlite_url: str) -> None:
    async def act(stage: Storing, _engine: Engine) -> None:
        assert await stage.process_item(Told((ex.page(),))) == Told((ex.page(),))

    stored(sqlite_url, act)


def test_what_arrives_during_a_write_is_written_together(database_url: str) -> None:
    begun: list[object] = []

    async def act(stage: Storing, engine: Engine) -> None:
        event.listen(engine, "begin", begun.append)
        await asyncio.gather(*(stage.process_item(page) for page in pages(300)))

    stored(database_url, act)
    assert len(begun) == 1


def test_no_transaction_holds_more_than_five_hundred_items(sqlite_url: str) -> None:
    begun: list[object] = []

    async def act(stage: Storing, engine: Engine) -> None:
        event.listen(engine, "begin", begun.append)
        await asyncio.gather(*(stage.process_item(page) for page in pages(1_200)))
        assert count(engine, "policy_pages") == 1_200

    stored(sqlite_url, act)
    assert len(begun) == 3 + 1  # the last one is the count


def test_what_comes_alone_does_not_wait_for_others(sqlite_url: str) -> None:
    async def act(stage: Storing, engine: Engine) -> None:
        for number, page in enumerate(pages(3), start=1):
            await stage.process_item(page)
            assert count(engine, "policy_pages") == number

    stored(sqlite_url, act)


async def with_scribe(stage: Storing) -> None:
    """Has so much written that a scribe writes the rest."""
    await stage.process_item(Told(tuple(ex.page(f"example,palace)/{one}") for one in range(WORTH_A_SCRIBE))))
    while not stage.has_scribe:
        await asyncio.sleep(0.01)  # until a process has started


def test_for_a_scribe_what_comes_alone_waits_for_others(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "MOMENT", 3_600.0)

    async def act(stage: Storing, engine: Engine) -> None:
        await with_scribe(stage)
        first = asyncio.create_task(stage.process_item(Told((ex.document(ex.stamp(2010)),))))
        await asyncio.sleep(0.1)  # in which a scribe writes many
        assert count(engine, "documents") == 0
        await asyncio.gather(first, stage.process_item(Told((ex.page(),))))

    stored(sqlite_url, act)


def test_for_a_scribe_half_of_what_may_be_under_way_is_enough(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "MOMENT", 3_600.0)

    async def act(stage: Storing, engine: Engine) -> None:
        await with_scribe(stage)
        await asyncio.gather(*(stage.process_item(Told((ex.document(ex.stamp(year)),))) for year in (2010, 2011)))
        assert count(engine, "snapshots") == 2

    stored(sqlite_url, act)


def test_for_a_scribe_a_group_has_an_end_however_much_may_be_under_way(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "MOMENT", 3_600.0)
    monkeypatch.setattr(stages, "_MANY", 1)  # where half of all would be two

    async def act(stage: Storing, engine: Engine) -> None:
        await with_scribe(stage)
        await stage.process_item(Told((ex.document(ex.stamp(2010)),)))
        assert count(engine, "documents") == 1

    stored(sqlite_url, act)


def test_for_a_scribe_nobody_waits_longer_than_a_moment(sqlite_url: str) -> None:
    async def act(stage: Storing, engine: Engine) -> None:
        await with_scribe(stage)
        await stage.process_item(Told((ex.document(ex.stamp(2010)),)))
        assert count(engine, "documents") == 1

    stored(sqlite_url, act)


def test_items_are_written_in_the_order_in_which_they_came(sqlite_url: str) -> None:
    async def act(stage: Storing, engine: Engine) -> None:
        standings = [Standing.OPEN, Standing.DONE] * 100
        await asyncio.gather(*(stage.process_item(Told((ex.domain(standing),))) for standing in standings))
        assert count(engine, "domains WHERE status = 'done'") == 1

    stored(sqlite_url, act)


def test_a_failed_write_is_heard_by_everyone_in_its_group(sqlite_url: str) -> None:
    async def act(stage: Storing, engine: Engine) -> None:
        engine.dispose()
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count=1"))
        group = [*pages(19), Told((ex.document(ex.stamp(2010), body=Random(1).randbytes(100_000)),))]
        heard = await asyncio.gather(*(stage.process_item(item) for item in group), return_exceptions=True)
        assert [type(trouble) for trouble in heard] == [Fault] * 20

    stored(sqlite_url, act)


def test_what_nobody_told_is_not_passed_over(sqlite_url: str) -> None:
    async def act(stage: Storing, _engine: Engine) -> None:
        with pytest.raises(TypeError, match="a dict was to be stored"):
            await stage.process_item({"url": "http://palace.example/"})

    stored(sqlite_url, act)


def test_two_crawls_of_one_process_share_an_engine_until_both_are_closed(sqlite_url: str) -> None:
    async def act(stage: Storing, engine: Engine) -> None:
        crawler = get_crawler(settings_dict={"DATABASE_URL": sqlite_url, **CONNECTIONS})
        other = Storing.from_crawler(crawler)
        await other.open_spider()
        await other.close_spider()
        assert shared_engine(crawler.settings) is engine

    stored(sqlite_url, act)


def deduped(*items: Item) -> dict[str, object]:
    """What the stage counts while these pass."""

    async def run() -> dict[str, object]:
        crawler = get_crawler()
        stage = Dedupe.from_crawler(crawler)
        for told in (Told((item,)) for item in items):
            assert await stage.process_item(told) is told
        assert crawler.stats is not None
        return crawler.stats.get_stats()

    return asyncio.run(run())


def test_a_wording_seen_before_on_its_domain_is_counted() -> None:
    counted = deduped(ex.document("1"), ex.document("2"), ex.document("3", "other words"))
    assert counted == {"dedupe/identical_wording": 1}


def test_the_same_wording_on_another_domain_is_not_counted() -> None:
    assert deduped(ex.document("1"), ex.document("2", name="other.example")) == {}


def test_the_wordings_of_a_domain_that_is_set_down_are_forgotten() -> None:
    assert deduped(ex.document("1"), ex.domain(Standing.DONE), ex.document("2")) == {}
