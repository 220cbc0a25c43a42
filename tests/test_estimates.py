"""What a list would take, said before anything is asked."""

from datetime import timedelta

import pytest

from crawler.domains import ListedDomain
from crawler.estimates import Estimate, estimate
from crawler.intervals import Every
from crawler.items import Standing
from crawler.memory import Asked, KnownPage, Recollection
from crawler.plans import Plan
from tests.examples import DOMAIN, moment, page
from tests.walking import Told, play, told

SINCE, UNTIL = moment(2004), moment(2010)
NOW = moment(2014)
LISTED = ListedDomain(DOMAIN, None, 1)


def plan(every: Every = Every.CHANGE) -> Plan:
    return Plan(every, SINCE, UNTIL)


def asked(*known: Recollection, every: Every = Every.CHANGE, per_minute: float = 24, per_second: float = 8) -> Estimate:
    """The estimate for as many domains, of each of which that much is known."""
    rest = iter(known)
    return estimate([LISTED] * len(known), plan(every), lambda name: next(rest), NOW, per_minute, per_second)


def held(timeline: Told) -> Recollection:
    """A domain whose index was asked, with one policy page."""
    whole = Asked(NOW, SINCE, UNTIL, complete=True)
    pages = (KnownPage(page(), whole, timeline.captures, timeline.findings),)
    return Recollection(DOMAIN, Standing.OPEN, asked=whole, pages=pages)


def timeline() -> Told:
    return told(["a"] * 100 + ["b"] * 100, timedelta(days=8), urlkey=page().urlkey)


UNKNOWN = Recollection(DOMAIN)


def test_an_unknown_domain_takes_one_index_call():
    assert asked(UNKNOWN).index_calls == 1


def test_the_changes_of_unknown_domains_take_what_they_took_on_real_policies():
    assert asked(*[UNKNOWN] * 29).replays == 1_204


def test_the_half_years_of_unknown_domains_take_what_they_took_on_real_policies():
    assert asked(*[UNKNOWN] * 29, every=Every.HALF_YEAR).replays == 197


def test_everything_of_unknown_domains_takes_as_many_reads_as_real_policies_have_captures():
    assert asked(*[UNKNOWN] * 29, every=Every.ALL).replays == 58_273


def test_no_more_is_sampled_than_the_plan_has_intervals():
    short = Plan(Every.HALF_YEAR, SINCE, moment(2005))
    assert estimate([LISTED], short, lambda name: UNKNOWN, NOW, 24, 8).replays == 2


def test_a_domain_whose_captures_are_held_takes_no_index_call():
    assert asked(held(timeline())).index_calls == 0


def test_a_domain_whose_captures_are_held_is_known():
    assert asked(UNKNOWN, held(timeline())).known_domains == 1


def test_the_samples_of_a_held_timeline_are_counted():
    assert asked(held(timeline()), every=Every.HALF_YEAR).replays == 9


def test_the_captures_of_a_held_timeline_are_counted():
    assert asked(held(timeline()), every=Every.ALL).replays == 200


def test_the_changes_of_a_held_timeline_take_six_reads_for_each_sample():
    assert asked(held(timeline())).replays == pytest.approx(6.1 * 9, abs=1)


def test_a_walk_that_is_over_takes_nothing():
    walked = timeline()
    play([walked])
    assert asked(held(walked)).replays == 0


def test_a_walk_under_way_takes_less_than_one_not_begun():
    begun = timeline()
    play([begun], most=10)
    assert 0 < asked(held(begun)).replays < asked(held(timeline())).replays


def test_a_domain_that_is_done_takes_nothing():
    whole = Asked(NOW, SINCE, UNTIL, complete=True)
    done = Recollection(DOMAIN, Standing.DONE, every=Every.CHANGE, since=SINCE, until=UNTIL, asked=whole)
    assert asked(done).replays == 0


def test_a_domain_without_a_page_takes_its_home_pages():
    whole = Asked(NOW, SINCE, UNTIL, complete=True)
    assert asked(Recollection(DOMAIN, Standing.OPEN, asked=whole)).replays == 12


def test_the_hours_are_those_of_the_slower_kind_of_call():
    assert asked(*[UNKNOWN] * 29, per_minute=29 / 60, per_second=1_000).hours == pytest.approx(1)


def test_replays_take_their_time_at_the_pace_of_replays():
    assert asked(*[UNKNOWN] * 29, per_second=1_204 / 7_200).hours == pytest.approx(2)
