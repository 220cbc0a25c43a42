"""What is said when a visit ends: exactly one reason for each interval without a document, the most telling one."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.closings import close_visit
from crawler.domains import ListedDomain
from crawler.errors import Skip, Wait
from crawler.intervals import Every
from crawler.items import Domain, FoundBy, Miss, Standing
from crawler.memory import Asked, Finding, KnownHome, KnownPage, Recollection
from crawler.outcomes import Outcome
from crawler.plans import Plan
from crawler.visits import Visit
from tests.examples import DOMAIN, NOW, capture, moment, page

MIDDLE = "20120401000000"
LATER = "20120501000000"
WHOLE = Asked(NOW, moment(2012), moment(2013), True)
PART = Asked(NOW, moment(2012), moment(2013), False)
BOTH = ["2012-H1", "2012-H2"]


def known_page(*captures, findings=None, asked=WHOLE):
    return KnownPage(page(found_by=FoundBy.HOME_PAGE), asked, captures, findings or {})


def visit(*pages, homes=None, gave_up=False, trouble=None):
    known = Recollection(
        DOMAIN,
        asked=WHOLE,
        pages=pages,
        homes=tuple(KnownHome(name, outcome, ()) for name, outcome in (homes or {}).items()),
    )
    told = Visit(ListedDomain(DOMAIN, 7, 1), Plan(Every.HALF_YEAR, moment(2012), moment(2013)), known, NOW)
    told.trouble = trouble
    for one in told.pages.values():
        one.gave_up = gave_up
    return told


def misses(closing):
    return {item.interval: item.kind for item in closing if isinstance(item, Miss)}


def reason(*pages, **told):
    """Why the first half of 2012 has no document."""
    return misses(close_visit(visit(*pages, **told), NOW)).get("2012-H1")


def standing(*pages, **told):
    closing = close_visit(visit(*pages, **told), NOW)
    assert isinstance(closing[-1], Domain)
    return closing[-1].standing


# ---- reasons


def test_an_interval_with_a_document_needs_no_reason():
    assert reason(known_page(capture(MIDDLE), findings={MIDDLE: Finding(Outcome.READ)})) is None


def test_an_interval_whose_capture_equals_one_that_was_read_needs_no_reason():
    told = known_page(
        capture(MIDDLE, "A"), capture("20121001000000", "A"), findings={"20121001000000": Finding(Outcome.READ)}
    )
    assert reason(told) is None


def test_where_the_index_lists_nothing_there_is_no_capture():
    assert reason(known_page()) is Outcome.NO_CAPTURE


@pytest.mark.parametrize("outcome", [Outcome.UNPLAYABLE, Outcome.SOFT_404, Outcome.HOME_INSTEAD, Outcome.ARCHIVE_DOWN])
def test_what_was_tried_and_failed_is_the_reason(outcome):
    assert reason(known_page(capture(MIDDLE), findings={MIDDLE: Finding(outcome)})) is outcome


def test_of_several_tries_the_one_that_asking_again_may_mend_is_the_reason():
    findings = {MIDDLE: Finding(Outcome.UNPLAYABLE), LATER: Finding(Outcome.ARCHIVE_DOWN)}
    assert reason(known_page(capture(MIDDLE), capture(LATER), findings=findings)) is Outcome.ARCHIVE_DOWN


def test_an_error_that_the_index_tells_of_is_the_reason():
    assert reason(known_page(capture(MIDDLE, status=404))) is Outcome.ARCHIVED_ERROR


@pytest.mark.parametrize(
    "told",
    [
        known_page(asked=PART),
        known_page(capture(MIDDLE, status=404), asked=PART),
        known_page(capture(MIDDLE), findings={MIDDLE: Finding(Outcome.SOFT_404)}, asked=PART),
    ],
    ids=["nothing listed", "an error listed", "a page that was none"],
)
def test_where_the_index_did_not_tell_all_nothing_is_said_to_be_final(told):
    assert reason(told, gave_up=True) is Outcome.CUT_SHORT


def test_a_home_page_the_archive_could_not_give_leaves_the_interval_open():
    assert reason(known_page(), homes={"2012-H1": Outcome.ARCHIVE_DOWN}) is Outcome.ARCHIVE_DOWN


@pytest.mark.parametrize("outcome", [Outcome.NOT_LINKED, Outcome.NO_CAPTURE, Outcome.ARCHIVED_ERROR])
def test_without_any_policy_page_the_home_page_gives_the_reason(outcome):
    assert reason(homes={"2012-H1": outcome}) is outcome


def test_a_home_page_that_was_read_is_no_reason():
    assert reason(known_page(), homes={"2012-H1": Outcome.READ}) is Outcome.NO_CAPTURE


# ---- the domain as a whole


def test_without_any_policy_page_the_domain_has_a_reason_too():
    assert (
        misses(close_visit(visit(homes=dict.fromkeys(BOTH, Outcome.NOT_LINKED)), NOW))[None] is Outcome.NO_POLICY_PAGE
    )


def test_as_long_as_a_home_page_may_still_be_had_nobody_says_there_is_no_policy_page():
    homes = {"2012-H1": Outcome.ARCHIVE_DOWN, "2012-H2": Outcome.NOT_LINKED}
    assert None not in misses(close_visit(visit(homes=homes), NOW))


@pytest.mark.parametrize(
    ("trouble", "ends"),
    [
        (Skip(Outcome.BLOCKED, "excluded"), Standing.BLOCKED),
        (Skip(Outcome.ROBOTS, "robots.txt"), Standing.BLOCKED),
        (Wait(Outcome.ARCHIVE_DOWN, "503"), Standing.OPEN),
        (Wait(Outcome.RATE_LIMITED, "429"), Standing.OPEN),
    ],
)
def test_what_kept_the_domain_from_being_asked_for_is_the_one_reason_for_all(trouble, ends):
    closing = close_visit(visit(trouble=trouble), NOW)
    assert (misses(closing), closing[-1].standing) == ({None: trouble.outcome}, ends)


def test_a_domain_with_nothing_left_to_ask_is_done():
    assert standing(known_page()) is Standing.DONE


def test_a_domain_with_anything_left_to_ask_is_open():
    assert standing(known_page(capture(MIDDLE), findings={MIDDLE: Finding(Outcome.ARCHIVE_DOWN)})) is Standing.OPEN


def test_a_domain_is_set_down_with_its_rank_and_its_plan():
    closing = close_visit(visit(), NOW)
    assert (closing[-1].rank, closing[-1].every, closing[-1].until) == (7, Every.HALF_YEAR, moment(2013))


# ---- for all endings

FINDINGS = st.sampled_from([None, *Outcome])
ENDINGS = st.fixed_dictionaries(dict.fromkeys((MIDDLE, LATER, "20121001000000"), FINDINGS))


@given(ENDINGS, st.booleans(), st.dictionaries(st.sampled_from(BOTH), st.sampled_from(list(Outcome))))
def test_every_interval_has_a_document_or_exactly_one_reason(endings, gave_up, homes):
    findings = {at: Finding(outcome) for at, outcome in endings.items() if outcome}
    told = known_page(*[capture(at) for at in endings], findings=findings, asked=PART if gave_up else WHOLE)
    closing = close_visit(visit(told, gave_up=gave_up, homes=homes), NOW)
    said = [item.interval for item in closing if isinstance(item, Miss)]
    read = {
        "2012-H1" if at < "20120701" else "2012-H2"
        for at, finding in findings.items()
        if finding.outcome in (Outcome.READ, Outcome.SAME_DIGEST)
    }
    assert sorted(said) == sorted(set(BOTH) - read)


@pytest.mark.parametrize(("outcome", "gave_up"), list(product([one for one in Outcome if one.is_miss], [False, True])))
def test_a_domain_is_open_as_long_as_one_reason_is_not_final(outcome, gave_up):
    told = known_page(capture(MIDDLE), findings={MIDDLE: Finding(outcome)}, asked=PART if gave_up else WHOLE)
    closing = close_visit(visit(told, gave_up=gave_up), NOW)
    final = all(item.kind.final for item in closing if isinstance(item, Miss))
    assert (closing[-1].standing is Standing.DONE) == final
