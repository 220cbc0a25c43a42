"""Several writers at once on one database: nobody fails, nothing is lost, nothing is there twice."""

import threading

import pytest
from sqlalchemy import Engine, delete, event, select, text

from crawler.errors import Fault
from pipelines.database.blobs import fetch_many
from pipelines.database.opening import open_database, writing
from pipelines.database.store import Store
from pipelines.database.tables import blobs, changes, domains
from pipelines.database.writing.line_numbers import write_lines
from tests.database import examples as ex
from tests.database.rows import count

WRITERS, ROUNDS, TEXTS = 4, 4, 100


def write_all(url: str) -> list[Fault]:
    """Each writer has a domain of its own; all of them meet the same few texts and bytes, half of them
    in the opposite order."""
    troubles: list[Fault] = []

    def write(writer: int) -> None:
        engine = open_database(url)
        store = Store(engine)
        name = f"d{writer}.example"
        for turn in range(ROUNDS):
            order = range(TEXTS)[:: 1 if writer % 2 else -1]
            read = [
                ex.document(
                    ex.stamp(2000 + turn, 1 + text // 28, 1 + text % 28),
                    f"text {text}",
                    name=name,
                    body=b"shared %d" % (turn * TEXTS + text),
                )
                for text in order
            ]
            try:
                store.write([ex.domain(name=name), *read])
            except Fault as trouble:
                troubles.append(trouble)
        engine.dispose()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return troubles


def test_writers_that_meet_the_same_texts_do_not_stop_each_other(database_url: str) -> None:
    assert write_all(database_url) == []


def test_what_several_writers_meet_is_kept_once(engine: Engine, database_url: str) -> None:
    write_all(database_url)
    assert [count(engine, table) for table in ("documents", "blobs", "captures", "domains")] == [
        TEXTS,
        ROUNDS * TEXTS,
        WRITERS * ROUNDS * TEXTS,
        WRITERS,
    ]


def test_of_two_that_draw_the_lines_of_a_domain_the_second_sees_what_the_first_wrote(postgres_url: str) -> None:
    """Else both would list the same changes, and the second would fail of it."""
    engine = open_database(postgres_url)
    Store(engine).write([ex.domain(), ex.page(), ex.document(ex.stamp(2010), "one")])
    troubles: list[Fault] = []

    def draw() -> None:
        try:
            Store(engine, rests=()).draw_lines([ex.NAME])
        except Fault as trouble:
            troubles.append(trouble)

    with writing(engine).begin() as before:
        before.execute(delete(changes))
    with writing(engine).begin() as first:
        write_lines(first, first.scalars(select(domains.c.id)).all())
        second = threading.Thread(target=draw)
        second.start()
        while second.is_alive() and not first.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
            pass  # not waiting for time but for the other
    second.join()
    assert (troubles, count(engine, "changes")) == ([], 1)
    engine.dispose()


def test_bytes_that_several_writers_kept_at_one_address_can_all_be_read(engine: Engine, database_url: str) -> None:
    write_all(database_url)
    with engine.connect() as connection:
        names = list(connection.scalars(select(blobs.c.sha256)))
        assert fetch_many(connection, names).keys() == set(names)


@pytest.mark.parametrize("table", ["blobs", "snapshots", "documents"])
def test_rows_go_in_the_order_of_their_keys(engine: Engine, table: str) -> None:
    """Two writers that hold the same rows in another order would wait for each other for ever."""
    written: list[str] = []

    def note(_connection, _cursor, statement: str, parameters, _context, _many: bool) -> None:
        if statement.startswith(f"INSERT INTO {table} "):
            written.extend(row["sha256"] if isinstance(row, dict) else row[0] for row in parameters)

    event.listen(engine, "before_cursor_execute", note)
    Store(engine).write([ex.document(ex.stamp(2000 + year), f"{year}", f"example,a)/{year}") for year in range(9)])
    assert len(written) == 9
    assert written == sorted(written)
