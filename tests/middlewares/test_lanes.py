"""How many questions may be open at once: as many as there are connections, answers that are not yet kept included."""

import asyncio
from types import SimpleNamespace

import pytest
from scrapy.exceptions import IgnoreRequest

from crawler.middlewares.archive_retry import ArchiveRetry
from crawler.middlewares.lanes import Lanes, leave_lane, scrapy_settings_of
from crawler.pacing import Kind
from tests.middlewares.crawlers import crawler, request, run


async def sent(lanes, *requests):
    """Which of these go at once."""
    tasks = [asyncio.ensure_future(lanes.process_request(one)) for one in requests]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return [task.done() for task in tasks], tasks


def test_no_more_questions_are_open_than_there_are_connections():
    async def ask():
        went, tasks = await sent(Lanes(crawler(REPLAY_CONNECTIONS=2)), *(request() for _ in range(4)))
        for task in tasks:
            task.cancel()
        return went

    assert run(ask()) == [True, True, False, False]


def test_each_kind_of_question_has_lanes_of_its_own():
    lanes = Lanes(crawler(INDEX_CONNECTIONS=1, REPLAY_CONNECTIONS=1))
    assert run(sent(lanes, request(), request(kind=Kind.INDEX)))[0] == [True, True]


def test_a_lane_that_is_left_is_taken_by_the_next():
    async def ask():
        lanes, first = Lanes(crawler(REPLAY_CONNECTIONS=1)), request()
        await lanes.process_request(first)
        leave_lane(first.meta)
        return (await sent(lanes, request()))[0]

    assert run(ask()) == [True]


def test_a_lane_is_left_once_however_often_it_is_said():
    async def ask():
        lanes, first = Lanes(crawler(REPLAY_CONNECTIONS=1)), request()
        await lanes.process_request(first)
        leave_lane(first.meta)
        leave_lane(first.meta)
        went, tasks = await sent(lanes, request(), request())
        tasks[1].cancel()
        return went

    assert run(ask()) == [True, False]


def test_a_question_that_is_asked_again_leaves_its_lane_meanwhile():
    async def ask():
        made = crawler(REPLAY_CONNECTIONS=1)
        lanes, first = Lanes(made), request()
        await lanes.process_request(first)
        again = await ArchiveRetry(made, lambda seconds: asyncio.sleep(0)).process_exception(first, OSError())
        return (await sent(lanes, again))[0]

    assert run(ask()) == [True]


def test_what_a_rendered_page_asks_for_needs_no_lane():
    async def ask():
        lanes, part = Lanes(crawler(REPLAY_CONNECTIONS=1)), request()
        await lanes.process_request(request())
        del part.meta["ask"]
        return (await sent(lanes, part))[0]

    assert run(ask()) == [True]


def test_when_a_crawl_ends_what_waits_for_a_lane_is_not_sent():
    made = crawler()
    made.engine = SimpleNamespace(_slot=SimpleNamespace(closing="soon"))
    with pytest.raises(IgnoreRequest):
        run(Lanes(made).process_request(request()))


def test_no_slot_of_scrapys_is_without_a_delay_because_then_it_would_not_hold_connections_to_their_number():
    slots = scrapy_settings_of(crawler().settings)["DOWNLOAD_SLOTS"]
    assert all(slot["delay"] > 0 for slot in slots.values())
