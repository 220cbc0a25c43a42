"""A whole SQLite database copied into a real PostgreSQL, row for row."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from crawler.errors import WrongCommand
from pipelines.database.opening import open_database
from pipelines.database.runs import finish_run, start_run
from pipelines.database.store import Store
from pipelines.database.tables import metadata
from pipelines.database.transfer.copying import Copied, copy_database
from tests.database import examples as ex
from tests.database.readings import Kept, crawl
from tests.database.rows import count, select


@pytest.fixture
def source(sqlite_url: str) -> Iterator[Engine]:
    """A database with something in every kind of column."""
    engine = open_database(sqlite_url)
    kept = [Kept(ex.PRIVACY, ex.stamp(2010 + place % 3, 1 + place), None, place % 8) for place in range(9)]
    crawl(engine, kept, dict.fromkeys(range(8), "corpus"))
    Store(engine).write(
        [ex.home_page("2010-H1"), ex.document(ex.stamp(2012, 11), "“Ωμέγα” lantern naïve\x00 \U0001f980")]
    )
    finish_run(engine, start_run(engine, {"every": "change"}, {"palimpsest": "0"}), {"domains/done": 1}, "finished")
    yield engine
    engine.dispose()


@pytest.fixture
def target(postgres_url: str) -> Iterator[Engine]:
    engine = open_database(postgres_url)
    yield engine
    with engine.begin() as connection:
        connection.execute(text("COMMENT ON TABLE domains IS NULL"))
    engine.dispose()


def copied(source: Engine, target: Engine, pieces: int | None = None) -> Copied | None:
    """The copy; with `pieces`, one that is stopped after so many."""
    told: list[object] = []
    return copy_database(source, target, told.append, lambda: pieces is not None and len(told) > pieces)


def all_rows(engine: Engine) -> dict[str, list[str]]:
    """Every table, every column, as SQLAlchemy reads it from either."""
    with engine.connect() as connection:
        return {table.name: sorted(map(repr, connection.execute(table.select()))) for table in metadata.sorted_tables}


def test_all_rows_are_the_same_on_both_sides(source: Engine, target: Engine) -> None:
    copied(source, target)
    assert all_rows(target) == all_rows(source)


def test_every_table_is_compared_by_count_and_digest(source: Engine, target: Engine) -> None:
    found = copied(source, target)
    assert found is not None
    assert [one.table for one in found.tables if not one.is_equal or one.rows != count(source, one.table)] == []


def test_numbers_of_rows_stay_as_they_are(source: Engine, target: Engine) -> None:
    copied(source, target)
    query = "SELECT id, document_id, policy_page_id FROM captures"
    assert select(target, query) == select(source, query)


def test_the_next_row_gets_the_next_number(source: Engine, target: Engine) -> None:
    copied(source, target)
    highest = select(source, "SELECT max(id) FROM documents")[0][0]
    Store(target).write([ex.document(ex.stamp(2013, 2), "words that nobody had before")])
    assert select(target, "SELECT max(id) FROM documents") == [(highest + 1,)]


def test_the_words_can_be_searched(source: Engine, target: Engine) -> None:
    copied(source, target)
    query = "SELECT document_id FROM document_search WHERE words @@ plainto_tsquery('simple', 'lantern')"
    found = select(source, "SELECT id FROM documents WHERE text LIKE '%lantern%' AND screened IS NULL")
    assert select(target, query) == found != []


@pytest.mark.parametrize("pieces", [0, 3, 8, 12, 20, 26, 33])
def test_stopped_anywhere_it_goes_on_to_the_same_end(source: Engine, target: Engine, pieces: int) -> None:
    stopped = copied(source, target, pieces)
    copied(source, target)
    assert (stopped, all_rows(target)) == (None, all_rows(source))


def test_what_was_copied_is_not_copied_again(source: Engine, target: Engine) -> None:
    copied(source, target, 40)
    there = count(target, "captures")
    told: list = []
    copy_database(source, target, told.append, lambda: False)
    again = sum(one.rows for one in told if one.table == "captures" and not one.is_comparing)
    assert (there, again) == (count(source, "captures"), 0)


def test_a_copy_follows_a_source_that_changed_after_it_was_stopped(source: Engine, target: Engine) -> None:
    copied(source, target, 40)
    Store(source).write([ex.document(ex.stamp(2010, 1), "other words"), ex.domain(until=2014)])
    with source.begin() as connection:
        connection.execute(text("DELETE FROM misses WHERE id = (SELECT max(id) FROM misses)"))
    copied(source, target)
    assert all_rows(target) == all_rows(source)


def test_a_source_that_is_written_to_meanwhile_is_told(source: Engine, target: Engine) -> None:
    wrote: list[int] = []

    def write_once(_told: object) -> None:
        if not wrote:
            wrote.append(start_run(source, {}, {}))

    found = copy_database(source, target, write_once, lambda: False)
    assert found is not None
    assert (found.source_changed, copied(source, target).source_changed) == (True, False)


def test_a_target_that_holds_other_rows_is_refused(source: Engine, target: Engine) -> None:
    Store(target).write([ex.domain()])
    with pytest.raises(WrongCommand, match="give the address of an empty one"):
        copied(source, target)


def test_a_copy_that_is_whole_is_refused_like_any_other(source: Engine, target: Engine) -> None:
    copied(source, target)
    with pytest.raises(WrongCommand, match="holds rows already"):
        copied(source, target)


def test_an_unfinished_copy_of_another_database_is_refused(
    source: Engine, target: Engine, sqlite_template: Path, tmp_path: Path
) -> None:
    shutil.copy(sqlite_template, tmp_path / "other.db")
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}")
    Store(other).write([ex.domain(name="moat.example")])
    copied(other, target, 6)
    other.dispose()
    with pytest.raises(WrongCommand, match="holds rows already"):
        copied(source, target)


def test_only_a_postgresql_can_be_copied_to(source: Engine) -> None:
    with pytest.raises(WrongCommand, match="from SQLite to PostgreSQL"):
        copied(source, source)
