"""What is worth asking the archive again: its own faults, never what the past answered."""

import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Request

from crawler.asks import AskIndex
from crawler.errors import Fault
from crawler.middlewares.archive_moment import ArchiveMoment
from crawler.middlewares.archive_retry import MOST_TRIES, MOST_TRIES_IF_TOO_LARGE, ArchiveRetry, backoff
from crawler.pacing import Kind
from tests.examples import WAYBACK, page_question
from tests.middlewares.crawlers import crawler, request, response, run

MOMENT = "Thu, 01 Mar 2012 12:00:00 GMT"


SLEPT: list[float] = []


@pytest.fixture(autouse=True)
def rested():
    """Nobody has slept yet."""
    SLEPT.clear()


async def sleep(seconds):
    SLEPT.append(seconds)


def retry(made):
    return ArchiveRetry(made, sleep)


def after_answer(asked=None, archive=WAYBACK, **answer):
    """The request or the response that comes out, when the answer was heard first."""
    asked, made = asked or request(), crawler(ARCHIVE_URL=archive)
    given = response(asked, **answer)
    run(ArchiveMoment.from_crawler(made).process_response(asked, given))
    return run(retry(made).process_response(asked, given))


def after_exception(exception, asked=None):
    return run(retry(crawler()).process_exception(asked or request(), exception))


def is_asked_again(**answer):
    return isinstance(after_answer(**answer), Request)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_archived_fault_is_not_retried(status):
    assert not is_asked_again(status=status, memento_datetime=MOMENT)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 520])
def test_a_fault_of_the_archive_is_retried(status):
    assert is_asked_again(status=status)


def test_a_page_of_the_archive_instead_of_a_capture_is_retried():
    assert is_asked_again(status=200, body=b"Internet Archive services are temporarily offline")


@pytest.mark.parametrize("status", [403, 404, 451])
def test_what_cannot_be_had_is_not_retried(status):
    assert not is_asked_again(status=status)


def test_a_capture_is_not_retried():
    assert not is_asked_again(status=200, memento_datetime=MOMENT, body=b"<html><p>We keep nothing.</p></html>")


def test_an_index_question_that_is_too_large_is_asked_less_often_before_it_is_made_smaller():
    asked = request(f"{WAYBACK}/cdx/search/cdx", Kind.INDEX, ask=AskIndex(page_question(), None))
    assert tries(lambda asked: after_answer(asked, status=504), asked) == MOST_TRIES_IF_TOO_LARGE < MOST_TRIES


@pytest.mark.parametrize(
    "exception",
    [
        DownloadTimeoutError,
        DownloadConnectionRefusedError,
        DownloadFailedError,
        CannotResolveHostError,
        ResponseDataLossError,
        ConnectionResetError,
    ],
)
def test_trouble_on_the_line_is_retried(exception):
    assert isinstance(after_exception(exception()), Request)


@pytest.mark.parametrize("exception", [Fault("left the archive"), ValueError("a bug"), KeyError("heard")])
def test_a_fault_of_ours_is_not_retried(exception):
    assert after_exception(exception) is None


def tries(again, asked=None):
    """How often a question is asked until its answer is taken for what it is."""
    count, asked = 1, asked or request()
    while isinstance(asked := again(asked), Request):
        count += 1
    return count


def test_answers_are_retried_so_often_and_then_taken():
    assert tries(lambda asked: after_answer(asked, status=503)) == MOST_TRIES


def test_a_silent_line_is_retried_so_often_and_then_taken():
    assert tries(lambda asked: after_exception(DownloadTimeoutError(), asked)) == MOST_TRIES


def test_answers_and_a_silent_line_are_counted_together():
    asked = after_answer(status=503)
    for _ in range(MOST_TRIES - 2):
        asked = after_exception(DownloadTimeoutError(), asked)
    assert not isinstance(after_answer(asked, status=503), Request)


def test_a_retry_goes_behind_what_was_not_asked_yet():
    assert after_answer(status=503).priority < request().priority


def test_a_retry_is_not_taken_for_a_repetition():
    assert after_answer(status=503).dont_filter


def test_a_retry_asks_the_same_for_the_same():
    again = after_answer(status=503)
    assert (again.url, again.meta["ask"], again.meta["kind"]) == (request().url, request().meta["ask"], Kind.REPLAY)


def test_only_the_last_time_is_a_part_better_than_nothing():
    asked, told = request(), []
    while isinstance(asked := after_exception(ResponseDataLossError(), asked), Request):
        told.append(asked.meta.get("download_fail_on_dataloss", True))
    assert told == [True] * (MOST_TRIES - 2) + [False]


def test_retries_are_counted_by_their_reason():
    made, asked = crawler(), request()
    given = response(asked, status=429)
    run(ArchiveMoment.from_crawler(made).process_response(asked, given))
    run(retry(made).process_response(asked, given))
    assert made.stats is None or made.stats.get_value("retries/rate-limited") == 1


# ---- how long before


def test_before_each_retry_there_is_a_longer_rest():
    tries(lambda asked: after_answer(asked, status=503))
    assert len(SLEPT) == MOST_TRIES - 1


@pytest.mark.parametrize(("count", "seconds"), [(1, 2), (2, 8), (3, 32), (4, 60), (9, 60)])
def test_a_rest_is_half_as_long_again_or_half_as_long_at_most(count, seconds):
    assert all(seconds / 2 <= backoff(count) <= seconds * 1.5 for _ in range(100))


def test_those_that_failed_together_do_not_come_back_together():
    assert len({backoff(1) for _ in range(20)}) > 1


def test_after_a_429_the_pace_itself_pauses():
    after_answer(status=429)
    assert SLEPT == []


def test_an_archive_that_is_not_paced_is_asked_again_at_once():
    after_answer(archive="http://127.0.0.1:8080", status=503)
    assert SLEPT == []
