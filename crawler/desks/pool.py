"""Knows how pages are read beside a crawl: at desks, each a process of its own, where there is more than one core.

A desk reads one page at a time, and no thread waits for it: threads would take turns with the event loop. Which desk
that is places.py knows. A page whose desk broke down is read once more at a new one; where that one breaks down too,
the page is a miss that says so, and nothing else is lost. On one core pages are read right here, because other
processes could only take turns with us.
"""

import asyncio
import signal
from typing import Any

from crawler.beside.asking import Beside, Gone
from crawler.beside.wire import packed
from crawler.desks.desk import HARD_LIMIT
from crawler.desks.places import Places
from crawler.errors import Fault, Skip
from crawler.outcomes import Outcome
from crawler.to_read import Read, ToRead, with_body

MOST_DESKS = 2  # one crawl cannot bring pages as fast as three would read them
_AT_A_DESK = 4  # pages: the next is there when one is read, however long it takes us to hear of that
_TRIES = 2
_MOST_LOST = 5  # pages in a row: then it is hardly the pages


class Desks:
    """As many as `cores` are worth, each started when there is more to read than those before it can do."""

    def __init__(self, cores: int) -> None:
        self._are_here = cores <= 1
        self._desks: list[Beside | None] = [None] * min(cores, MOST_DESKS)  # by their places
        self._places = Places(len(self._desks), _AT_A_DESK)
        self._lost = 0

    async def read(self, page: ToRead) -> Read:
        """What reading a page finds; in any case something. Raises Fault for a mistake of ours."""
        if self._are_here:
            return page.read()
        message = packed(page)
        left = _TRIES
        while left:
            try:
                found, is_without_body, mistake = await self._ask(message, page.came.domain)
            except Gone as ended:
                left -= ended.in_turn  # else it was another page's doing
                if not left or (ended.in_turn and ended.status == -signal.SIGPROF):
                    return await self._lose(page, ended)
                continue
            if mistake:
                raise Fault(f"{page.came.heard.url}: a mistake of ours in reading it:\n{mistake}")
            self._lost = 0
            return with_body(found, page.came.answer.body) if is_without_body else found
        raise AssertionError  # the last try returns

    async def close(self) -> None:
        """No desk is left behind."""
        for desk in filter(None, self._desks):
            desk.end()
        self._desks = [None] * len(self._desks)

    async def _ask(self, message: bytes, domain: str) -> Any:
        place = await self._places.take(domain)
        desk = self._desks[place]
        try:
            if desk is None:
                desk = await self._start_at(place)
            return await desk.ask(message)
        except Gone:
            if desk is not None and self._desks[place] is desk:  # no other has come in its place
                self._desks[place] = None
                desk.end()
            raise
        finally:
            self._places.leave(place, is_manned=self._desks[place] is not None)

    async def _start_at(self, place: int) -> Beside:
        try:
            desk = self._desks[place] = await Beside.start("crawler.desks.desk")
        except BaseException:
            self._places.give_up(place)
            raise
        self._places.man(place)
        return desk

    async def _lose(self, page: ToRead, ended: Gone) -> Read:
        url = page.came.heard.url
        if ended.status == -signal.SIGPROF:
            why = Skip(Outcome.TOO_SLOW, f"{url}: reading it took more than {HARD_LIMIT:g} s; its bytes are kept")
        else:
            self._lost += 1
            why = Skip(
                Outcome.UNREADABLE,
                f"{url}: reading it brought down the process that read it ({ended}); its bytes are kept",
            )
        if self._lost >= _MOST_LOST:
            raise Fault(
                f"{_MOST_LOST} pages in a row brought down who read them, the last {why}; is there memory left?"
            )
        return await asyncio.to_thread(page.lost, why)  # its bytes may be many
