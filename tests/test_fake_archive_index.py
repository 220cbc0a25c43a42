"""Knows which rows the index must select: ranges, dates, filters, collapse and limit (protocol sheet 1)."""

from collections.abc import Iterator

import pytest

from tests.fake_archive import FakeArchive, Page
from tests.fake_archive.asking import ask_index

PAGES = [
    Page("http://shop.example/privacy", "20100101000000", "one"),
    Page("https://www.shop.example/Privacy/", "20120101000000", "two"),
    Page("https://www.shop.example/privacy", "20120601000000", "two", repeat=True),
    Page("http://shop.example/privacy-policy", "20110101000000", "three"),
    Page("http://shop.example/privacy/children", "20130101000000", "four", status=404),
    Page("http://blog.shop.example/privacy", "20140101000000", "five"),
    Page("http://shop.example/", "20090101000000", "home"),
    Page("http://shopping.example/privacy", "20100101000000", "another domain"),
]


@pytest.fixture(scope="module")
def archive() -> Iterator[FakeArchive]:
    with FakeArchive(pages=PAGES) as archive:
        yield archive


def keys(rows: list[list[str]]) -> list[str]:
    return [row[0] for row in rows]


def times(rows: list[list[str]]) -> list[str]:
    return [row[1][:6] for row in rows]


def test_an_exact_query_unites_the_spellings_of_one_address(archive):
    rows = ask_index(archive, url="http://www.shop.example:80/PRIVACY").rows
    assert times(rows) == ["201001", "201201", "201206"]


def test_a_prefix_query_reaches_everything_that_begins_so(archive):
    rows = ask_index(archive, url="shop.example/privacy*").rows
    assert sorted(set(keys(rows))) == [
        "example,shop)/privacy",
        "example,shop)/privacy-policy",
        "example,shop)/privacy/children",
    ]


def test_a_prefix_with_a_closing_slash_leaves_the_bare_address_out(archive):
    assert keys(ask_index(archive, url="shop.example/privacy/", matchType="prefix").rows) == [
        "example,shop)/privacy/children"
    ]


def test_a_prefix_of_the_bare_slash_is_the_whole_host(archive):
    prefix = ask_index(archive, url="shop.example/", matchType="prefix").rows
    assert prefix == ask_index(archive, url="shop.example", matchType="host").rows


def test_a_host_query_leaves_subdomains_out(archive):
    assert "example,shop,blog)/privacy" not in keys(ask_index(archive, url="shop.example", matchType="host").rows)


def test_a_domain_query_takes_subdomains_in_and_like_names_not(archive):
    found = keys(ask_index(archive, url="*.shop.example").rows)
    assert {key.partition(")")[0] for key in found} == {"example,shop", "example,shop,blog"}


def test_rows_come_in_byte_order_of_their_keys(archive):
    found = keys(ask_index(archive, url="shop.example", matchType="domain").rows)
    assert found == sorted(found, key=str.encode)


def test_a_key_with_a_port_lies_outside_the_domain():
    with FakeArchive(pages=[*PAGES, Page("http://shop.example:8080/privacy", "20150101000000", "hidden")]) as archive:
        found = keys(ask_index(archive, url="shop.example", matchType="domain").rows)
    assert "example,shop:8080)/privacy" not in found


def test_an_unknown_match_type_is_passed_over_in_silence(archive):
    assert len(ask_index(archive, url="shop.example/privacy", matchType="sideways").rows) == 3


def test_the_upper_bound_takes_in_everything_that_begins_with_it(archive):
    rows = ask_index(archive, url="shop.example/privacy", **{"from": "2012", "to": "2012"}).rows
    assert times(rows) == ["201201", "201206"]


def test_a_filter_must_match_the_whole_field(archive):
    assert ask_index(archive, ("filter", "statuscode:2"), url="*.shop.example").text == "[]\n"


def test_a_filter_on_the_status_drops_the_repeats(archive):
    rows = ask_index(archive, ("filter", "statuscode:200"), url="shop.example/privacy").rows
    assert times(rows) == ["201001", "201201"]


def test_filters_are_joined_by_and(archive):
    wanted = [("filter", "urlkey:.*privacy.*"), ("filter", "!statuscode:(200|-)")]
    assert keys(ask_index(archive, *wanted, url="*.shop.example").rows) == ["example,shop)/privacy/children"]


def test_a_tilde_looks_for_plain_text_in_the_field(archive):
    assert len(ask_index(archive, ("filter", "~urlkey:children"), url="*.shop.example").rows) == 1


def test_a_negated_tilde_is_written_tilde_first(archive):
    everything = len(ask_index(archive, url="*.shop.example").rows)
    assert len(ask_index(archive, ("filter", "~!urlkey:children"), url="*.shop.example").rows) == everything - 1


def test_a_filter_without_a_field_is_about_the_whole_line(archive):
    assert len(ask_index(archive, ("filter", ".* 404 .*"), url="*.shop.example").rows) == 1


def test_a_broken_regular_expression_is_a_bad_request(archive):
    assert ask_index(archive, ("filter", "urlkey:(("), url="shop.example").status == 400


def test_collapse_keeps_the_first_of_each_run_of_neighbours(archive):
    rows = ask_index(archive, url="shop.example/privacy", collapse="timestamp:4").rows
    assert times(rows) == ["201001", "201201"]


def test_collapse_comes_after_the_filters(archive):
    rows = ask_index(
        archive, ("filter", "mimetype:warc/revisit"), url="shop.example/privacy", collapse="timestamp:4"
    ).rows
    assert times(rows) == ["201206"]


def test_a_limit_takes_the_oldest(archive):
    assert times(ask_index(archive, url="shop.example/privacy", limit="1").rows) == ["201001"]


def test_a_negative_limit_takes_the_newest(archive):
    assert times(ask_index(archive, url="shop.example/privacy", limit="-2").rows) == ["201201", "201206"]
