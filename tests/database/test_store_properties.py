"""What must hold for any items in any order: twice is as good as once, pieces as good as all."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from crawler.items import Document, Domain, Item, Standing
from crawler.outcomes import Outcome
from pipelines.database.store import Store
from tests.database import examples as ex
from tests.database.rows import everything, select, wipe

_urlkeys = st.sampled_from([ex.PRIVACY, ex.LEGAL])
_stamps = st.sampled_from([ex.stamp(2010, 2), ex.stamp(2010, 9), ex.stamp(2011, 2), ex.stamp(2012, 2)])
_digests = st.sampled_from([None, "A", "B"])
_intervals = st.sampled_from(["2010-H1", "2010-H2", "2011-H1"])
_moments = st.sampled_from([ex.NOW, ex.LATER])
_of_captures = st.sampled_from([Outcome.UNPLAYABLE, Outcome.ARCHIVED_ERROR, Outcome.ARCHIVE_DOWN, Outcome.RATE_LIMITED])
_wider = st.sampled_from([Outcome.NO_CAPTURE, Outcome.NOT_ASKED, Outcome.ARCHIVE_DOWN])


def _one_document(timestamp: str, urlkey: str, screened: bool) -> Item:
    """A capture has one document, however often it is read: its wording follows from where and when it is."""
    wording = "old words" if timestamp < ex.stamp(2011) else "new words"
    return ex.document(timestamp, wording, urlkey, Outcome.SOFT_404 if screened and urlkey == ex.LEGAL else None)


_captures = st.builds(ex.capture, _stamps, _digests, st.sampled_from([200, 301, 404, None]))
_answers = st.builds(
    lambda listed, urlkey, asked_at, complete: ex.answer(*listed, urlkey=urlkey, asked_at=asked_at, complete=complete),
    st.lists(_captures, max_size=3, unique_by=lambda one: one.timestamp),
    _urlkeys,
    _moments,
    st.booleans(),
)
_items = st.one_of(
    st.builds(ex.page, _urlkeys, st.integers(1, 3)),
    _answers,
    st.builds(_one_document, _stamps, _urlkeys, st.just(True)),
    st.builds(ex.redirect, _stamps, st.just(ex.PRIVACY), st.just(ex.LEGAL)),
    st.builds(
        lambda kind, stamp, urlkey, at: ex.miss(kind, stamp, None, urlkey, at),
        _of_captures,
        _stamps,
        _urlkeys,
        _moments,
    ),
    st.builds(lambda kind, name, at: ex.miss(kind, None, name, None, at), _wider, _intervals, _moments),
    st.builds(lambda kind, urlkey, at: ex.miss(kind, None, None, urlkey, at), _wider, st.none() | _urlkeys, _moments),
    st.builds(ex.home_page, _intervals, st.sampled_from([Outcome.READ, Outcome.ARCHIVE_DOWN])),
    st.builds(ex.domain, st.sampled_from(Standing)),
)
_sequences = st.lists(_items, max_size=12).map(lambda items: [*items, ex.domain()])  # a visit ends by setting down


def _of_another(item: Item) -> Item:
    """The same of another domain, which has pages of the same addresses."""
    if isinstance(item, Domain):
        return replace(item, name="tower.example")
    if isinstance(item, Document):
        return replace(item, snapshot=replace(item.snapshot, domain="tower.example"))
    return replace(item, domain="tower.example")


_of_two = st.lists(_items | _items.map(_of_another), max_size=16).map(
    lambda items: [*items, ex.domain(), _of_another(ex.domain())]
)
_on_both = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_on_both
@given(_sequences)
def test_writing_twice_changes_nothing(engine: Engine, items: list[Item]) -> None:
    wipe(engine)
    store = Store(engine)
    store.write(items)
    once = everything(engine)
    store.write(items)
    assert everything(engine) == once


@_on_both
@given(_sequences)
def test_writing_one_by_one_is_as_good_as_all_at_once(engine: Engine, items: list[Item]) -> None:
    see_that_one_by_one_is_as_good_as_at_once(engine, items)


def see_that_one_by_one_is_as_good_as_at_once(engine: Engine, items: list[Item]) -> None:
    store = Store(engine)
    wipe(engine)
    store.write(items)
    at_once = everything(engine)
    wipe(engine)
    for item in items:
        store.write([item])
    assert everything(engine) == at_once


@_on_both
@given(_of_two)
def test_two_domains_in_turns_are_as_good_at_once_as_one_by_one(engine: Engine, items: list[Item]) -> None:
    see_that_one_by_one_is_as_good_as_at_once(engine, items)


@_on_both
@given(_sequences, st.randoms())
def test_the_order_of_arrival_does_not_change_the_versions(engine: Engine, items: list[Item], random) -> None:
    def versions_after(arrived: list[Item]) -> object:
        wipe(engine)
        store = Store(engine)
        store.write(arrived)
        return everything(engine)["versions"]

    shuffled = items[:-1]
    random.shuffle(shuffled)
    assert versions_after([*shuffled, items[-1]]) == versions_after(items)


@_on_both
@given(_sequences)
def test_the_changes_of_a_domain_that_is_set_down_are_those_of_the_view(engine: Engine, items: list[Item]) -> None:
    wipe(engine)
    Store(engine).write(items)
    query = 'SELECT domain, line, number, title, "timestamp", first_seen, not_before FROM versions'
    assert everything(engine)["changes"] == select(engine, query)


@_on_both
@given(_sequences)
def test_every_interval_of_the_plan_has_exactly_one_row_of_coverage(engine: Engine, items: list[Item]) -> None:
    wipe(engine)
    Store(engine).write(items)
    names = [row[1] for row in everything(engine)["coverage"]]
    assert names == [f"{year}-H{half}" for year in (2010, 2011, 2012) for half in (1, 2)]


@_on_both
@given(_sequences)
def test_a_capture_that_is_missed_has_its_outcome_among_the_misses(engine: Engine, items: list[Item]) -> None:
    wipe(engine)
    Store(engine).write(items)
    tables = everything(engine)
    outcomes = {f"{row[0]} {row[1]}": row[8] for row in tables["captures"]}
    of_captures = {row[1]: row[4] for row in tables["misses"] if row[3] is not None}
    assert all(outcomes[thing] == kind for thing, kind in of_captures.items())
