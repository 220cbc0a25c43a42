"""Which addresses of a domain's index rows are policy pages, and the captures each of them brings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import FoundBy
from crawler.locating.index_rows import MOST_PAGES, policy_pages
from crawler.urlkeys import urlkey
from tests.examples import DOMAIN, PRIVACY, capture

SITE = "http://palace.example"
YEARS = [f"20{year:02}0401000000" for year in range(5, 15)]


def rows(url, *timestamps, status=200):
    return [capture(at, status=status, url=url) for at in timestamps or YEARS]


def found(*many):
    return [page.url for page, _ in policy_pages(DOMAIN, [row for each in many for row in each])]


def test_a_policy_page_comes_with_its_captures_in_order():
    ((page, timeline),) = policy_pages(DOMAIN, reversed(rows(PRIVACY)))
    assert (page.urlkey, page.found_by, [one.timestamp for one in timeline]) == (urlkey(PRIVACY), FoundBy.INDEX, YEARS)


def test_spellings_of_one_address_are_one_page_under_its_latest():
    https = "https://www.palace.example/privacy"
    assert found(rows(PRIVACY, *YEARS[:5]), rows(https, *YEARS[5:])) == [https]


@pytest.mark.parametrize(
    "junk", ["http://[::1/privacy", "http://\u2100.example/privacy", "http://[", "http://a]b/privacy"]
)
def test_an_address_that_nobody_can_read_is_in_nobodys_way(junk):
    assert PRIVACY in found(rows(PRIVACY), rows(junk))


def test_other_addresses_are_no_policy_pages():
    assert found(rows(f"{SITE}/rooms"), rows(f"{SITE}/blog/2014/05/privacy-and-you"), rows(f"{SITE}/tag/privacy")) == []


def test_the_likeliest_page_comes_first():
    assert found(rows(f"{SITE}/legal"), rows(f"{SITE}/cookies"), rows(PRIVACY))[0] == PRIVACY


def test_of_equal_addresses_the_one_that_held_for_years_comes_first():
    other = f"{SITE}/en/privacy"
    assert found(rows(other), rows(PRIVACY, YEARS[0])) == [other, PRIVACY]


def test_an_address_that_only_ever_sent_its_readers_on_ranks_lower():
    other = f"{SITE}/legal/privacy-policy"
    assert found(rows(PRIVACY, status=301), rows(other, *YEARS[:2])) == [other, PRIVACY]


def test_an_address_that_only_ever_answered_with_errors_is_a_guess_of_some_crawler():
    assert found(rows(PRIVACY, status=404)) == []


def test_a_revisit_counts_as_a_page():
    assert found(rows(PRIVACY, status=None)) == [PRIVACY]


def test_of_many_only_the_likeliest_are_taken():
    many = [rows(f"{SITE}/{number}/privacy") for number in range(30)]
    assert len(found(*many, rows(PRIVACY))) == MOST_PAGES


def test_no_rows_have_no_pages():
    assert found() == []


ROWS = st.lists(
    st.builds(
        capture,
        st.sampled_from(YEARS),
        status=st.sampled_from([200, 301, 404, None]),
        url=st.sampled_from([PRIVACY, f"{SITE}/legal", f"{SITE}/en/privacy", f"{SITE}/cookies", f"{SITE}/rooms"]),
    )
)


@given(ROWS, st.randoms())
def test_the_order_of_rows_makes_no_difference(told, random):
    shuffled = told[:]
    random.shuffle(shuffled)
    assert policy_pages(DOMAIN, shuffled) == policy_pages(DOMAIN, told)
