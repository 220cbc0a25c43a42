"""Knows the manners of the archive's replay that the stand-in must have, one by one (protocol sheet 2)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fake_archive import Block, FakeArchive, Manners, Oddity, Page, Shape
from tests.fake_archive.asking import Reply, ask, replay

RECORDED = Path(__file__).parent.parent.parent / "shared" / "recorded" / "wayback"

PRIVACY = "https://shop.example/privacy"
WORDS = "<p>We keep what you buy and nothing else.</p>" * 40
PAGES = [
    Page("http://shop.example/privacy", "20100101000000", "<p>one</p>"),
    Page(PRIVACY, "20120101000000", WORDS, headers=(("Server", "old"), ("X-Two", "a"), ("X-Two", "b"))),
    Page("http://www.shop.example/privacy", "20130101000000", WORDS, repeat=True),
    Page(PRIVACY, "20140101000000", status=301, headers=(("Location", "/legal?x=1"),)),
    Page(PRIVACY, "20150101000000", "<p>gone</p>", status=404),
    Page(PRIVACY, "20160101000000", "<p>busy</p>", status=503, headers=(("Retry-After", "6"),)),
    Page("https://shop.example/legal?x=1", "20140301000000", "<p>two</p>"),
]


@pytest.fixture(scope="module")
def archive() -> Iterator[FakeArchive]:
    with FakeArchive(pages=PAGES) as archive:
        yield archive


def replay_with(timestamp: str, url: str = PRIVACY, pages: list[Page] | None = None, **manners: object) -> Reply:
    with FakeArchive(pages=pages or PAGES, manners=Manners(**manners)) as archive:  # type: ignore[arg-type]
        return replay(archive, timestamp, url)


def test_an_exact_capture_is_replayed_with_its_moment(archive):
    reply = replay(archive, "20120101000000", PRIVACY)
    assert (reply.status, reply.text) == (200, WORDS)
    assert reply.header("memento-datetime") == "Sun, 01 Jan 2012 00:00:00 GMT"


def test_the_link_header_names_the_address_that_was_captured(archive):
    reply = replay(archive, "20100101000000", PRIVACY)
    assert (reply.header("link") or "").startswith('<http://shop.example/privacy>; rel="original", ')


def test_the_link_header_names_the_neighbours_in_the_browsers_view(archive):
    link = replay(archive, "20130101000000", PRIVACY).header("link") or ""
    roles = [part.split('rel="')[1].split('"')[0] for part in link.split(", <")]
    assert roles == [
        "original", "timemap", "timegate", "first memento", "prev memento", "memento", "next memento", "last memento",
    ]  # fmt: skip
    assert "id_" not in link


def test_the_headers_of_the_time_stand_behind_a_prefix_repeats_joined(archive):
    reply = replay(archive, "20120101000000", PRIVACY)
    assert (reply.header("x-archive-orig-server"), reply.header("x-archive-orig-x-two")) == ("old", "a, b")


def test_the_archive_file_is_named(archive):
    assert (replay(archive, "20120101000000", PRIVACY).header("x-archive-src") or "").endswith(".warc.gz")


def test_any_other_moment_leads_to_the_nearest_capture(archive):
    reply = replay(archive, "20110601000000", PRIVACY)
    assert (reply.status, reply.reason) == (302, "FOUND")
    assert reply.header("location") == f"{archive.url}/web/20120101000000id_/{PRIVACY}"
    assert reply.header("x-archive-redirect-reason") == "found capture at 20120101000000"


def test_the_jump_to_the_nearest_capture_is_no_memento(archive):
    assert replay(archive, "20110601000000", PRIVACY).header("memento-datetime") is None


def test_the_nearest_capture_may_be_one_of_another_spelling(archive):
    reply = replay(archive, "20100102000000", PRIVACY)
    assert (reply.header("location") or "").endswith("/20100101000000id_/http://shop.example/privacy")


def test_a_short_timestamp_means_its_latest_moment(archive):
    assert "/20120101000000id_/" in (replay(archive, "2011", PRIVACY).header("location") or "")


def test_no_timestamp_leads_to_the_latest(archive):
    assert "/20160101000000/" in (ask(archive, f"/web/{PRIVACY}").header("location") or "")


def test_two_slashes_squeezed_into_one_are_understood(archive):
    assert ask(archive, "/web/20120101000000id_/https:/shop.example/privacy").status == 200


def test_a_repeat_replays_with_the_body_it_repeats_and_a_moment_of_its_own(archive):
    reply = replay(archive, "20130101000000", PRIVACY)
    assert reply.text == WORDS
    assert reply.header("memento-datetime") == "Tue, 01 Jan 2013 00:00:00 GMT"


def test_a_repeat_of_something_that_is_not_kept_is_empty():
    reply = replay_with("20130101000000", pages=[Page(PRIVACY, "20130101000000", WORDS, repeat=True)])
    assert (reply.status, reply.body) == (200, b"")


@pytest.mark.parametrize(
    ("shape", "location"),
    [
        (Shape.ABSOLUTE, "http://{host}/web/20140101000000id_/https://shop.example/legal?x=1"),
        (Shape.PATH, "/web/20140101000000id_/https://shop.example/legal?x=1"),
        (Shape.SCHEMELESS, "//{host}/web/20140101000000id_/https://shop.example/legal?x=1"),
        (Shape.LIVE, "https://shop.example/legal?x=1"),
        (Shape.HOME, "http://{host}/"),
    ],
)
def test_an_archived_redirect_leads_on_in_each_shape(shape, location):
    with FakeArchive(pages=PAGES, manners=Manners(shape=shape)) as archive:
        reply = replay(archive, "20140101000000", PRIVACY)
        assert (reply.status, reply.reason) == (301, "Moved Permanently")
        assert reply.header("location") == location.format(host=f"127.0.0.1:{archive.port}")


def test_an_archived_redirect_is_a_memento(archive):
    assert replay(archive, "20140101000000", PRIVACY).header("memento-datetime")


def test_the_hop_after_an_archived_redirect_is_a_jump_to_the_nearest(archive):
    reply = replay(archive, "20140101000000", "https://shop.example/legal?x=1")
    assert reply.header("x-archive-redirect-reason") == "found capture at 20140301000000"


def test_archived_redirects_may_lead_in_a_circle():
    there = Page("http://shop.example/a", "20120101000000", status=302, headers=(("Location", "/b"),))
    back = Page("http://shop.example/b", "20120101000000", status=302, headers=(("Location", "/a"),))
    with FakeArchive(pages=[there, back]) as archive:
        onward = replay(archive, "20120101000000", "http://shop.example/a").header("location") or ""
        again = ask(archive, onward.removeprefix(archive.url)).header("location") or ""
    assert again.endswith("id_/http://shop.example/a")


@pytest.mark.parametrize(("timestamp", "status"), [("20150101000000", 404), ("20160101000000", 503)])
def test_an_error_of_the_time_is_a_memento(archive, timestamp, status):
    reply = replay(archive, timestamp, PRIVACY)
    assert (reply.status, bool(reply.header("memento-datetime"))) == (status, True)


def test_a_retry_after_of_the_time_stands_behind_the_prefix(archive):
    reply = replay(archive, "20160101000000", PRIVACY)
    assert (reply.header("retry-after"), reply.header("x-archive-orig-retry-after")) == (None, "6")


def test_what_was_never_archived_is_a_404_that_is_no_memento(archive):
    reply = replay(archive, "20150101000000", "https://shop.example/nothing")
    assert (reply.status, reply.reason, reply.header("memento-datetime")) == (404, "NOT FOUND", None)
    assert "The Wayback Machine has not archived that URL." in reply.text


def test_an_excluded_page_once_came_as_a_200():
    reply = replay_with("20120101000000", blocked={"shop.example": Block.PAGE})
    assert (reply.status, reply.header("memento-datetime")) == (200, None)
    assert "This URL has been excluded from the Wayback Machine." in reply.text


@pytest.mark.parametrize("block", [Block.V1, Block.V2, Block.ROBOTS])
def test_a_withheld_page_is_a_403_that_names_its_reason(block):
    reply = replay_with("20120101000000", blocked={"shop.example": block})
    assert reply.status == 403
    assert "AccessControlException" in (reply.header("x-archive-wayback-runtime-error") or "")


def test_an_unplayable_capture_leads_to_a_neighbour():
    odd = (Oddity(PRIVACY, "20120101000000", unplayable=True),)
    reply = replay_with("20120101000000", oddities=odd)
    assert reply.header("x-archive-redirect-reason") == "found capture at 20130101000000"


def test_header_names_may_be_capitals():
    names = [name for name, _ in replay_with("20120101000000", capital_headers=True).headers]
    assert "Memento-Datetime" in names


def test_a_browser_is_shown_a_redirect_as_a_page(archive):
    reply = ask(archive, f"/web/20140101000000/{PRIVACY}")
    assert (reply.status, reply.header("memento-datetime")) == (200, None)
    assert "Got an HTTP 301 response at crawl time" in reply.text


def test_a_browser_is_shown_a_page_with_a_toolbar(archive):
    assert "WAYBACK TOOLBAR" in ask(archive, f"/web/20120101000000/{PRIVACY}").text


def recorded_names(name: str) -> set[str]:
    said = json.loads((RECORDED / name).read_text())["headers"]
    return {key.lower() for key in said}


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers are not beside this repository")
@pytest.mark.parametrize(
    ("recording", "timestamp"),
    [
        ("get_memento_with_redirects/01.json", "20140101000000"),
        ("get_memento_with_redirects/02.json", "20110601000000"),
        ("get_memento_with_redirects/03.json", "20120101000000"),
        ("get_memento_works_on_archived_rate_limit_responses/01.json", "20160101000000"),
    ],
)
def test_what_tells_answers_apart_stands_in_the_same_headers_as_recorded(archive, recording, timestamp):
    telling = {"memento-datetime", "location", "x-archive-redirect-reason", "link", "x-archive-src", "x-ts"}
    answered = {name.lower() for name, _ in replay(archive, timestamp, PRIVACY).headers}
    assert answered & telling == recorded_names(recording) & telling
