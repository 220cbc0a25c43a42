"""Which captures a plan reads: one for each interval that has a readable one, none twice, and never without end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.intervals import Every
from crawler.memory import Finding
from crawler.outcomes import Outcome
from crawler.plans import MOST_TRIES, Plan, Readable, is_settled, read_all, sample
from crawler.timelines import one_per_moment
from tests.examples import LEGAL, PRIVACY, capture, half_years, moment

INTERVALS = half_years(2012, 2014)
MIDDLE = "20120401000000"  # of the first half of 2012


def readable(*captures, findings=None, pending=(), key="key"):
    return Readable(key, one_per_moment(captures), findings or {}, frozenset(pending))


def asked(*pages, choose=sample, intervals=INTERVALS):
    return [(read.capture.timestamp, read.interval.name) for read in choose(pages, intervals)]


def found(outcome, *timestamps):
    return {timestamp: Finding(outcome) for timestamp in timestamps}


# ---- the plan


def test_a_plan_without_an_end_goes_up_to_the_moment_of_asking():
    intervals = Plan(Every.YEAR, moment(2012), None).intervals(moment(2014, 2))
    assert [interval.name for interval in intervals] == ["2012", "2013", "2014"]


def test_a_plan_with_an_end_stops_there():
    assert len(Plan(Every.YEAR, moment(2012), moment(2013)).intervals(moment(2014, 2))) == 1


def test_no_plan_goes_beyond_the_moment_of_asking():
    intervals = Plan(Every.YEAR, moment(2012), moment(2050)).intervals(moment(2014, 2))
    assert intervals[-1].name == "2014"


# ---- sampling: which one


def test_the_capture_nearest_to_the_middle_of_an_interval_is_read():
    page = readable(capture("20120101000000"), capture("20120410000000"), capture("20120630000000"))
    assert asked(page) == [("20120410000000", "2012-H1")]


def test_every_interval_gets_one():
    page = readable(capture(MIDDLE), capture("20121001000000"), capture("20130401000000"))
    assert [name for _, name in asked(page)] == ["2012-H1", "2012-H2", "2013-H1"]


def test_an_interval_that_was_read_gets_no_other():
    page = readable(capture(MIDDLE), capture("20120402000000"), findings=found(Outcome.READ, MIDDLE))
    assert asked(page) == []


def test_an_interval_whose_capture_is_being_read_gets_no_other():
    assert asked(readable(capture(MIDDLE), capture("20120402000000"), pending=[MIDDLE])) == []


def test_an_error_that_the_index_tells_of_is_not_replayed():
    page = readable(capture(MIDDLE, status=404), capture("20120101000000"))
    assert asked(page) == [("20120101000000", "2012-H1")]


def test_a_page_is_read_before_a_redirect_however_far_it_is_from_the_middle():
    page = readable(
        capture("20110401000000", status=301),
        capture(MIDDLE, status=301),
        capture("20120101000000"),
        findings=found(Outcome.REDIRECT, "20110401000000"),
    )
    assert asked(page) == [("20120101000000", "2012-H1")]


def test_a_revisit_is_read_like_a_page():
    assert asked(readable(capture(MIDDLE, "A", status=None))) == [(MIDDLE, "2012-H1")]


def test_a_revisit_that_repeats_a_redirect_is_read_after_the_pages():
    page = readable(
        capture("20110401000000", "EMPTY", status=301),
        capture(MIDDLE, "EMPTY", status=None),
        capture("20120101000000", "A"),
    )
    assert asked(page) == [("20120101000000", "2012-H1")]


def test_the_likeliest_page_is_read_first():
    first = readable(capture("20120101000000"), key="likely")
    second = readable(capture(MIDDLE), key="unlikely")
    assert [read.urlkey for read in sample([first, second], INTERVALS)] == ["likely"]


def test_a_page_further_back_is_read_where_those_before_it_have_nothing():
    first = readable(capture("20121001000000"), key="likely")
    second = readable(capture(MIDDLE), key="unlikely")
    assert [read.urlkey for read in sample([first, second], INTERVALS)] == ["unlikely", "likely"]


# ---- sampling: after a miss


def test_after_a_capture_that_cannot_be_read_its_nearest_neighbour_takes_its_place():
    page = readable(
        capture(MIDDLE),
        capture("20120405000000"),
        capture("20120601000000"),
        findings=found(Outcome.UNPLAYABLE, MIDDLE),
    )
    assert asked(page) == [("20120405000000", "2012-H1")]


@pytest.mark.parametrize("outcome", [Outcome.RATE_LIMITED, Outcome.ARCHIVE_DOWN])
def test_where_the_archive_could_not_say_its_neighbours_are_not_asked_for_in_vain(outcome):
    assert asked(readable(capture(MIDDLE), capture("20120405000000"), findings=found(outcome, MIDDLE))) == []


def test_a_capture_that_ends_too_early_is_replaced_by_a_neighbour():
    page = readable(capture(MIDDLE), capture("20120405000000"), findings=found(Outcome.TRUNCATED, MIDDLE))
    assert asked(page) == [("20120405000000", "2012-H1")]


def days(count, month=4):
    return [f"2012{month:02}{day:02}000000" for day in range(1, count + 1)]


@pytest.mark.parametrize("outcome", [Outcome.UNPLAYABLE, Outcome.SOFT_404, Outcome.REDIRECT])
def test_after_so_many_tries_an_interval_is_given_up(outcome):
    captures = [capture(at) for at in days(20)]
    tried = [
        asked(readable(*captures, findings=found(outcome, *days(count)))) for count in (MOST_TRIES - 1, MOST_TRIES)
    ]
    assert [len(reads) for reads in tried] == [1, 0]


def test_tries_on_one_page_do_not_count_against_another():
    first = readable(
        *[capture(at) for at in days(9)], findings=found(Outcome.SOFT_404, *days(MOST_TRIES)), key="likely"
    )
    second = readable(capture(MIDDLE), key="unlikely")
    assert [read.urlkey for read in sample([first, second], INTERVALS)] == ["unlikely"]


# ---- sampling: equal digests


def test_a_capture_with_the_digest_of_one_that_was_read_is_known():
    page = readable(capture(MIDDLE, "A"), capture("20121001000000", "A"), findings=found(Outcome.READ, MIDDLE))
    assert (asked(page), page.known(page.captures[1])) == ([], Outcome.SAME_DIGEST)


def test_equal_digests_are_asked_for_once_even_at_the_same_time():
    page = readable(capture(MIDDLE, "A"), capture("20121001000000", "A"))
    assert asked(page) == [(MIDDLE, "2012-H1")]


def test_a_digest_that_is_being_asked_for_is_waited_for():
    assert asked(readable(capture(MIDDLE, "A"), capture("20121001000000", "A"), pending=[MIDDLE])) == []


def test_equal_digests_of_different_pages_are_both_asked_for():
    first, second = readable(capture(MIDDLE, "A"), key="one"), readable(capture("20121001000000", "A"), key="two")
    assert len(asked(first, second)) == 2


def test_a_capture_with_the_digest_of_one_that_held_no_policy_is_passed_over():
    page = readable(
        capture(MIDDLE, "A"),
        capture("20120402000000", "A"),
        capture("20120601000000", "B"),
        findings=found(Outcome.SOFT_404, MIDDLE),
    )
    assert asked(page) == [("20120601000000", "2012-H1")]


def test_a_capture_that_could_not_be_played_says_nothing_of_others_with_its_digest():
    page = readable(capture(MIDDLE, "A"), capture("20121001000000", "A"), findings=found(Outcome.UNPLAYABLE, MIDDLE))
    assert asked(page) == [("20121001000000", "2012-H2")]


def test_a_capture_that_could_not_be_played_is_known_by_another_with_its_digest():
    page = readable(
        capture(MIDDLE, "A"),
        capture("20121001000000", "A"),
        findings=found(Outcome.UNPLAYABLE, MIDDLE) | found(Outcome.READ, "20121001000000"),
    )
    assert is_settled([page], INTERVALS[0])


def test_an_error_with_the_digest_of_a_page_is_an_error():
    page = readable(
        capture(MIDDLE, "A"), capture("20121001000000", "A", status=404), findings=found(Outcome.READ, MIDDLE)
    )
    assert not is_settled([page], INTERVALS[1])


def test_redirects_with_the_same_empty_body_say_nothing_of_one_another():
    page = readable(
        capture("20120401000000", "EMPTY", status=301),
        capture("20121001000000", "EMPTY", status=None),
        findings=found(Outcome.READ, "20121001000000"),
    )
    assert page.known(page.captures[0]) is None


# ---- sampling: redirects


def test_where_an_interval_holds_redirects_only_one_is_read_for_where_it_leads():
    assert len(asked(readable(*[capture(at, "MOVED", status=301) for at in days(3)]))) == 1


def test_a_redirect_beside_pages_is_read_once_because_it_joins_two_pages_in_a_line():
    page = readable(capture(MIDDLE), capture("20120601000000", status=301), capture("20120602000000", status=301))
    assert sorted(asked(page)) == [(MIDDLE, "2012-H1"), ("20120601000000", "2012-H1")]


def test_the_redirects_of_all_other_intervals_wait_for_where_the_first_leads():
    page = readable(*[capture(at, "MOVED", status=301) for at in (MIDDLE, "20121001000000", "20130401000000")])
    waiting = readable(*page.captures, pending=[MIDDLE])
    assert (asked(page), asked(waiting)) == ([(MIDDLE, "2012-H1")], [])


def test_once_it_is_known_where_one_leads_the_others_are_read_where_nothing_else_is_left():
    page = readable(*[capture(at, "MOVED", status=301) for at in (MIDDLE, "20121001000000")])
    told = readable(*page.captures, findings=found(Outcome.REDIRECT, MIDDLE))
    assert asked(told) == [("20121001000000", "2012-H2")]


def test_a_page_whose_redirect_was_read_has_no_other_read_for_that():
    page = readable(
        capture(MIDDLE),
        capture("20120601000000", status=301),
        capture("20120602000000", status=301),
        findings=found(Outcome.REDIRECT, "20120601000000"),
    )
    assert asked(page) == [(MIDDLE, "2012-H1")]


# ---- reading all


def test_reading_all_reads_every_capture_that_is_not_known():
    page = readable(
        capture("20120101000000"), capture(MIDDLE), capture("20120501000000"), findings=found(Outcome.READ, MIDDLE)
    )
    assert asked(page, choose=read_all) == [("20120101000000", "2012-H1"), ("20120501000000", "2012-H1")]


def test_reading_all_reads_equal_digests_once():
    page = readable(*[capture(at, "A") for at in days(5)])
    assert len(asked(page, choose=read_all)) == 1


def test_reading_all_stays_within_the_intervals():
    assert asked(readable(capture("20110101000000"), capture("20150101000000")), choose=read_all) == []


# ---- for all timelines: a pretend archive that answers truthfully

DIGESTS = {"A": Outcome.READ, "B": Outcome.READ, "C": Outcome.SOFT_404, "D": Outcome.EMPTY}


@st.composite
def timelines(draw, url=PRIVACY):
    """A few captures in each interval, and how reading each of them would end."""
    captures, truth = [], {}
    for interval in INTERVALS:
        for number in range(draw(st.integers(0, MOST_TRIES - 1))):
            at = f"{interval.since:%Y%m}{draw(st.integers(1, 28)):02}0000{number:02}"
            status = draw(st.sampled_from([200, 200, None, 301, 404]))
            digest = draw(st.sampled_from(["MOVED"] if status == 301 else [*DIGESTS, None]))
            captures.append(capture(at, digest, status, url))
            by_bytes = DIGESTS.get(digest) or draw(st.sampled_from([Outcome.READ, Outcome.SOFT_404]))
            truth[at] = (
                Outcome.REDIRECT if status == 301 else draw(st.sampled_from([by_bytes, by_bytes, Outcome.UNPLAYABLE]))
            )
    return captures, truth


PAGES = st.tuples(timelines(), timelines(LEGAL))


class Reading:
    """A plan carried out: what it chooses is answered one by one, in any order."""

    def __init__(self, told, choose, random):
        self.timelines = {key: one_per_moment(captures) for key, (captures, _) in zip("ab", told, strict=True)}
        self.truth = {key: truth for key, (_, truth) in zip("ab", told, strict=True)}
        self.findings = {"a": {}, "b": {}}
        self.pending = {"a": [], "b": []}
        self.asked = []
        while self._ask(choose):
            key = random.choice([key for key in "ab" if self.pending[key]])
            at = self.pending[key].pop(random.randrange(len(self.pending[key])))
            self.findings[key][at] = Finding(self.truth[key][at])

    def pages(self):
        return [Readable(key, self.timelines[key], self.findings[key], tuple(self.pending[key])) for key in "ab"]

    def settled(self):
        return [interval.name for interval in INTERVALS if is_settled(self.pages(), interval)]

    def _ask(self, choose):
        pages = {page.urlkey: page for page in self.pages()}
        for read in choose(list(pages.values()), INTERVALS):
            assert pages[read.urlkey].is_open(read.capture), "what is known or being asked for is asked for again"
            assert read.interval.holds(read.capture.captured_at)
            self.pending[read.urlkey].append(read.capture.timestamp)
            self.asked.append((read.urlkey, read.capture.timestamp))
        return any(self.pending.values())


@pytest.mark.parametrize("choose", [sample, read_all])
@settings(max_examples=60)
@given(told=PAGES, random=st.randoms(use_true_random=False))
def test_nothing_is_asked_for_twice_and_the_asking_ends(choose, told, random):
    reading = Reading(told, choose, random)
    assert len(reading.asked) == len(set(reading.asked))


@pytest.mark.parametrize("choose", [sample, read_all])
@settings(max_examples=60)
@given(told=PAGES, random=st.randoms(use_true_random=False))
def test_every_interval_with_a_readable_capture_is_read(choose, told, random):
    reading = Reading(told, choose, random)
    has = {
        interval.name
        for interval in INTERVALS
        for key in "ab"
        for one in reading.timelines[key]
        if interval.holds(one.captured_at) and not one.is_error and reading.truth[key][one.timestamp] is Outcome.READ
    }
    assert has <= set(reading.settled())


@pytest.mark.parametrize("choose", [sample, read_all])
@settings(max_examples=60)
@given(told=PAGES, one=st.randoms(use_true_random=False), other=st.randoms(use_true_random=False))
def test_the_order_of_answers_makes_no_difference_to_which_intervals_are_read(choose, told, one, other):
    ways = Reading(told, choose, one), Reading(told, choose, other)
    # what cannot be played may be known by luck: by another capture with its digest that was read for its own interval
    lucky = {
        interval.name
        for interval in INTERVALS
        for captures, truth in told
        for each in captures
        if interval.holds(each.captured_at) and truth[each.timestamp] is Outcome.UNPLAYABLE
    }
    assert set(ways[0].settled()) - lucky == set(ways[1].settled()) - lucky


@pytest.mark.parametrize("choose", [sample, read_all])
@settings(max_examples=60)
@given(told=PAGES, random=st.randoms(use_true_random=False))
def test_of_equal_digests_one_is_read(choose, told, random):
    reading = Reading(told, choose, random)
    for key in "ab":
        digests = {one.timestamp: one.digest for one in reading.timelines[key]}
        read = [
            digests[at]
            for asked_of, at in reading.asked
            if asked_of == key and reading.truth[key][at] is Outcome.READ and digests[at]
        ]
        assert len(read) == len(set(read))


@settings(max_examples=60)
@given(told=PAGES, random=st.randoms(use_true_random=False))
def test_sampling_reads_no_interval_more_often_than_it_may_try(told, random):
    reading = Reading(told, sample, random)
    bridges = 1  # for each page, one redirect for where it leads
    for interval in INTERVALS:
        within = [
            key
            for key, at in reading.asked
            if any(interval.holds(one.captured_at) for one in reading.timelines[key] if one.timestamp == at)
        ]
        assert all(within.count(key) <= MOST_TRIES + bridges for key in "ab")
