"""Opening a database: what is set, what is made, and what is said when it cannot be opened."""

import os
import pwd
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL

from crawler.errors import Fault, Stop, WrongCommand
from pipelines.database.opening import open_database, writing
from tests.conftest import address


def refusal(url: str) -> Stop:
    with pytest.raises(Stop) as raised:
        open_database(url)
    return raised.value


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 1), ("busy_timeout", 30000), ("foreign_keys", 1)]
)
def test_sqlite_is_set_for_a_crawl_that_is_watched(sqlite_url: str, pragma: str, value: object) -> None:
    engine = open_database(sqlite_url)
    with engine.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == value
    engine.dispose()


def test_postgresql_means_psycopg_3(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    assert engine.dialect.driver == "psycopg"
    engine.dispose()


def test_the_folder_of_an_sqlite_file_is_made(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path}/a/b/c.db").dispose()
    assert (tmp_path / "a/b/c.db").exists()


def test_a_writer_takes_the_write_lock_before_it_reads(sqlite_url: str) -> None:
    engine = open_database(sqlite_url)
    with writing(engine).begin(), engine.connect() as reader:
        reader.execute(text("SELECT count(*) FROM domains"))  # readers are not kept waiting
        reader.rollback()
        reader.exec_driver_sql("PRAGMA busy_timeout=0")
        with pytest.raises(Exception, match="locked"):
            reader.exec_driver_sql("BEGIN IMMEDIATE")
    engine.dispose()


def test_many_writers_that_read_first_all_get_their_turn(sqlite_url: str) -> None:
    engine = open_database(sqlite_url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO domains (domain, status, rank) VALUES ('a.example', 'waiting', 0)"))

    def count_up() -> None:
        for _ in range(25):
            with writing(engine).begin() as connection:
                rank = connection.execute(text("SELECT rank FROM domains")).scalar_one()
                connection.execute(text("UPDATE domains SET rank = :rank"), {"rank": rank + 1})

    writers = [threading.Thread(target=count_up) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT rank FROM domains")).scalar_one() == 100
    engine.dispose()


@pytest.mark.parametrize(
    "url", ["", "palimpsest.db", "sqlite:data.db", "postgresql://localhost:port/x", "://", "sqlite"]
)
def test_what_is_no_address_is_refused_with_an_example(url: str) -> None:
    assert "sqlite:///data/palimpsest.db" in str(refusal(url))


def test_another_kind_of_database_is_refused_with_an_example() -> None:
    assert "mysql" in str(refusal("mysql://server/palimpsest"))


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    assert "what is in memory is lost" in str(refusal(url))


@pytest.mark.parametrize("url", ["postgresql+pg8000://server/x", "sqlite+nosuch:///x.db"])
def test_a_driver_that_is_missing_is_named_with_the_remedy(url: str) -> None:
    trouble = refusal(url)
    assert isinstance(trouble, WrongCommand)
    assert "pip install -r requirements.txt" in str(trouble)


def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("these are my notes, and not a database at all\n" * 100)
    trouble = refusal(f"sqlite:///{file}")
    assert isinstance(trouble, WrongCommand)
    assert "no SQLite database" in str(trouble)
    assert file.read_text() == "these are my notes, and not a database at all\n" * 100


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert isinstance(refusal(f"sqlite:///{tmp_path}"), WrongCommand)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    trouble = refusal(f"sqlite:///{tmp_path}/file/palimpsest.db")
    assert isinstance(trouble, WrongCommand)
    assert f"the folder {tmp_path}/file" in str(trouble)


@contextmanager
def nobody() -> Iterator[None]:
    """As somebody who is not root, for whom permissions count."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_database_that_may_not_be_written_is_refused() -> None:
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, stat.S_IRUSR | stat.S_IXUSR | stat.S_IROTH | stat.S_IXOTH)
        with nobody():
            trouble = refusal(f"sqlite:///{name}/palimpsest.db")
    assert isinstance(trouble, WrongCommand)
    assert "see that the file may be read and written" in str(trouble)


def test_a_server_out_of_reach_is_a_fault_without_the_password() -> None:
    trouble = refusal("postgresql://me:secret@127.0.0.1:1/palimpsest")
    assert isinstance(trouble, Fault)
    assert "127.0.0.1:1/palimpsest cannot be reached" in str(trouble)
    assert "secret" not in str(trouble)


def test_a_database_that_the_server_does_not_have_is_named(postgres: URL) -> None:
    assert '"nosuch" does not exist' in str(refusal(address(postgres, "nosuch")))


def test_a_password_is_hidden_even_where_the_address_cannot_be_read() -> None:
    assert "secret" not in str(refusal("postgresql://me:secret@server:port/x"))


def test_two_programs_that_open_a_new_database_at_once_both_can(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    troubles: list[BaseException] = []

    def open_it() -> None:
        try:
            open_database(url).dispose()
        except Stop as trouble:
            troubles.append(trouble)

    openers = [threading.Thread(target=open_it) for _ in range(4)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()
    assert troubles == []
