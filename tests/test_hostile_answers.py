"""Whatever an archive answers, it is heard as something that was foreseen, and what is kept of it can be stored.

Answers are put together by chance from statuses, headers and bodies that have been seen broken, or that somebody could
send; a visit is led through a few of them, and all that it keeps is written.
"""

import random
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from crawler.archives import archive_named
from crawler.asks import Ask, AskIndex
from crawler.closings import close_visit
from crawler.domains import ListedDomain
from crawler.errors import Wait
from crawler.intervals import Every
from crawler.items import Item
from crawler.listening import listen, to_read
from crawler.memory import Recollection
from crawler.middlewares.archive_moment import ArchiveMoment, answer_of
from crawler.moments import read_timestamp
from crawler.plans import Plan
from crawler.reading.readings import Reading
from crawler.spiders.asking import request_for
from crawler.visits import Visit
from pipelines.database.store import Store
from tests.examples import DOMAIN, PRIVACY, WAYBACK, moment, row
from tests.middlewares.crawlers import response, run

AT = "20120301120000"
MOMENT = "Thu, 01 Mar 2012 12:00:00 GMT"
ADDRESSES = (
    *(
        "http://[::1",
        "//[",
        "/web/",
        f"/web/{AT}/{PRIVACY}",
        f"{WAYBACK}/web/{AT}id_/http://[x",
        "http:///",
        "http://?",
    ),
    *("http://palace.example:99999999/", "http://palace.example:port/", "javascript:alert(1)", "mailto:x@y", "data:,x"),
    *(f"/web/99999999999999id_/{PRIVACY}", "/web/00000000000000id_/http://x", "http://" + "%" * 100, "\x00", "é"),
    *(
        "http://\u2100.example/",
        "http://a\n.b/",
        "http://１２７.0.0.1/",
        "http://palace。example/privacy",
        PRIVACY + "\x00",
    ),
    *(
        "HTTP://PALACE.EXAMPLE/privacy",
        "http://user:pw@palace.example/privacy",
        "http://xn--a.example/",
        PRIVACY + "/%ff",
    ),
)
VALUES = {
    "memento-datetime": (MOMENT, MOMENT, MOMENT, "Fri, 31 Dec 9999 23:59:59 -2300", "yesterday", ""),
    "location": ADDRESSES,
    "link": (
        f'<{PRIVACY}>; rel="original"',
        *(f'<{address}>; rel="original"' for address in ADDRESSES),
        "<>; rel=original",
    ),
    "content-encoding": ("gzip", "br", "", ", gzip", "\x00"),
    "content-type": (
        "text/html",
        "text/html; charset=\x00",
        "text/plain",
        "application/pdf",
        "",
        "text/html; charset=é",
    ),
    "retry-after": ("9" * 400, "-1", "soon", MOMENT, "٣"),
    "date": (MOMENT, "x"),
    "x-archive-orig-content-length": ("9" * 30, "-1", "x"),
    "x-archive-orig-transfer-encoding": ("chunked",),
    "x-archive-wayback-runtime-error": ("AdministrativeAccessControlException", "RobotAccessControlException"),
}
PAGE = (
    b"<html><title>Privacy \x00</title><body><a href='//['>Privacy</a>"
    + b"<p>We keep your name and your address.</p>" * 40
)
JSON = '{"urlkey": "example,palace)/privacy", "timestamp": "%s", "url": "%s", "status": "200"}\n'
BODIES = (
    *(b"", b"[]", b"\n\nkey\n", b"\nkey", b"\x1f\x8b", b"a b c d e f g\n", b"{}\n"),
    *(PAGE, PAGE + b"</body></html>", b"%PDF-1.4", b"\xff\xfe\x00", b'{"urlkey": 1, "timestamp": 2, "url": 3}\n'),
    *(f"{row(AT)}\n".encode(), (JSON % (AT, PRIVACY)).encode()),
    *(row(AT, address).replace("\n", "").encode() + b"\n" for address in ADDRESSES),
    *(f"example,palace)/privacy {AT} {address} text/html 200 D 9{'9' * 30}\n".encode() for address in ADDRESSES[:6]),
    *((JSON % (AT, "http://[::1/privacy")).encode(), f"{row('20120001120000')}\n".encode()),
    b'<html>Got an HTTP 302 response at crawl time <p class="impatient"><a href="/web/20120301120000/http://[x">',
)  # fmt: skip
STATUSES = (200, 200, 200, 200, 301, 302, 304, 403, 404, 429, 451, 500, 504, 999)


ROWS = "".join(f"{row(f'2012{month:02}01120000')}\n" for month in range(1, 12)).encode()


class Chance(random.Random):
    """What an archive may answer: every other time what it should, but for a header or two."""

    def answer(self, request: Any, ask: Ask) -> Any:
        is_good = self.random() < 0.5
        told = self._good(request, ask) if is_good else response(request, self.choice(STATUSES), self.choice(BODIES))
        for name, values in VALUES.items():
            if self.random() < (0.05 if is_good else 0.4):
                told.headers.setlist(name, [self.choice(values).encode() for _ in range(self.randrange(1, 3))])
        return told

    def _good(self, request: Any, ask: Ask) -> Any:
        if isinstance(ask, AskIndex):
            return response(request, 200, ROWS, content_type="text/plain")
        moment = read_timestamp(ask.timestamp).strftime("%a, %d %b %Y %H:%M:%S GMT")
        told = response(request, 200, self.choice((PAGE, PAGE + b"</body></html>")), memento_datetime=moment)
        if self.random() < 0.3:
            told = told.replace(status=301)
            told.headers["location"] = self.choice(ADDRESSES).encode()
        return told


def led(seed: int) -> list[Item]:
    """All that is kept of a visit that was answered so a dozen times."""
    chance = Chance(seed)
    archive = archive_named(chance.choice(("wayback", "pywb")), WAYBACK)
    middleware = ArchiveMoment(archive)
    visit = Visit(
        ListedDomain(DOMAIN, 1, 1),
        Plan(Every.HALF_YEAR, moment(2012), moment(2013)),
        Recollection(DOMAIN),
        moment(2014),
    )
    kept: list[Item] = []
    waiting: list[Ask] = visit.wants()
    for _ in range(12):
        if not waiting:
            break
        kept += _heard(visit, waiting.pop(0), archive, middleware, chance)
        waiting += visit.wants()
    return [*visit.opening(), *kept, *close_visit(visit, datetime.now(UTC))]


def _heard(visit: Visit, ask: Ask, archive: Any, middleware: ArchiveMoment, chance: Chance) -> list[Item]:
    request = request_for(archive, visit, ask, None, None)  # type: ignore[arg-type]
    answer = chance.answer(request, ask)
    run(middleware.process_response(request, answer))
    heard, now = request.meta["heard"], datetime.now(UTC)
    visit.answered(ask)
    page = None if isinstance(heard, Wait) else to_read(visit, ask, heard, answer_of(answer), Reading.FAITHFUL, now)
    return listen(visit, ask, heard, page.read() if page else None, now)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_answered_is_heard_and_kept(engine: Engine, seed: int) -> None:
    for number in range(60):
        Store(engine).write(led(seed * 1_000 + number))
