"""Domains, their plans and their pages."""

from dataclasses import replace

from sqlalchemy import Engine

from crawler.items import FoundBy, Standing
from crawler.outcomes import Outcome
from pipelines.database.store import Store
from tests.database import examples as ex
from tests.database.rows import count, select


def lines(engine: Engine) -> dict[str, int | None]:
    return dict(select(engine, "SELECT urlkey, line FROM policy_pages"))


def test_the_last_word_on_a_domain_counts(engine: Engine, store: Store) -> None:
    store.write([ex.domain(Standing.OPEN), ex.domain(Standing.DONE)])
    assert select(engine, "SELECT domain, status, every FROM domains") == [(ex.NAME, "done", "half-year")]


def test_a_list_without_ranks_does_not_wipe_out_a_rank(engine: Engine, store: Store) -> None:
    store.write([ex.domain(), replace(ex.domain(), rank=None)])
    assert select(engine, "SELECT rank FROM domains") == [(1,)]


def test_the_intervals_of_a_plan_are_kept_once_for_all_domains(engine: Engine, store: Store) -> None:
    store.write([ex.domain(), ex.domain(name="other.example")])
    assert select(engine, 'SELECT "interval" FROM intervals') == [
        (f"{year}-H{half}",) for year in (2010, 2011, 2012) for half in (1, 2)
    ]


def test_a_domain_with_another_plan_keeps_its_own_intervals(engine: Engine, store: Store) -> None:
    store.write([ex.domain(until=2011), ex.domain(name="other.example", since=2011, until=2012)])
    query = """SELECT "interval" FROM coverage WHERE domain = 'other.example'"""
    assert select(engine, query) == [("2011-H1",), ("2011-H2",)]


def test_a_page_found_twice_is_one_page(engine: Engine, store: Store) -> None:
    store.write([ex.page(), ex.page()])
    assert count(engine, "policy_pages") == 1


def test_the_finding_of_better_promise_is_kept(engine: Engine, store: Store) -> None:
    linked = replace(ex.page(promise=20), found_by=FoundBy.HOME_PAGE)
    store.write([ex.page(promise=10), linked, ex.page(promise=10)])
    assert select(engine, "SELECT found_by, promise FROM policy_pages") == [("home-page", 20)]


def test_a_page_only_mentioned_is_filled_by_whoever_finds_it(engine: Engine, store: Store) -> None:
    store.write([ex.redirect(ex.stamp(2010), to_urlkey=ex.LEGAL), replace(ex.page(ex.LEGAL, -5), link_text="Legal")])
    query = f"SELECT link_text, promise FROM policy_pages WHERE urlkey = '{ex.LEGAL}'"
    assert select(engine, query) == [("Legal", -5)]


def test_setting_a_domain_down_draws_its_lines(engine: Engine, store: Store) -> None:
    listed = [ex.answer(ex.capture(ex.stamp(2010), urlkey=key), urlkey=key) for key in (ex.PRIVACY, ex.COOKIES)]
    store.write([ex.page(ex.PRIVACY, 10), ex.page(ex.COOKIES, 5), *listed, ex.domain(Standing.DONE)])
    assert lines(engine) == {ex.PRIVACY: 1, ex.COOKIES: 2}


def test_a_page_of_which_nothing_is_known_has_no_line_yet(engine: Engine, store: Store) -> None:
    store.write([ex.answer(ex.capture(ex.stamp(2010)))])
    assert lines(engine) == {ex.PRIVACY: None}


def test_a_page_has_its_line_from_its_first_document_on(engine: Engine, store: Store) -> None:
    """A run that is killed leaves versions to be seen."""
    store.write([ex.page(), ex.document(ex.stamp(2010))])
    assert lines(engine) == {ex.PRIVACY: 1}


def test_a_domain_that_is_left_open_has_its_lines_drawn_too(engine: Engine, store: Store) -> None:
    store.write([ex.page(), ex.domain(Standing.OPEN)])
    assert lines(engine) == {ex.PRIVACY: 1}


def test_lines_can_be_drawn_when_asked(engine: Engine, store: Store) -> None:
    store.write([ex.page()])
    store.draw_lines([ex.NAME])
    assert lines(engine) == {ex.PRIVACY: 1}


def test_a_redirect_in_the_rows_makes_one_line(engine: Engine, store: Store) -> None:
    moved = ex.redirect(ex.stamp(2012), ex.PRIVACY, ex.LEGAL)
    read = [ex.document(ex.stamp(2010), "old", ex.PRIVACY), ex.document(ex.stamp(2013), "new", ex.LEGAL)]
    store.write([ex.page(), ex.page(ex.LEGAL), moved, *read, ex.domain()])
    assert lines(engine) == {ex.PRIVACY: 1, ex.LEGAL: 1}


def test_a_moved_home_page_link_in_the_rows_makes_one_line(engine: Engine, store: Store) -> None:
    homes = [
        ex.home_page("2010-H1", Outcome.READ, ex.page(ex.PRIVACY)),
        ex.home_page("2012-H1", Outcome.READ, ex.page(ex.LEGAL)),
    ]
    read = [ex.document(ex.stamp(2010), "old", ex.PRIVACY), ex.document(ex.stamp(2013), "new", ex.LEGAL)]
    store.write([ex.page(), ex.page(ex.LEGAL), *homes, *read, ex.domain()])
    assert lines(engine) == {ex.PRIVACY: 1, ex.LEGAL: 1}


def test_a_page_that_was_never_a_page_is_not_line_one(engine: Engine, store: Store) -> None:
    gone = ex.answer(ex.capture(ex.stamp(2010), status=404))
    read = ex.document(ex.stamp(2010), urlkey=ex.LEGAL)
    store.write([ex.page(ex.PRIVACY, 10), gone, ex.page(ex.LEGAL, 1), read, ex.domain()])
    assert lines(engine) == {ex.PRIVACY: 2, ex.LEGAL: 1}


def test_the_home_page_of_an_interval_is_kept_once(engine: Engine, store: Store) -> None:
    store.write([ex.home_page("2010-H1"), ex.home_page("2010-H1")])
    assert count(engine, "home_pages") == 1


def test_a_home_page_that_was_read_does_not_become_one_that_was_not(engine: Engine, store: Store) -> None:
    store.write([ex.home_page("2010-H1"), ex.home_page("2010-H1", Outcome.ARCHIVE_DOWN)])
    assert select(engine, "SELECT outcome FROM home_pages") == [("read",)]


def test_a_home_page_that_could_not_be_asked_for_is_read_later(engine: Engine, store: Store) -> None:
    store.write([ex.home_page("2010-H1", Outcome.ARCHIVE_DOWN), ex.home_page("2010-H1")])
    assert select(engine, "SELECT outcome FROM home_pages") == [("read",)]
