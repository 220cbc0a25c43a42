"""Every page is answered from indexes: SQLite is asked how it would answer each statement, and reads no table whole."""

import re
from typing import Any

import pytest
from sqlalchemy import Engine, event

from pipelines.browsing.pages import PAGES
from pipelines.database.opening_to_read import open_to_read
from pipelines.database.tables import metadata
from tests.browsing.asked import ask
from tests.browsing.test_pages import addresses

SCAN = re.compile(r"SCAN (\w+)")
# What the views call the tables: a scan of one of them is one of the table.
CALLED = {"d", "p", "q", "c", "o", "t", "i", "m"}


@pytest.fixture
def looked_at(shelf_file: str) -> Any:
    opened = open_to_read(shelf_file)
    yield opened
    opened.dispose()


def scans(engine: Engine, address: str) -> set[str]:
    """The steps that go through a table from one end, of all statements that a page makes and that have no limit."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    assert ask(engine, address).status == 200
    event.remove(engine, "before_cursor_execute", note)
    found = set()
    with engine.connect() as connection:
        for statement, parameters in asked:
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
                step = SCAN.match(row[3])
                of_table = step is not None and (step[1] in metadata.tables or step[1] in CALLED)
                if of_table and ("LIMIT" not in statement or "USING" not in row[3]):
                    found.add(row[3])
    return found


def test_no_page_reads_a_whole_table(looked_at: Engine) -> None:
    tried = addresses(looked_at)
    assert {page.template: scans(looked_at, tried[page.template]) for page in PAGES} == {
        page.template: set() for page in PAGES
    }


def test_a_question_that_does_would_be_seen(looked_at: Engine) -> None:
    with looked_at.connect() as connection:
        steps = connection.exec_driver_sql("EXPLAIN QUERY PLAN SELECT * FROM captures WHERE digest = 'x'").all()
    assert [SCAN.match(step[3])[1] for step in steps] == ["captures"]
