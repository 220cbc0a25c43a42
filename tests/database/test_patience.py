"""What of a database passes by itself is waited for and done again; whatever else fails is a fault at once."""

import threading

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.engine import URL

from crawler.errors import Fault
from pipelines.database.memory import DatabaseMemory
from pipelines.database.opening import open_database, writing
from pipelines.database.patience import RESTS, PassingFault, fault_of, persist
from pipelines.database.store import Store
from pipelines.database.transactions import write_to
from tests.database import examples as ex
from tests.database.postgres import server_of_ones_own
from tests.database.rows import count

ITEMS = [ex.page(), ex.document(ex.stamp(2010)), ex.document(ex.stamp(2011), "another")]


class Failing:
    """Fails so many times, then does it."""

    def __init__(self, times: int, fault: Fault) -> None:
        self.times, self.fault = times, fault

    def __call__(self) -> str:
        self.times -= 1
        if self.times >= 0:
            raise self.fault
        return "done"


def rested(times: int, fault: Fault) -> list[float]:
    """The rests that were taken before it was done."""
    slept: list[float] = []
    assert persist(Failing(times, fault), sleep=slept.append) == "done"
    return slept


def test_what_may_pass_is_done_again() -> None:
    assert rested(3, PassingFault("locked")) == list(RESTS[:3])


def test_what_does_not_pass_in_five_minutes_is_a_fault() -> None:
    slept: list[float] = []
    with pytest.raises(Fault):
        persist(Failing(100, PassingFault("locked")), sleep=slept.append)
    assert 240 <= sum(slept) <= 360


def test_what_does_not_pass_by_itself_is_a_fault_at_once() -> None:
    with pytest.raises(Fault):
        rested(1, Fault("make room on the disk"))


@pytest.mark.parametrize(
    "cause",
    [
        "database is locked",
        "deadlock detected",
        "could not serialize access due to concurrent update",
        "terminating connection due to administrator command",
        'connection failed: connection to server at "127.0.0.1", port 5432 failed: Connection refused',
        "connection failed: FATAL:  the database system is starting up",
        "server closed the connection unexpectedly",
    ],
)
def test_others_that_write_and_a_server_that_is_restarted_may_pass(cause: str) -> None:
    assert isinstance(fault_of(cause, "why"), PassingFault)


@pytest.mark.parametrize(
    "cause",
    [
        "database or disk is full",
        "attempt to write a readonly database",
        "database disk image is malformed",
        'FATAL:  database "gone" does not exist',
        'FATAL:  password authentication failed for user "palimpsest"',
        "could not extend file: No space left on device",
    ],
)
def test_a_full_disk_and_a_database_that_is_not_there_do_not(cause: str) -> None:
    assert not isinstance(fault_of(cause, "why"), PassingFault)


def test_a_database_that_another_program_locked_for_a_while_is_written_to_when_it_is_free(sqlite_url: str) -> None:
    engine, other = open_database(sqlite_url), open_database(sqlite_url)
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=0"))
    engine.dispose()
    held = writing(other).connect()
    lock = held.begin()
    freed: list[float] = []

    def free(rest: float) -> None:
        if not freed:
            lock.rollback()
            held.close()
        freed.append(rest)

    store = Store(engine)
    persist(lambda: store._write(ITEMS), sleep=free)
    assert (len(freed), count(engine, "captures")) == (1, 2)
    engine.dispose()
    other.dispose()


def cut_once(engine: Engine, statement: str) -> None:
    """The server ends our connection, once, in the middle of a transaction."""
    done: list[bool] = []

    @event.listens_for(engine, "before_cursor_execute")
    def cut(connection, _cursor, said: str, _parameters, _context, _many: bool) -> None:
        if said.startswith(statement) and not done:
            done.append(True)
            other = open_database(engine.url.render_as_string(hide_password=False))
            pid = connection.connection.driver_connection.info.backend_pid
            with other.connect() as killer:
                killer.execute(text(f"SELECT pg_terminate_backend({pid}, 5000)"))
            other.dispose()


def test_a_connection_that_was_cut_in_the_middle_of_a_write_loses_nothing(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    cut_once(engine, "INSERT INTO captures")
    Store(engine).write(ITEMS)
    assert count(engine, "captures") == 2
    engine.dispose()


def test_a_connection_that_was_cut_is_no_reason_to_know_nothing_of_a_domain(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    Store(engine).write(ITEMS)
    cut_once(engine, "SELECT policy_pages")
    assert len(DatabaseMemory(engine).recall("palace.example").pages) == 1
    engine.dispose()


def test_a_server_that_was_down_for_a_while_is_written_to_when_it_is_back() -> None:
    with server_of_ones_own() as server:
        engine = open_database(server.url.render_as_string(hide_password=False))
        store, rests = Store(engine, rests=()), list[float]()

        def come_back(rest: float) -> None:
            rests.append(rest)
            if len(rests) == 3:
                server.start()

        server.stop()
        persist(lambda: store._write(ITEMS), sleep=come_back)
        assert (len(rests), count(engine, "captures")) == (3, 2)
        engine.dispose()


def test_two_writers_that_wait_for_each_other_both_get_done(postgres_url: str, postgres: URL) -> None:
    """PostgreSQL ends one of two that are locked against each other: that one begins anew."""
    first, second = open_database(postgres_url), open_database(postgres_url)
    Store(first).write([ex.domain(name="a.example"), ex.domain(name="b.example")])
    both_hold, deadlocks = threading.Barrier(2, timeout=10), []

    def write(engine: Engine, names: tuple[str, str]) -> None:
        tries = 0

        def act() -> None:
            nonlocal tries
            tries += 1
            with write_to(engine, "two domains") as connection:
                connection.execute(text("SET LOCAL deadlock_timeout = '10ms'"))
                for place, name in enumerate(names):
                    connection.execute(text("UPDATE domains SET rank = 1 WHERE domain = :name"), {"name": name})
                    if place == 0 and tries == 1:
                        both_hold.wait()

        persist(act)
        deadlocks.append(tries - 1)

    writers = [
        threading.Thread(target=write, args=(first, ("a.example", "b.example"))),
        threading.Thread(target=write, args=(second, ("b.example", "a.example"))),
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(deadlocks) == [0, 1]
    first.dispose()
    second.dispose()
