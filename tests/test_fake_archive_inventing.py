"""Knows what holds for all archives that can be invented, and for the domains that are invented by the thousand."""

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.urlkeys import urlkey
from tests.fake_archive import Keys, Manners, Page
from tests.fake_archive.holdings import Holdings, digest_of, holding_of, moment_of
from tests.fake_archive.index_query import Asking, select
from tests.fake_archive.inventing import invent
from tests.fake_archive.replay_answers import answer_replay

HOME = "http://127.0.0.1:1"
URLS = st.sampled_from(
    ["http://a.example/", "https://www.a.example/privacy", "http://a.example/b?x=1", "http://sub.a.example/privacy"]
)
TIMES = st.integers(2000, 2023).map(lambda year: f"{year}0615120000")
PAGES = st.lists(st.builds(Page, url=URLS, timestamp=TIMES, body=st.sampled_from(["x", "y"])), max_size=20)


def asking(**said: str) -> Asking:
    return Asking(tuple({"url": "a.example", "matchType": "domain", **said}.items()))


def one_of_each(pages: list[Page]) -> Holdings:
    """Without two captures of one key at one moment: between those a resume key cannot tell (sheet 1.7)."""
    return Holdings.of({(urlkey(page.url), page.timestamp): holding_of(page) for page in pages}.values())


@given(PAGES, st.integers(1, 7), st.sampled_from([Keys.ONWARD, Keys.PAUSING]), st.booleans())
def test_pages_of_the_index_put_together_are_the_whole(pages, limit, keys, plain):
    holdings, manners = one_of_each(pages), Manners(resume_keys=keys, plain_resume_keys=plain)
    gathered, key = [], ""
    while key is not None:
        found = select(holdings, asking(limit=str(limit), showResumeKey="true", resumeKey=key), manners)
        gathered += found.rows
        key = found.resume_key
    assert gathered == select(holdings, asking(), manners).rows


@given(PAGES, st.integers(1, 7))
def test_the_first_and_the_last_of_a_limit_are_the_two_ends_of_the_whole(pages, limit):
    holdings = one_of_each(pages)
    whole = select(holdings, asking(), Manners()).rows
    assert select(holdings, asking(limit=str(limit)), Manners()).rows == whole[:limit]
    assert select(holdings, asking(limit=str(-limit)), Manners()).rows == whole[-limit:]


@given(PAGES, TIMES, URLS)
def test_a_replay_plays_what_was_asked_for_or_names_the_nearest(pages, timestamp, url):
    holdings = one_of_each(pages)
    there = [held.timestamp for held in holdings.at(urlkey(url))]
    answer = answer_replay(holdings, Manners(), f"/web/{timestamp}id_/{url}", False, HOME)
    if timestamp in there:
        assert answer.header("memento-datetime")
    elif not there:
        assert answer.status == 404
    else:
        named = (answer.header("x-archive-redirect-reason") or "").split(" ")[-1]
        gaps = {one: abs(moment_of(one) - moment_of(timestamp)) for one in there}
        assert gaps[named] == min(gaps.values())


@settings(max_examples=25)
@given(st.integers(0, 999_999), st.integers(2, 30))
def test_the_versions_of_an_invented_domain_cover_all_of_its_captures(number, captures):
    invented = invent(number, captures=captures)
    moments = [page.timestamp for page in invented.pages if "rivacy" in page.url]
    starts = [moments.index(first) for first, _ in invented.versions]
    ends = [moments.index(last) for _, last in invented.versions]
    assert (starts, ends) == ([0, *(end + 1 for end in ends[:-1])], [*ends[:-1], captures - 1])


def test_the_same_seed_invents_the_same_domain():
    assert invent(41, seed=3) == invent(41, seed=3)


def test_no_two_captures_of_an_invented_policy_share_a_digest():
    pages = [page for page in invent(7, captures=20).pages if "rivacy" in page.url]
    assert len({digest_of(str(page.body).encode()) for page in pages}) == 20
