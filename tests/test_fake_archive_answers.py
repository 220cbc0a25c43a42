"""Knows how the index must write its answers: formats, resume keys, refusals and errors (protocol sheet 1)."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fake_archive import Block, FakeArchive, Keys, Manners, Page
from tests.fake_archive.asking import ask, ask_index

RECORDED = Path(__file__).parent.parent.parent / "shared" / "recorded" / "wayback"

PAGES = [
    Page("http://shop.example/privacy", "20100101000000", "one"),
    Page("https://www.shop.example/Privacy/", "20120101000000", "two"),
    Page("https://www.shop.example/privacy", "20120601000000", "two", repeat=True),
    Page("http://shop.example/privacy-policy", "20110101000000", "three"),
    Page("http://blog.shop.example/privacy", "20140101000000", "five"),
    Page("http://shopping.example/privacy", "20100101000000", "another domain"),
]


@pytest.fixture(scope="module")
def archive() -> Iterator[FakeArchive]:
    with FakeArchive(pages=PAGES) as archive:
        yield archive


def serve(*pages: Page, **manners: object) -> FakeArchive:
    return FakeArchive(pages=pages or PAGES, manners=Manners(**manners))  # type: ignore[arg-type]


def test_columns_come_as_asked_for_and_unknown_ones_not_at_all(archive):
    text = ask_index(archive, url="shop.example/privacy", fl="timestamp,nonsense,urlkey", limit="1").text
    assert text == '[["timestamp","urlkey"],\n["20100101000000","example,shop)/privacy"]]\n'


def test_a_repeat_has_no_status_and_the_digest_of_what_it_repeats(archive):
    _, second, repeat = ask_index(archive, url="shop.example/privacy").rows
    assert repeat[3:6] == ["warc/revisit", "-", second[5]]


def test_an_empty_payload_has_the_well_known_digest():
    with serve(Page("http://shop.example/", "20100101000000", "", status=301)) as archive:
        assert ask_index(archive, url="shop.example").rows[0][5] == "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"


def test_text_has_a_row_to_a_line(archive):
    text = ask_index(archive, url="shop.example/privacy", output="", limit="1").text
    assert text.split(" ")[:3] == ["example,shop)/privacy", "20100101000000", "http://shop.example/privacy"]
    assert text.endswith("\n")


def test_the_old_server_wrote_its_json_with_spaces():
    with serve(spaced_json=True) as archive:
        text = ask_index(archive, url="shop.example/privacy", fl="urlkey,timestamp", limit="1").text
    assert text == '[["urlkey", "timestamp"],\n ["example,shop)/privacy", "20100101000000"]]\n'


def test_nothing_found_is_an_empty_list_in_json(archive):
    assert ask_index(archive, url="nowhere.example").text == "[]\n"


def test_nothing_found_is_no_bytes_in_text(archive):
    reply = ask_index(archive, url="nowhere.example", output="text")
    assert (reply.status, reply.body) == (200, b"")


def test_gzip_comes_to_those_who_accept_it(archive):
    reply = ask_index_gzipped(archive)
    assert reply.header("content-encoding") == "gzip"
    assert gzip.decompress(reply.body).startswith(b"[[")


def test_gzip_can_be_declined(archive):
    assert ask(archive, "/cdx/search/cdx?url=shop.example/privacy&gzip=false", accept_encoding="gzip").text.startswith(
        "example,"
    )


def ask_index_gzipped(archive: FakeArchive):
    return ask(archive, "/cdx/search/cdx?url=shop.example/privacy&output=json", accept_encoding="gzip")


def test_a_resume_key_in_json_follows_an_empty_row(archive):
    rows = ask_index(archive, url="*.shop.example", limit="2", showResumeKey="true").rows
    assert rows[2] == []
    assert len(rows[3]) == 1


def test_a_resume_key_in_text_follows_a_blank_line(archive):
    lines = ask_index(archive, url="*.shop.example", limit="2", showResumeKey="true", output="text").text.split("\n")
    assert (lines[2], bool(lines[3]), lines[4:]) == ("", True, [""])


def test_without_a_limit_there_is_no_resume_key(archive):
    assert [] not in ask_index(archive, url="*.shop.example", showResumeKey="true").rows


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("keys", [Keys.ONWARD, Keys.PAUSING])
def test_pages_joined_by_resume_keys_are_the_whole(plain, keys):
    with serve(plain_resume_keys=plain, resume_keys=keys) as archive:
        whole = ask_index(archive, url="*.shop.example").rows
        assert all_pages(archive) == whole


def all_pages(archive: FakeArchive) -> list[list[str]]:
    gathered: list[list[str]] = []
    key = ""
    while True:
        rows = ask_index(archive, url="*.shop.example", limit="2", showResumeKey="true", resumeKey=key).rows
        if [] not in rows:
            return gathered + rows
        gathered += rows[:-2]
        key = rows[-1][0]


def test_a_full_last_page_may_carry_a_key_that_leads_to_nothing(archive):
    asked = {"url": "shop.example", "matchType": "prefix", "to": "2010", "limit": "1", "showResumeKey": "true"}
    key = ask_index(archive, **asked).rows[-1][0]
    assert ask_index(archive, **asked, resumeKey=key).text == "[]\n"


def test_circling_keys_never_come_to_an_end():
    with serve(resume_keys=Keys.CIRCLING) as archive:
        first = ask_index(archive, url="*.shop.example", limit="2", showResumeKey="true").rows[-1][0]
        second = ask_index(archive, url="*.shop.example", limit="2", showResumeKey="true", resumeKey=first).rows[-1][0]
    assert second == first


def test_a_row_may_stand_there_twice():
    with serve(duplicate_rows=2) as archive:
        first, second, *_ = ask_index(archive, url="shop.example/privacy").rows
    assert first == second


def test_an_index_that_would_have_to_look_at_too_much_gives_up():
    with serve(most_scanned=3) as archive:
        assert ask_index(archive, url="*.shop.example").status == 504


def test_a_lower_limit_or_a_narrower_range_gets_through():
    with serve(most_scanned=3) as archive:
        assert len(ask_index(archive, url="*.shop.example", limit="3").rows) == 3


def test_an_owners_block_is_a_403_with_a_line_of_text():
    with serve(blocked={"shop.example": Block.V1}) as archive:
        reply = ask_index(archive, url="shop.example/privacy")
    assert reply.status == 403
    assert "AdministrativeAccessControlException: Blocked Site Error" in reply.text


def test_the_new_server_names_the_block_in_a_header_alone():
    with serve(blocked={"shop.example": Block.V2}) as archive:
        reply = ask_index(archive, url="*.shop.example")
    assert (reply.status, reply.body) == (403, b"")
    assert "AdministrativeAccessControlException" in (reply.header("x-archive-wayback-runtime-error") or "")


def test_a_block_by_robots_says_so():
    with serve(blocked={"shop.example": Block.ROBOTS}) as archive:
        assert "RobotAccessControlException" in ask_index(archive, url="blog.shop.example").text


def test_a_block_leaves_other_domains_alone():
    with serve(blocked={"shop.example": Block.V1}) as archive:
        assert ask_index(archive, url="shopping.example/privacy").status == 200


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers are not beside this repository")
def test_the_block_is_worded_as_it_was_recorded():
    recorded = gzip.decompress((RECORDED / "search_raises_for_blocked_urls" / "01.body").read_bytes())
    with serve(blocked={"shop.example": Block.V1}) as archive:
        assert ask_index(archive, url="shop.example").body == recorded


def test_a_request_without_a_user_agent_is_a_bad_request(archive):
    assert ask(archive, "/cdx/search/cdx?url=shop.example", user_agent="").status == 400


def test_a_query_without_an_address_is_a_bad_request(archive):
    assert ask(archive, "/cdx/search/cdx?output=json").status == 400


def test_numbered_pages_are_a_bad_request(archive):
    assert ask_index(archive, url="shop.example", page="1").status == 400


def test_the_index_sets_a_cookie_that_names_its_server(archive):
    assert (ask_index(archive, url="shop.example").header("set-cookie") or "").startswith("wb-cdx-SERVER=")


def test_the_timemap_answers_like_the_index(archive):
    assert ask(archive, "/web/timemap/json/http://shop.example/privacy").rows == (
        ask_index(archive, url="shop.example/privacy").rows
    )


def test_the_timemap_in_link_format_names_every_capture(archive):
    assert ask(archive, "/web/timemap/link/http://shop.example/privacy").text.count("memento") == 3


def test_a_length_may_be_unknown_and_a_month_impossible():
    with serve(Page("http://shop.example/", "20130012304500", "odd", length="-")) as archive:
        row = ask_index(archive, url="shop.example").rows[0]
    assert (row[1], row[6]) == ("20130012304500", "-")


def test_junk_that_was_taken_for_an_address_is_listed_as_it_is():
    with serve(Page("http://mailto:someone@shop.example/", "20130101000000", "", media_type=None)) as archive:
        row = ask_index(archive, url="shop.example").rows[0]
    assert (row[2], row[3]) == ("http://mailto:someone@shop.example/", "unk")
