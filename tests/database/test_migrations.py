"""The tables are made by migrations, and those say the same as `tables.py`, on both databases."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.engine import URL

from crawler.errors import WrongCommand
from pipelines.database.column_types import Word
from pipelines.database.migrating import configuration
from pipelines.database.opening import open_database, writing
from pipelines.database.store import Store
from pipelines.database.tables import metadata
from pipelines.database.text_search import is_of_search
from tests.conftest import address, run_sql
from tests.database import examples as ex
from tests.database.rows import select

_CONTRACT = {
    "domains": "id domain rank status asked_at",
    "policy_pages": "id domain_id url urlkey found_by link_text first_party line",
    "timelines": "policy_page_id asked_at since until complete captures body",
    "captures": "id policy_page_id timestamp captured_at original_url digest status mimetype length outcome "
    "served_timestamp served_url snapshot_sha256 document_id",
    "snapshots": "sha256 size media_type charset headers",
    "documents": "id sha256 wording_sha256 title markdown text words language language_confidence policy_probability "
    "screened reading reader_version family_id",
    "misses": "domain_id policy_page_id interval timestamp kind detail final seen_at",
    "runs": "id started_at finished_at arguments versions counts finish_reason",
    "versions": "domain line url document_id title first_seen last_seen captures not_before number",
    "coverage": "domain interval state detail",
}

_CHANGES = 'SELECT domain_id, line, number, title, "timestamp", first_seen, not_before FROM changes'


def test_the_migrations_make_what_the_tables_say(engine: Engine) -> None:
    with engine.connect() as connection:
        of_search = {"include_name": lambda name, kind, _: kind != "table" or not is_of_search(name)}  # SQL made it
        compared = {"compare_type": True, "compare_server_default": True, **of_search}
        context = MigrationContext.configure(connection, opts=compared)
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize("name", _CONTRACT)
def test_a_table_or_view_has_the_columns_that_were_promised(engine: Engine, name: str) -> None:
    there = {column["name"] for column in inspect(engine).get_columns(name)}
    assert there >= set(_CONTRACT[name].split())


def test_opening_again_changes_nothing(database_url: str) -> None:
    open_database(database_url).dispose()
    engine = open_database(database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM versions")).scalar_one() == 0
    engine.dispose()


def test_every_migration_lists_the_changes_anew(engine: Engine, store: Store) -> None:
    """A database from before they were listed has them when it is opened."""
    store.write([ex.page(), *(ex.document(ex.stamp(year), f"wording {year}") for year in (2010, 2012)), ex.domain()])
    listed = select(engine, _CHANGES)
    with writing(engine).begin() as connection:
        connection.execute(text("DELETE FROM changes"))
        command.upgrade(configuration(connection), "head")
    assert (len(listed), select(engine, _CHANGES)) == (2, listed)


def test_bytes_are_not_compressed_a_second_time_by_postgresql(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    query = "SELECT attstorage FROM pg_attribute WHERE attrelid = 'blobs'::regclass AND attname = 'body'"
    with engine.connect() as connection:
        assert connection.execute(text(query)).scalar_one() in ("e", b"e")
    engine.dispose()


def test_a_database_of_a_newer_program_is_refused(database_url: str) -> None:
    engine = open_database(database_url)
    ours = select(engine, "SELECT version_num FROM alembic_version")[0][0]
    set_version(engine, "9999")
    with pytest.raises(WrongCommand, match=r"newer version of this program \(migration 9999\); update the program"):
        open_database(database_url)
    set_version(engine, ours)
    engine.dispose()


def set_version(engine: Engine, version: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def test_a_database_with_another_programs_tables_is_refused(postgres: URL, tmp_path) -> None:
    for url in (f"sqlite:///{tmp_path / 'other.db'}", address(postgres, "somebody_elses")):
        if url.startswith("postgresql"):
            run_sql(postgres, "CREATE DATABASE somebody_elses")
        other = create_engine(url)
        with other.begin() as connection:
            connection.execute(text("CREATE TABLE captures (animal TEXT)"))
        other.dispose()
        with pytest.raises(WrongCommand, match="does it belong to another program"):
            open_database(url)
    run_sql(postgres, "DROP DATABASE somebody_elses")


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path) -> None:
    url = f"sqlite:///{tmp_path / 'other.db'}"
    other = create_engine(url)
    with other.begin() as connection:
        connection.execute(text("CREATE TABLE timelines (about TEXT)"))
    with pytest.raises(WrongCommand):
        open_database(url)
    assert inspect(other).get_table_names() == ["timelines"]
    other.dispose()


def test_words_are_compared_byte_by_byte_whatever_the_locale_of_the_server(postgres_url: str) -> None:
    """An English server sorts `a` before `B`; the order of captures, and so the versions, must not depend on that."""
    engine = open_database(postgres_url)
    query = "SELECT table_name, column_name FROM information_schema.columns WHERE collation_name = 'C'"
    bytewise = set(select(engine, query + " AND table_schema = 'public'"))
    engine.dispose()
    words = {
        (table.name, column.name) for table in metadata.tables.values() for column in table.c if column.type is Word
    }
    assert words
    assert words - bytewise == set()
