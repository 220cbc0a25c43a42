"""What was served is checked against what was asked for, and redirects are followed inside limits."""

from dataclasses import replace

import pytest

from crawler.archives.answers import Elsewhere, Replayed
from crawler.asks import FEWER_ROWS, MOST_HOPS, AskCapture, AskHome, AskIndex, check_served, next_hop, smaller
from crawler.errors import Skip
from crawler.moments import read_timestamp
from crawler.outcomes import Outcome
from tests.examples import HOME, LEGAL, PRIVACY, capture, domain_question, interval, moment, page_question

AT = "20120301120000"
LATER = "20120302120000"
WINDOW = interval("2012-H1")
CAPTURE = capture(AT)
ASK = AskCapture(CAPTURE.urlkey, CAPTURE, WINDOW, PRIVACY, AT)
HOME_ASK = AskHome(WINDOW, HOME, AT)


def replayed(url=PRIVACY, at=AT, status=200, leads_to=None):
    return Replayed(status, read_timestamp(at), url, leads_to)


def refusal(do, *arguments):
    with pytest.raises(Skip) as raised:
        do(*arguments)
    return raised.value.outcome


# ---- names: what is the same question


def test_the_same_page_of_an_index_asked_further_has_the_same_name():
    first = AskIndex(page_question(), "key")
    further = AskIndex(page_question(resume_key="more"), "key", frozenset({"more"}))
    assert first.name == further.name


def test_questions_about_different_things_have_different_names():
    asks = [ASK, HOME_ASK, AskIndex(page_question(), None), AskIndex(page_question(), "key")]
    assert len({ask.name for ask in asks}) == 4


def test_a_capture_keeps_its_name_from_hop_to_hop():
    assert next_hop(ASK, replayed(leads_to=LEGAL)).name == ASK.name


# ---- what was served


def test_what_was_asked_for_is_what_was_served():
    assert check_served(ASK, replayed()) == replayed()


@pytest.mark.parametrize("url", ["https://www.palace.example/privacy", "http://palace.example:80/Privacy/"])
def test_another_spelling_is_the_same_address(url):
    assert check_served(ASK, replayed(url)).url == url


def test_a_capture_of_another_address_is_refused():
    assert refusal(check_served, ASK, replayed("http://palace.example/rooms")) is Outcome.WRONG_ADDRESS


def test_a_capture_of_another_moment_is_refused():
    assert refusal(check_served, ASK, replayed(at=LATER)) is Outcome.WRONG_MOMENT


def test_a_capture_whose_date_was_mended_is_of_the_moment_asked_for():
    ask = AskCapture("key", capture("20120003112233"), WINDOW, PRIVACY, "20120003112233")
    assert check_served(ask, replayed(at="20120311223300")).moment == read_timestamp("20120311223300")


def test_a_capture_that_is_listed_and_cannot_be_played_is_refused():
    assert refusal(check_served, ASK, Elsewhere(LATER, PRIVACY)) is Outcome.UNPLAYABLE


def test_the_same_moment_under_another_spelling_is_gone_to():
    assert check_served(ASK, Elsewhere(AT, "https://palace.example/privacy")).timestamp == AT


def test_behind_a_redirect_the_nearest_capture_will_do():
    behind = next_hop(ASK, replayed(leads_to=LEGAL))
    assert check_served(behind, replayed(LEGAL, at=LATER)).moment == read_timestamp(LATER)


def test_the_home_page_of_an_interval_may_be_of_any_moment():
    assert check_served(HOME_ASK, replayed(HOME, at=LATER)).moment == read_timestamp(LATER)


def test_a_home_page_that_was_named_must_be_that_one():
    exactly = AskHome(WINDOW, HOME, AT, exact=True)
    assert refusal(check_served, exactly, replayed(HOME, at=LATER)) is Outcome.WRONG_MOMENT


# ---- the next hop


def test_an_archived_redirect_is_asked_for_at_its_own_moment():
    hop = next_hop(ASK, replayed(status=301, leads_to=LEGAL))
    assert (hop.url, hop.timestamp, hop.exact) == (LEGAL, AT, False)


def test_the_nearest_capture_is_asked_for_at_the_moment_it_names():
    behind = next_hop(ASK, replayed(leads_to=LEGAL))
    assert next_hop(behind, Elsewhere(LATER, LEGAL)).timestamp == LATER


def test_the_capture_that_was_asked_for_is_remembered_from_hop_to_hop():
    hop = next_hop(next_hop(ASK, replayed(leads_to=LEGAL)), Elsewhere(LATER, LEGAL))
    assert (hop.capture, hop.urlkey, hop.window) == (ASK.capture, ASK.urlkey, ASK.window)


def test_a_circle_is_left():
    there = next_hop(ASK, replayed(leads_to=LEGAL))
    back = next_hop(there, replayed(LEGAL, leads_to=PRIVACY))
    assert refusal(next_hop, back, replayed(leads_to=LEGAL)) is Outcome.REDIRECT_LOOP


def test_a_change_of_scheme_alone_is_no_circle():
    hop = next_hop(ASK, replayed(leads_to="https://palace.example/privacy"))
    assert hop.url == "https://palace.example/privacy"


def test_more_than_ten_redirects_are_too_many():
    ask = ASK
    for number in range(MOST_HOPS):
        ask = next_hop(ask, replayed(leads_to=f"{LEGAL}/{number}"))
    assert refusal(next_hop, ask, replayed(leads_to=f"{LEGAL}/last")) is Outcome.TOO_MANY_HOPS


@pytest.mark.parametrize("at", ["20111231235959", "20120701000000"])
def test_a_capture_outside_the_interval_is_not_gone_to(at):
    behind = next_hop(ASK, replayed(leads_to=LEGAL))
    assert refusal(next_hop, behind, Elsewhere(at, LEGAL)) is Outcome.OUT_OF_WINDOW


# ---- a question that is too large for the index


def large(**told):
    return AskIndex(replace(page_question(limit=10_000), **told), "key")


def test_first_fewer_rows_are_asked_for_at_a_time():
    made = smaller(large())
    assert (made.question.limit, made.question.since, made.rest) == (FEWER_ROWS, large().question.since, ())


def test_then_half_of_the_time_and_the_other_half_behind_it():
    whole = large(limit=FEWER_ROWS)
    made = smaller(whole)
    stretches = [(one.since, one.until) for one in (made.question, *made.rest)]
    assert (stretches[0][0], stretches[-1][1]) == (whole.question.since, whole.question.until)
    assert stretches[0][1] == stretches[1][0]


def test_a_question_about_less_than_a_year_is_not_made_smaller():
    assert smaller(large(limit=FEWER_ROWS, since=moment(2013), until=moment(2013, 12))) is None


def test_a_whole_domain_is_not_cut_by_time_because_the_index_scans_all_of_it_all_the_same():
    fewer = smaller(AskIndex(replace(domain_question("privacy"), limit=10_000), None))
    assert (fewer.question.limit, smaller(fewer)) == (FEWER_ROWS, None)
