"""What `status`, `show` and a plan ask of the database."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from crawler.errors import Fault
from crawler.items import Standing
from crawler.outcomes import Outcome
from pipelines.database.questions.domains import count_by_standing, find_domain, list_domains, standings
from pipelines.database.questions.totals import Missed, bytes_of, misses_by_kind, totals
from pipelines.database.questions.versions import document_of, version_on, versions_of
from pipelines.database.store import Store
from tests.database import examples as ex


@pytest.fixture
def told(engine: Engine, store: Store) -> Engine:
    """A policy of two versions: one seen in 2010 and 2011, another from 2012 on."""
    read = [ex.document(ex.stamp(2010), "old"), ex.document(ex.stamp(2011), "old"), ex.document(ex.stamp(2012), "new")]
    missed = [ex.miss(Outcome.UNPLAYABLE, ex.stamp(2012, 5)), ex.miss(Outcome.ARCHIVE_DOWN, ex.stamp(2012, 9))]
    store.write([ex.page(), *read, *missed, ex.domain()])
    return engine


def test_domains_are_listed_by_rank_and_then_by_name(engine: Engine, store: Store) -> None:
    names = [("b.example", None), ("a.example", None), ("z.example", 1)]
    store.write([replace(ex.domain(name=name), rank=rank) for name, rank in names])
    assert [known.name for known in list_domains(engine)] == ["z.example", "a.example", "b.example"]


def test_domains_of_one_standing_are_listed(engine: Engine, store: Store) -> None:
    store.write([ex.domain(Standing.DONE), ex.domain(Standing.OPEN, "open.example")])
    assert [known.name for known in list_domains(engine, Standing.OPEN)] == ["open.example"]


def test_every_standing_is_counted(engine: Engine, store: Store) -> None:
    store.write([ex.domain(Standing.BLOCKED)])
    assert count_by_standing(engine) == {
        Standing.WAITING: 0, Standing.OPEN: 0, Standing.DONE: 0, Standing.BLOCKED: 1,
    }  # fmt: skip


def test_a_domain_nobody_listed_is_not_found(engine: Engine) -> None:
    assert find_domain(engine, "never.example") is None


def test_of_a_long_list_those_that_are_known_are_found(engine: Engine, store: Store) -> None:
    store.write([ex.domain()])
    assert set(standings(engine, [ex.NAME, *(f"{number}.example" for number in range(2_000))])) == {ex.NAME}


def test_the_versions_of_a_domain_come_oldest_first(told: Engine) -> None:
    assert [(version.number, version.captures) for version in versions_of(told, ex.NAME)] == [(1, 2), (2, 1)]


def test_before_the_first_capture_nothing_is_in_force(told: Engine) -> None:
    assert version_on(told, ex.NAME, ex.moment(2009)) is None


@pytest.mark.parametrize(
    ("moment", "number", "certain"),
    [
        (ex.moment(2010), 1, True),
        (ex.moment(2010, 6), 1, True),
        (ex.moment(2011, 6), 1, False),
        (ex.moment(2012), 2, True),
        (ex.moment(2020), 2, False),
    ],
)
def test_the_version_in_force_is_certain_only_between_captures_of_it(told, moment, number: int, certain: bool) -> None:
    found = version_on(told, ex.NAME, moment)
    assert found is not None
    assert (found.version.number, found.certain) == (number, certain)


def test_an_uncertain_version_comes_with_the_one_that_followed(told: Engine) -> None:
    found = version_on(told, ex.NAME, ex.moment(2011, 6))
    assert found is not None
    assert found.following == versions_of(told, ex.NAME)[1]


def test_a_version_has_its_document(told: Engine) -> None:
    assert document_of(told, versions_of(told, ex.NAME)[1]).markdown == ex.document(ex.stamp(2012), "new").markdown


def test_a_version_names_the_capture_that_first_shows_it(told: Engine) -> None:
    version = versions_of(told, ex.NAME)[1]
    assert (version.timestamp, version.original_url) == (ex.stamp(2012), "http://palace.example/privacy")


def test_misses_are_counted_by_kind(told: Engine) -> None:
    assert misses_by_kind(told) == (Missed(Outcome.ARCHIVE_DOWN, 1), Missed(Outcome.UNPLAYABLE, 1))


def test_the_whole_is_counted(told: Engine) -> None:
    whole = totals(told)
    assert (whole.policy_pages, whole.captures, whole.read, whole.documents, whole.versions) == (1, 5, 3, 2, 2)


def test_misses_that_asking_again_may_mend_are_counted(told: Engine) -> None:
    assert (totals(told).misses, totals(told).misses_to_ask_again) == (2, 1)


def test_an_empty_database_can_be_asked(engine: Engine) -> None:
    assert totals(engine).captures == totals(engine).bytes_read == 0


def test_bytes_are_given_as_they_were_replayed(told: Engine) -> None:
    read = ex.document(ex.stamp(2010), "old").snapshot
    assert bytes_of(told, read.sha256) == read.body


def test_bytes_nobody_kept_are_named(told: Engine) -> None:
    with pytest.raises(Fault, match="0" * 64):
        bytes_of(told, "0" * 64)
