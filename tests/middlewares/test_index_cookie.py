"""An index keeps a client that pages through it on one of its servers: by a cookie that nobody else is shown."""

import pytest

from crawler.middlewares.index_cookie import IndexCookie
from crawler.pacing import Kind
from tests.middlewares.crawlers import request, response, run


@pytest.fixture
def cookie():
    return IndexCookie()


def give(cookie, *lines, kind=Kind.INDEX):
    asked = request(kind=kind)
    answer = response(asked)
    for line in lines:
        answer.headers.appendlist("Set-Cookie", line)
    run(cookie.process_response(asked, answer))


def sent(cookie, kind=Kind.INDEX):
    asked = request(kind=kind)
    run(cookie.process_request(asked))
    return asked.headers.get("Cookie")


def test_the_index_gets_back_what_it_gave(cookie):
    give(cookie, "server=wwwb-app12; path=/; Domain=archive.org")
    assert sent(cookie) == b"server=wwwb-app12"


def test_the_last_word_of_the_index_counts(cookie):
    give(cookie, "server=1")
    give(cookie, "server=2", "zone=b")
    assert sent(cookie) == b"server=2; zone=b"


def test_nothing_is_sent_before_anything_was_given(cookie):
    assert sent(cookie) is None


def test_replay_is_shown_no_cookie(cookie):
    give(cookie, "server=1")
    assert sent(cookie, Kind.REPLAY) is None


def test_cookies_of_archived_pages_are_not_taken(cookie):
    give(cookie, "session=of-the-past", kind=Kind.REPLAY)
    assert sent(cookie) is None
