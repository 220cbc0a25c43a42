"""What the database can tell a crawl of earlier runs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, event

from crawler.items import FoundBy, Standing
from crawler.memory import Asked, Finding, KnownHome, Memory, Recollection
from crawler.outcomes import Outcome
from pipelines.database.memory import DatabaseMemory, merge_asked
from pipelines.database.store import Store
from tests.database import examples as ex

T2010, T2011 = ex.stamp(2010), ex.stamp(2011)


@pytest.fixture
def memory(engine: Engine) -> Memory:
    return DatabaseMemory(engine)


def findings(memory: Memory) -> dict[str, Finding]:
    return dict(memory.recall(ex.NAME).pages[0].findings)


def test_of_a_domain_never_seen_nothing_is_known(memory: Memory) -> None:
    assert memory.recall("never.example") == Recollection("never.example")


def test_the_standing_of_a_domain_is_known(memory: Memory, store: Store) -> None:
    store.write([ex.domain(Standing.OPEN)])
    assert memory.recall(ex.NAME).standing is Standing.OPEN


def test_a_page_is_recalled_as_it_was_found(memory: Memory, store: Store) -> None:
    store.write([ex.page()])
    assert memory.recall(ex.NAME).pages[0].page == ex.page()


def test_captures_are_recalled_as_they_were_listed_oldest_first(memory: Memory, store: Store) -> None:
    listed = (ex.capture(T2010, "A"), ex.capture(T2011, None, status=None))
    store.write([ex.answer(*reversed(listed))])
    assert memory.recall(ex.NAME).pages[0].captures == listed


def test_a_timestamp_with_an_impossible_date_is_recalled_as_it_was_written(memory: Memory, store: Store) -> None:
    odd = replace(ex.capture(T2010), timestamp="20100001000000")
    store.write([ex.answer(odd)])
    assert memory.recall(ex.NAME).pages[0].captures == (odd,)


def test_what_was_read_is_recalled_with_its_wording(memory: Memory, store: Store) -> None:
    read = ex.document(T2010)
    store.write([read])
    assert findings(memory) == {T2010: Finding(Outcome.READ, read.wording_sha256)}


def test_an_equal_digest_is_a_finding(memory: Memory, store: Store) -> None:
    read = ex.document(T2010)
    store.write([ex.answer(ex.capture(T2010, "A"), ex.capture(T2011, "A")), read])
    assert findings(memory)[T2011] == Finding(Outcome.SAME_DIGEST, read.wording_sha256)


def test_a_redirect_is_recalled_with_where_it_leads(memory: Memory, store: Store) -> None:
    store.write([ex.page(), ex.redirect(T2010, to_urlkey="zz,later)/")])
    assert findings(memory) == {T2010: Finding(Outcome.REDIRECT, leads_to="zz,later)/")}


def test_a_final_miss_is_a_finding(memory: Memory, store: Store) -> None:
    store.write([ex.miss(Outcome.UNPLAYABLE, T2010)])
    assert findings(memory) == {T2010: Finding(Outcome.UNPLAYABLE)}


def test_a_miss_that_may_go_away_is_asked_again(memory: Memory, store: Store) -> None:
    store.write([ex.miss(Outcome.ARCHIVE_DOWN, T2010)])
    assert findings(memory) == {}


def test_a_screened_document_is_recalled_by_its_reason(memory: Memory, store: Store) -> None:
    listed = ex.answer(ex.capture(T2010, "A"), ex.capture(T2011, "A"))
    store.write([listed, ex.document(T2010, screened=Outcome.SOFT_404)])
    assert findings(memory) == {T2010: Finding(Outcome.SOFT_404), T2011: Finding(Outcome.SOFT_404)}


def test_an_error_that_the_index_lists_is_a_finding(memory: Memory, store: Store) -> None:
    store.write([ex.answer(ex.capture(T2010, status=404))])
    assert findings(memory) == {T2010: Finding(Outcome.ARCHIVED_ERROR)}


def test_that_the_index_was_asked_is_known_for_domain_and_page(memory: Memory, store: Store) -> None:
    store.write([ex.answer(urlkey=None), ex.answer(complete=False)])
    recalled = memory.recall(ex.NAME)
    assert (recalled.asked, recalled.pages[0].asked) == (
        Asked(ex.NOW, ex.moment(2010), ex.NOW, complete=True),
        Asked(ex.NOW, ex.moment(2010), ex.NOW, complete=False),
    )


def test_what_a_clock_that_went_wrong_asked_in_the_future_is_asked_again(memory: Memory, store: Store) -> None:
    soon = datetime.now(UTC) + timedelta(days=365)
    store.write([replace(ex.answer(urlkey=None), asked_at=soon, until=soon)])
    assert memory.recall(ex.NAME).asked is None


def test_a_page_never_asked_for_says_so(memory: Memory, store: Store) -> None:
    store.write([ex.page()])
    assert memory.recall(ex.NAME).pages[0].asked is None


def test_a_home_page_is_recalled_with_its_links(memory: Memory, store: Store) -> None:
    link = replace(ex.page(), found_by=FoundBy.HOME_PAGE)
    store.write([ex.home_page("2010-H1", Outcome.READ, link)])
    assert memory.recall(ex.NAME).homes == (KnownHome("2010-H1", Outcome.READ, (link,)),)


def test_a_home_page_that_may_yet_be_had_is_asked_again(memory: Memory, store: Store) -> None:
    store.write([ex.home_page("2010-H1", Outcome.ARCHIVE_DOWN)])
    assert memory.recall(ex.NAME).homes == ()


def test_nothing_of_another_domain_is_recalled(memory: Memory, store: Store) -> None:
    store.write([ex.page(), ex.document(T2010), ex.page(name="other.example")])
    assert memory.recall("other.example").pages[0].captures == ()


def test_recalling_takes_a_handful_of_queries_however_many_captures(
    engine: Engine, memory: Memory, store: Store
) -> None:
    store.write([ex.answer(*(ex.capture(ex.stamp(2010, month, day)) for month in (1, 2, 3) for day in range(1, 29)))])
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    memory.recall(ex.NAME)
    assert len([query for query in asked if query.startswith("SELECT")]) <= 6


_1, _2, _3 = (ex.NOW + timedelta(days=days) for days in (1, 2, 3))


@pytest.mark.parametrize(
    ("answers", "merged"),
    [
        ([], None),
        ([Asked(_1, ex.NOW, _1, False), Asked(_2, ex.NOW, _2, False)], Asked(_2, ex.NOW, _2, False)),
        ([Asked(_1, ex.NOW, _1, True), Asked(_2, ex.NOW, _2, False)], Asked(_1, ex.NOW, _1, True)),
        ([Asked(_1, ex.NOW, _1, True), Asked(_2, _1, _2, True)], Asked(_2, ex.NOW, _2, True)),
        ([Asked(_1, ex.NOW, _1, True), Asked(_3, _2, _3, True)], Asked(_3, _2, _3, True)),
    ],
    ids=["none", "only cut short", "a failed refresh", "a refresh", "a gap"],
)
def test_answers_to_one_question_come_to_what_they_cover_without_a_gap(answers, merged: Asked | None) -> None:
    assert merge_asked(answers) == merged
