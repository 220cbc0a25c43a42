"""The walk on five recorded policies, 717 captures: what it finds of what reading all of them finds, for how much."""

from itertools import pairwise

import pytest

from crawler.blinks import blinks
from crawler.plans import read_all, sample
from tests.histories import ABSENT, HISTORIES, listed_changes, recorded_histories
from tests.walking import Told, play

# Listed as changes of words by a reader that saw `[email protected]` where visitors saw an address: Cloudflare's hiding
# was off for a week, and nothing else differs.
ONLY_THE_HIDING = ["20231019183000", "20231027123000"]

pytestmark = pytest.mark.skipif(not HISTORIES.exists(), reason=ABSENT)


@pytest.fixture(scope="module")
def walked() -> list[Told]:
    """Each policy after its walk."""
    pages = [page.again() for page in recorded_histories()]
    for page in pages:
        play([page])
    return pages


def wordings(page: Told) -> set[str | None]:
    return {page.endings[timestamp].wording for timestamp in page.findings} - {None}


def changed(page: Told) -> list[str]:
    """The first capture of each wording when every capture is read."""
    pairs = pairwise(zip(page.captures, page.wordings(), strict=True))
    return [new[0].timestamp for old, new in pairs if old[1] != new[1]]


def test_every_recorded_capture_is_read_as_a_policy():
    assert all(None not in page.wordings() for page in recorded_histories())


def test_all_of_the_wordings_are_found(walked):
    assert [set(page.wordings()) - wordings(page) for page in walked] == [set()] * len(walked)


def test_a_wording_costs_four_reads_at_most(walked):
    assert sum(len(page.findings) for page in walked) <= 4.0 * sum(len(wordings(page)) for page in walked)


def test_half_years_alone_show_half_of_the_wordings_at_most(walked):
    pages = [page.again() for page in recorded_histories()]
    for page in pages:
        play([page], sample)
    assert sum(len(wordings(page)) for page in pages) <= sum(len(wordings(page)) for page in walked) / 2


def test_the_wording_differs_wherever_a_change_is_listed_that_visitors_saw():
    joined = [
        timestamp
        for page in recorded_histories()
        for timestamp in listed_changes()[page.captures[0].original_url][1:]
        if timestamp not in changed(page)
    ]
    assert joined == ONLY_THE_HIDING


def test_the_wording_differs_nowhere_else_but_where_the_words_were_seen_to_differ():
    """Eighteen changes are not listed; each was looked at, and words of the policy differ in every one (2026-11)."""
    unlisted = [
        timestamp
        for page in recorded_histories()
        for timestamp in changed(page)
        if timestamp not in listed_changes()[page.captures[0].original_url]
    ]
    assert len(unlisted) <= 18


def test_nothing_blinks():
    pages = [page.again() for page in recorded_histories()]
    for page in pages:
        play([page], read_all)
    assert [blink for page in pages for blink in blinks(page.readable)] == []
