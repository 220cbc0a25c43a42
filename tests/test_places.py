"""Which page goes to which desk, told without any desk."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.desks.places import _MOST_BEFORE, Places

OF_0, OF_1 = "a.example", "d.example"


async def turn() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


async def manned(count: int = 2, pages: int = 1) -> Places:
    """Places with desks at all of them, all free; who sits at 1 read last."""
    places = Places(count, pages)
    for place in range(count):
        places.man(place)
    return places


def run(act: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(act())  # type: ignore[arg-type]


@pytest.mark.parametrize(("domain", "place"), [(OF_0, 0), (OF_1, 1)])
def test_a_page_goes_to_the_desk_of_its_domain(domain: str, place: int) -> None:
    async def act() -> None:
        assert await (await manned()).take(domain) == place

    run(act)


def test_a_page_waits_for_its_own_desk_behind_a_few_others_and_then_goes_to_another() -> None:
    async def act() -> None:
        places = await manned()
        await places.take(OF_0)
        waiting = [asyncio.ensure_future(places.take(OF_0)) for _ in range(_MOST_BEFORE + 1)]
        await turn()
        assert [page.done() for page in waiting] == [False] * _MOST_BEFORE + [True]
        for page in waiting:
            page.cancel()

    run(act)


def test_many_pages_of_one_domain_are_worth_another_desk() -> None:
    async def act() -> None:
        places = Places(2, 1)
        places.man(await places.take(OF_0))
        waiting = [asyncio.ensure_future(places.take(OF_0)) for _ in range(_MOST_BEFORE + 1)]
        await turn()
        assert waiting[-1].done()
        for page in waiting:
            page.cancel()

    run(act)


def test_a_desk_has_as_many_pages_as_it_may() -> None:
    async def act() -> None:
        places = await manned(count=1, pages=2)
        waiting = [asyncio.ensure_future(places.take(OF_0)) for _ in range(3)]
        await turn()
        assert [page.done() for page in waiting] == [True, True, False]
        waiting[2].cancel()

    run(act)


def test_beyond_its_own_desk_a_page_goes_to_the_one_that_has_least() -> None:
    async def act() -> None:
        places = await manned(count=3, pages=2)
        for _ in range(2):
            await places.take(OF_0)
        assert await places.take(OF_1) == 2  # of three
        waiting = [asyncio.ensure_future(places.take(OF_0)) for _ in range(_MOST_BEFORE + 1)]
        await turn()
        assert waiting[-1].result() == 1
        for page in waiting:
            page.cancel()

    run(act)


def test_a_page_at_whose_own_place_nobody_sits_goes_to_a_desk_that_is_free() -> None:
    async def act() -> None:
        places = Places(2, 1)
        places.man(1)
        assert await places.take(OF_0) == 1

    run(act)


def test_a_desk_takes_pages_of_its_domains_first() -> None:
    async def act() -> None:
        places = await manned()
        busy = [await places.take(OF_0), await places.take(OF_1)]
        waiting = [asyncio.ensure_future(places.take(domain)) for domain in (OF_1, OF_0)]
        await turn()
        places.leave(busy[0], is_manned=True)
        await turn()
        assert [page.done() for page in waiting] == [False, True]
        waiting[0].cancel()

    run(act)


def test_while_a_desk_is_coming_no_other_is_asked_for() -> None:
    async def act() -> None:
        places = Places(2, 1)
        place = await places.take(OF_0)
        second = asyncio.ensure_future(places.take(OF_1))
        await turn()
        before = second.done()
        places.man(place)
        await turn()
        assert (before, second.done()) == (False, True)

    run(act)


def test_a_desk_that_could_not_come_leaves_its_place_to_be_tried_again() -> None:
    async def act() -> None:
        places = Places(1, 1)
        place = await places.take(OF_0)
        places.give_up(place)
        places.leave(place, is_manned=False)
        assert await places.take(OF_0) == 0

    run(act)


def test_who_leaves_a_desk_that_broke_down_sends_for_no_second_one_beside_that_which_is_coming() -> None:
    async def act() -> None:
        places = await manned(count=1, pages=2)
        first, behind = await places.take(OF_0), await places.take(OF_0)
        places.leave(first, is_manned=False)
        coming = await places.take(OF_0)
        places.leave(behind, is_manned=False)
        again = asyncio.ensure_future(places.take(OF_0))
        await turn()
        before = again.done()
        places.man(coming)
        assert (before, await again) == (False, 0)

    run(act)


def test_a_place_given_to_a_page_that_is_no_longer_waited_for_is_free_again() -> None:
    async def act() -> None:
        places = await manned(1)
        place = await places.take(OF_0)
        gone = asyncio.ensure_future(places.take(OF_0))
        await turn()
        places.leave(place, is_manned=True)
        gone.cancel()
        await turn()
        assert await places.take(OF_0) == place

    run(act)


def test_a_page_that_is_no_longer_waited_for_gets_no_place() -> None:
    async def act() -> None:
        places = await manned(1)
        place = await places.take(OF_0)
        gone = asyncio.ensure_future(places.take(OF_0))
        await turn()
        gone.cancel()
        places.leave(place, is_manned=True)
        assert await places.take(OF_0) == place

    run(act)


@given(
    pages=st.lists(st.tuples(st.sampled_from([OF_0, OF_1, "x.test"]), st.integers(0, 4)), max_size=40),
    at_once=st.integers(1, 2),
)
def test_every_page_gets_a_place_and_no_place_more_than_it_may(pages: list[tuple[str, int]], at_once: int) -> None:
    async def act() -> None:
        places, taken, there, read = Places(2, at_once), Counter[int](), set[int](), []

        async def one(domain: str, turns: int) -> None:
            place = await places.take(domain)
            taken[place] += 1
            assert taken[place] <= at_once
            for _ in range(turns):
                await asyncio.sleep(0)
            if place not in there:
                there.add(place)
                places.man(place)
            if not (crc32(domain.encode()) + turns) % 3:
                there.discard(place)
            taken[place] -= 1
            read.append(domain)
            places.leave(place, is_manned=place in there)

        await asyncio.gather(*(one(*page) for page in pages))
        assert len(read) == len(pages)

    run(act)
