"""What an answer means is heard once, before anything else looks at it."""

import asyncio
import gzip

import pytest

from crawler.archives.answers import Elsewhere, IndexPage, Replayed
from crawler.asks import AskIndex
from crawler.errors import Skip, Wait
from crawler.middlewares.archive_moment import _MOST_HELD, ArchiveMoment, answer_of
from crawler.outcomes import Outcome
from crawler.pacing import Kind
from crawler.snapshots import make_snapshot
from tests.examples import DOMAIN, NOW, PRIVACY, WAYBACK, page_question, row
from tests.middlewares.crawlers import AT, crawler, request, response, run

PAGE = b"<html><body><p>We keep nothing.</p></body></html>"
MOMENT = "Thu, 01 Mar 2012 12:00:00 GMT"


def heard(asked=None, **answer):
    asked = asked or request()
    middleware = ArchiveMoment.from_crawler(crawler())
    run(middleware.process_response(asked, response(asked, **answer)))
    return asked.meta["heard"]


def left(**answer):
    """The answer as it is handed on."""
    asked = request()
    middleware = ArchiveMoment.from_crawler(crawler())
    return answer_of(run(middleware.process_response(asked, response(asked, memento_datetime=MOMENT, **answer))))


def index_request():
    return request(f"{WAYBACK}/cdx/search/cdx", Kind.INDEX, ask=AskIndex(page_question(), "key"))


def test_the_capture_that_was_asked_for_is_heard():
    assert isinstance(heard(memento_datetime=MOMENT, body=PAGE), Replayed)


def test_the_rows_of_an_index_are_heard():
    assert isinstance(heard(index_request(), body=f"{row(AT)}\n".encode(), content_type="text/plain"), IndexPage)


def test_the_rows_of_a_long_answer_are_heard_while_other_things_go_on():
    body = "".join(f"{row(AT)}{number}\n" for number in range(10_000)).encode()
    asked, turns = index_request(), []
    middleware = ArchiveMoment.from_crawler(crawler())

    async def watch():
        while True:
            await asyncio.sleep(0)
            turns.append(1)

    async def hear():
        watching = asyncio.ensure_future(watch())
        await middleware.process_response(asked, response(asked, body=body, content_type="text/plain"))
        watching.cancel()

    run(hear())
    assert (len(asked.meta["heard"].captures), len(turns) > 5) == (10_000, True)


def test_a_capture_of_another_moment_is_heard_as_a_trouble():
    told = heard(memento_datetime="Fri, 02 Mar 2012 12:00:00 GMT")
    assert isinstance(told, Skip)
    assert told.outcome is Outcome.WRONG_MOMENT


def test_a_capture_of_another_address_is_heard_as_a_trouble():
    told = heard(memento_datetime=MOMENT, link='<http://palace.example/rooms>; rel="original"')
    assert told.outcome is Outcome.WRONG_ADDRESS


def test_the_nearest_capture_of_an_exact_one_is_heard_as_a_trouble():
    told = heard(status=302, location=f"{WAYBACK}/web/20120302120000id_/{PRIVACY}")
    assert told.outcome is Outcome.UNPLAYABLE


def test_the_same_capture_under_another_spelling_is_heard():
    told = heard(status=302, location=f"{WAYBACK}/web/{AT}id_/https://palace.example/privacy")
    assert told == Elsewhere(AT, "https://palace.example/privacy")


@pytest.mark.parametrize("asked", [request, index_request])
def test_a_fault_of_the_archive_is_heard(asked):
    assert isinstance(heard(asked(), status=503), Wait)


def test_the_answer_goes_on_as_it_came():
    asked = request()
    given = response(asked, memento_datetime=MOMENT)
    assert run(ArchiveMoment.from_crawler(crawler()).process_response(asked, given)) is given


def test_bytes_and_status_are_those_that_were_sent():
    told = answer_of(response(request(), 404, b"\x1f\x8b"))
    assert (told.status, told.body) == (404, b"\x1f\x8b")


def test_every_value_of_a_header_is_kept_in_its_order():
    given = response(request())
    given.headers.setlist("Content-Encoding", ["", "gzip"])
    assert answer_of(given).headers == (("Content-Encoding", ""), ("Content-Encoding", "gzip"))


@pytest.mark.parametrize("coding", ["utf-8", "latin-1"])
def test_an_address_beyond_ascii_in_a_header_is_read(coding):
    given = response(request())
    given.headers["Location"] = "/datenschutzerklärung".encode(coding)
    assert answer_of(given).header("location") == "/datenschutzerklärung"


def test_what_was_decoded_to_be_heard_is_handed_on_decoded():
    answer = left(body=gzip.compress(PAGE), content_encoding="gzip")
    assert (answer.body, answer.header("content-encoding")) == (PAGE, None)


def test_what_is_long_is_handed_on_as_it_came():
    body = gzip.compress(PAGE + b" " * _MOST_HELD)
    assert left(body=body, content_encoding="gzip").body == body


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (PAGE, {}),
        (gzip.compress(PAGE), {"content_encoding": "gzip"}),
        (gzip.compress(PAGE), {}),
        (gzip.compress(gzip.compress(PAGE)), {"content_encoding": "gzip"}),
        (gzip.compress(PAGE)[:-9], {"content_encoding": "gzip"}),
        (PAGE, {"content_encoding": "gzip"}),
        (gzip.compress(b""), {"content_encoding": "gzip"}),
        (gzip.compress(PAGE), {"content_encoding": "gzip", "x_archive_orig_content_encoding": "br"}),
        (gzip.compress(b"6\r\n<html>\r\n0\r\n\r\n"), {"content_encoding": "gzip"}),
    ],
    ids=["plain", "gzip", "unnamed", "twice", "cut", "not coded", "empty", "of brotli", "in chunks"],
)
def test_the_snapshot_of_what_is_handed_on_is_that_of_what_came(body, headers):
    asked = request()
    came = answer_of(response(asked, memento_datetime=MOMENT, body=body, **headers))
    handed_on = left(body=body, **headers)
    spoken = Replayed(200, NOW, PRIVACY, None)
    ours, theirs = (make_snapshot(DOMAIN, "key", AT, spoken, answer, NOW) for answer in (handed_on, came))
    assert ours == theirs
