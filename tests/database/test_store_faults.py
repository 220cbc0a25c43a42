"""A write that fails says what was not written and what to do, and leaves nothing half done."""

from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.engine import URL

from crawler.errors import Fault
from pipelines.database.opening import open_database, writing
from pipelines.database.questions.totals import totals
from pipelines.database.runs import start_run
from pipelines.database.store import Store
from tests.conftest import address, run_sql
from tests.database import examples as ex
from tests.database.rows import count

T2010 = ex.stamp(2010)
ITEMS = [ex.page(), ex.document(T2010, body=Random(1).randbytes(400_000)), ex.document(ex.stamp(2011))]


def limited(url: str, pragma: str) -> Engine:
    """An open database of which each new connection has this limit."""
    engine = open_database(url)
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _record: connection.execute(f"PRAGMA {pragma}"))
    return engine


def refusal(engine: Engine) -> str:
    with pytest.raises(Fault) as raised:
        Store(engine, rests=()).write(ITEMS)
    return str(raised.value)


def test_a_full_disk_is_a_fault_that_says_what_to_do(sqlite_url: str) -> None:
    engine = limited(sqlite_url, "max_page_count=60")
    engine_says = refusal(engine)
    engine.dispose()
    assert "could not write 3 items, the first a PolicyPage of palace.example" in engine_says
    assert "make room on the disk, then run the same command again" in engine_says


def test_of_a_sequence_that_fails_nothing_is_written(sqlite_url: str) -> None:
    engine = limited(sqlite_url, "max_page_count=60")
    refusal(engine)
    assert [count(engine, table) for table in ("domains", "policy_pages", "captures", "blobs")] == [0, 0, 0, 0]
    engine.dispose()


def test_what_failed_can_be_written_when_there_is_room_again(sqlite_url: str) -> None:
    engine = limited(sqlite_url, "max_page_count=60")
    refusal(engine)
    engine.dispose()
    again = open_database(sqlite_url)
    Store(again).write(ITEMS)
    assert count(again, "captures") == 2
    again.dispose()


def test_a_database_locked_too_long_is_a_fault_that_says_what_to_do(sqlite_url: str) -> None:
    engine = limited(sqlite_url, "busy_timeout=0")
    other = open_database(sqlite_url)
    with writing(other).begin():
        assert "end the other program" in refusal(engine)
    engine.dispose()
    other.dispose()


def test_a_database_file_that_was_taken_away_is_a_fault(sqlite_url: str, tmp_path: Path) -> None:
    """The system would let us write on to a file that has no name any more."""
    engine = open_database(sqlite_url)
    Store(engine).write(ITEMS)
    (tmp_path / "test.db").unlink()
    assert "is gone; put the file back" in refusal(engine)
    engine.dispose()


def test_a_database_that_was_dropped_is_a_fault(postgres: URL) -> None:
    run_sql(postgres, "CREATE DATABASE to_be_dropped")
    engine = open_database(address(postgres, "to_be_dropped"))
    run_sql(postgres, "DROP DATABASE to_be_dropped WITH (FORCE)")
    assert '"to_be_dropped" does not exist' in refusal(engine)
    engine.dispose()


def test_a_connection_that_died_idle_is_no_fault(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    other = open_database(postgres_url)
    Store(engine).write([ex.page()])
    end = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()"""
    with other.connect() as connection:
        connection.execute(text(end))
    Store(engine).write(ITEMS)
    assert count(engine, "captures") == 2
    engine.dispose()
    other.dispose()


def test_a_password_is_not_told(postgres: URL) -> None:
    run_sql(postgres, "CREATE DATABASE soon_gone")
    engine = open_database(address(postgres.set(password="secret"), "soon_gone"))
    run_sql(postgres, "DROP DATABASE soon_gone WITH (FORCE)")
    assert "secret" not in refusal(engine)
    engine.dispose()


def test_what_is_no_item_is_a_bug_and_not_passed_over(engine: Engine) -> None:
    with pytest.raises(TypeError, match="a dict was to be stored"):
        Store(engine).write([{"url": "http://palace.example/"}])  # type: ignore[list-item]


def test_a_run_that_cannot_be_written_down_is_a_fault(sqlite_url: str, tmp_path: Path) -> None:
    engine = open_database(sqlite_url)
    (tmp_path / "test.db").unlink()
    with pytest.raises(Fault, match="is gone"):
        start_run(engine, {}, {})
    engine.dispose()


def test_a_damaged_database_that_is_asked_is_a_fault(sqlite_url: str, tmp_path: Path) -> None:
    engine = open_database(sqlite_url)
    engine.dispose()
    file = tmp_path / "test.db"
    file.write_bytes(file.read_bytes()[:4096] + bytes(file.stat().st_size - 4096))
    with pytest.raises(Fault, match="the file is damaged: restore it from a copy"):
        totals(engine)
    engine.dispose()
