"""The ways in which asking for something can end."""

import pytest

from crawler.outcomes import Outcome


def test_every_outcome_has_a_word_of_its_own():
    assert len({outcome.value for outcome in Outcome}) == len(list(Outcome))


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_says_what_it_means(outcome):
    assert outcome.meaning


def test_what_was_had_is_no_miss():
    assert {one for one in Outcome if not one.is_miss} == {Outcome.READ, Outcome.SAME_DIGEST, Outcome.REDIRECT}


def test_only_what_asking_again_may_bring_is_not_final():
    assert {one for one in Outcome if not one.final} == {
        Outcome.RATE_LIMITED,
        Outcome.ARCHIVE_DOWN,
        Outcome.CUT_SHORT,
        Outcome.NOT_ASKED,
        Outcome.TRUNCATED,
    }


@pytest.mark.parametrize("outcome", [one for one in Outcome if one.tells_of_bytes])
def test_what_is_so_of_bytes_is_so_for_good(outcome):
    assert outcome.final
