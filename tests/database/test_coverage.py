"""Coverage accounts for every interval of a domain's plan, with the reason that explains it best."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from crawler.intervals import Every, intervals_between
from crawler.items import Domain, Item, Standing
from crawler.outcomes import Outcome
from pipelines.database.opening import open_database
from pipelines.database.questions.coverage import count_by_state, coverage_of
from pipelines.database.store import Store
from tests.database import examples as ex
from tests.database.rows import wipe

T2010, T2011, T2012 = (ex.stamp(year) for year in (2010, 2011, 2012))


def states(engine: Engine, store: Store, *items: Item, standing: Standing = Standing.DONE) -> str:
    """The states of the six half-years from 2010 to 2012, as one line."""
    store.write([ex.domain(), ex.page(), *items, ex.domain(standing)])
    return " ".join(covered.state for covered in coverage_of(engine, ex.NAME))


def test_a_domain_of_which_nothing_is_known_is_pending(engine: Engine, store: Store) -> None:
    store.write([ex.domain(Standing.WAITING)])
    assert [covered.state for covered in coverage_of(engine, ex.NAME)] == ["pending"] * 6


def test_an_interval_with_a_capture_that_was_read_is_read(engine: Engine, store: Store) -> None:
    assert states(engine, store, ex.document(T2010)) == "read pending pending pending pending pending"


def test_an_interval_known_by_an_equal_digest_says_so(engine: Engine, store: Store) -> None:
    listed = ex.answer(ex.capture(T2010, "A"), ex.capture(ex.stamp(2010, 8), "A"))
    assert states(engine, store, listed, ex.document(T2010)).startswith("read same-digest pending")


def test_an_interval_between_two_sights_of_one_version_needs_no_reading(engine: Engine, store: Store) -> None:
    read = [ex.document(T2010, "same"), ex.document(T2012, "same")]
    assert states(engine, store, *read) == "read between between between read pending"


def test_an_interval_between_two_versions_is_not_covered_by_either(engine: Engine, store: Store) -> None:
    read = [ex.document(T2010, "old"), ex.document(T2012, "new")]
    assert states(engine, store, *read) == "read pending pending pending read pending"


def test_a_miss_of_an_interval_explains_it(engine: Engine, store: Store) -> None:
    assert states(engine, store, ex.miss(Outcome.NO_CAPTURE, interval="2010-H2")).startswith("pending no-capture")


def test_a_miss_of_a_capture_explains_better_than_one_of_its_interval(engine: Engine, store: Store) -> None:
    missed = [ex.miss(Outcome.NO_CAPTURE, interval="2010-H1"), ex.miss(Outcome.UNPLAYABLE, T2010)]
    assert states(engine, store, *missed).startswith("unplayable pending")


def test_a_miss_of_an_interval_explains_better_than_one_of_the_domain(engine: Engine, store: Store) -> None:
    missed = [ex.miss(Outcome.ROBOTS), ex.miss(Outcome.NO_CAPTURE, interval="2010-H1")]
    assert states(engine, store, *missed) == "no-capture robots robots robots robots robots"


def test_a_miss_of_the_page_explains_better_than_one_of_the_domain(engine: Engine, store: Store) -> None:
    missed = [ex.miss(Outcome.ROBOTS), ex.miss(Outcome.CUT_SHORT, urlkey=ex.PRIVACY)]
    assert states(engine, store, *missed).startswith("cut-short cut-short")


def test_of_several_captures_missed_the_one_to_ask_again_explains(engine: Engine, store: Store) -> None:
    """No gap looks final that asking again may close."""
    missed = [ex.miss(Outcome.UNPLAYABLE, T2010), ex.miss(Outcome.ARCHIVE_DOWN, ex.stamp(2010, 3))]
    assert states(engine, store, *missed).startswith("archive-down")


def test_an_interval_that_was_read_is_read_whatever_else_was_missed(engine: Engine, store: Store) -> None:
    assert states(engine, store, ex.document(T2010), ex.miss(Outcome.ARCHIVE_DOWN, ex.stamp(2010, 3))).startswith(
        "read"
    )


def test_a_screened_document_covers_nothing_and_says_why(engine: Engine, store: Store) -> None:
    assert states(engine, store, ex.document(T2010, screened=Outcome.PARKED)).startswith("parked pending")


def test_an_equal_digest_of_a_screened_document_says_why(engine: Engine, store: Store) -> None:
    listed = ex.answer(ex.capture(T2010, "A"), ex.capture(ex.stamp(2010, 8), "A"))
    assert states(engine, store, listed, ex.document(T2010, screened=Outcome.PARKED)).startswith("parked parked")


def test_an_error_that_the_index_lists_explains_its_interval(engine: Engine, store: Store) -> None:
    assert states(engine, store, ex.answer(ex.capture(T2010, status=404))).startswith("archived-error pending")


def test_a_domain_without_a_policy_page_has_all_its_intervals(engine: Engine, store: Store) -> None:
    store.write([ex.miss(Outcome.NO_POLICY_PAGE), ex.domain()])
    assert [covered.state for covered in coverage_of(engine, ex.NAME)] == ["no-policy-page"] * 6


def test_a_blocked_domain_has_all_its_intervals(engine: Engine, store: Store) -> None:
    store.write([ex.miss(Outcome.BLOCKED), ex.domain(Standing.BLOCKED)])
    assert [covered.state for covered in coverage_of(engine, ex.NAME)] == ["blocked"] * 6


def test_a_domain_set_down_as_blocked_without_a_word_is_blocked(engine: Engine, store: Store) -> None:
    store.write([ex.domain(Standing.BLOCKED)])
    assert [covered.state for covered in coverage_of(engine, ex.NAME)] == ["blocked"] * 6


def test_other_lines_cover_nothing(engine: Engine, store: Store) -> None:
    cookies = [ex.page(ex.COOKIES, promise=1), ex.document(T2010, "cookies", ex.COOKIES)]
    read = states(engine, store, *cookies, ex.document(T2011, "privacy"))
    assert read == "pending pending read pending pending pending"


@pytest.mark.parametrize(
    ("items", "detail"),
    [
        ([ex.document(T2010)], "version 1: Privacy of the palace"),
        ([ex.document(T2010, "a"), ex.document(ex.stamp(2010, 3), "b")], "versions 1 to 2"),
        ([ex.document(ex.stamp(2009)), ex.document(T2011)], "version 1: Privacy of the palace"),
        ([ex.miss(Outcome.UNPLAYABLE, T2010, detail="the nearest is of 2014")], "the nearest is of 2014"),
        ([ex.miss(Outcome.NO_CAPTURE, interval="2010-H1", detail="nothing of then")], "nothing of then"),
        ([ex.answer(ex.capture(T2010, status=503))], "the index lists it with status 503"),
        ([ex.document(T2010, screened=Outcome.PARKED)], "Privacy of the palace"),
        ([], ""),
    ],
)
def test_each_interval_has_a_detail(engine: Engine, store: Store, items: list[Item], detail: str) -> None:
    store.write([ex.page(), *items, ex.domain()])
    assert coverage_of(engine, ex.NAME)[0].detail == detail


def test_intervals_come_oldest_first(engine: Engine, store: Store) -> None:
    store.write([ex.domain()])
    moments = [covered.since for covered in coverage_of(engine, ex.NAME)]
    assert moments == sorted(moments)


def test_states_are_counted_over_all_domains(engine: Engine, store: Store) -> None:
    store.write([ex.page(), ex.document(T2010), ex.domain(), ex.domain(Standing.BLOCKED, "other.example")])
    assert count_by_state(engine) == {"blocked": 6, "pending": 5, "read": 1}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(Every),
    st.datetimes(ex.moment(2000).replace(tzinfo=None), ex.moment(2005).replace(tzinfo=None)),
    st.datetimes(ex.moment(2005).replace(tzinfo=None), ex.moment(2009).replace(tzinfo=None)),
    st.sampled_from(Every),
)
def test_coverage_has_the_intervals_of_the_plan_and_no_others(engine: Engine, every, since, until, other) -> None:
    """Also beside a domain with a longer plan."""
    wipe(engine)
    plan = (since.replace(tzinfo=ex.NOW.tzinfo), until.replace(tzinfo=ex.NOW.tzinfo))
    beside = Domain("other.example", None, other, ex.moment(1999), ex.moment(2012), Standing.DONE, ex.NOW)
    Store(engine).write([beside, Domain(ex.NAME, None, every, *plan, Standing.DONE, ex.NOW)])
    expected = [interval.name for interval in intervals_between(*plan, every.months)]
    assert [covered.interval for covered in coverage_of(engine, ex.NAME)] == expected


@pytest.mark.parametrize("view", ["versions", "coverage"])
def test_asking_a_view_for_one_domain_does_not_read_the_others(sqlite_url: str, view: str) -> None:
    """At a hundred thousand domains the difference is between milliseconds and minutes."""
    engine = open_database(sqlite_url)
    with engine.connect() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN SELECT * FROM {view} WHERE domain = 'a.example'"))
        steps = [row.detail for row in plan]
    engine.dispose()
    assert [step for step in steps if step.split()[:2] in (["SCAN", table] for table in "dpctmi")] == []
