"""Every page is answered from indexes: both databases are asked how they would answer each statement that a page makes.

What has a limit may go through an index from one end; nothing may go through a table, or through the whole of an index.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Index, PrimaryKeyConstraint, UniqueConstraint, event

from pipelines.browsing.pages import PAGES
from pipelines.database.opening import open_database, writing
from pipelines.database.opening_to_read import open_to_read
from pipelines.database.store import Store
from pipelines.database.tables import metadata
from tests.browsing.asked import ask
from tests.browsing.shelf import fill
from tests.browsing.test_pages import addresses
from tests.conftest import address, run_sql

# A planner takes a small table as it comes, so the shelf stands among other domains. Each statement, for n of them.
_OTHERS = 2_000
_CROWD = """
INSERT INTO domains (id, domain, status, every, since, until)
  SELECT 1000 + n, 'other' || n || '.example', 'done', 'half-year', '2010-01-01', '2013-01-01' FROM n;
INSERT INTO policy_pages (id, domain_id, url, urlkey, found_by, link_text, first_party, line)
  SELECT 1000 + n, 1000 + n, 'http://other' || n || '.example/', 'example,other' || n, 'index', '', TRUE, 1 FROM n;
INSERT INTO documents (id, sha256, wording_sha256, title, markdown, text, words, language, reading, reader_version,
    notes, family_id)
  SELECT 1000 + n, 'other' || n, 'other' || n, '', '', 'word' || n, 1, 'en', 'faithful', '1', '[]', 1000 + n FROM n;
INSERT INTO paragraphs (id, sha256, text, words) SELECT 1000 + n, 'other' || n, 'word', 1 FROM n;
INSERT INTO occurrences (paragraph_id, document_id, place) SELECT 1000 + n, 1000 + n, 1 FROM n;
INSERT INTO changes (id, domain_id, line, number, title, "timestamp", first_seen)
  SELECT 1000 + n, 1000 + n, 1, 1, '', '20100101000000', '2010-01-01' FROM n;
INSERT INTO misses (domain_id, thing, kind, detail, final, seen_at)
  SELECT 1000 + n, 'other', 'no-policy-page', '', TRUE, '2010-01-01' FROM n;
INSERT INTO blobs (sha256, address, key_frame, size, body) SELECT 'other' || n, 'other' || n, 1, 0, '' FROM n;
INSERT INTO snapshots (sha256, size, headers, blob_sha256) SELECT 'other' || n, 0, '[]', 'other' || n FROM n;
INSERT INTO captures (policy_page_id, "timestamp", captured_at, original_url, listed, outcome, document_id,
    snapshot_sha256, read_by)
  SELECT 1000 + n, year || '0101000000', CAST(year || '-01-01' AS {moment}), '', TRUE, 'read', 1000 + n,
    'other' || n, '1, faithful'
  FROM n CROSS JOIN (SELECT 2010 AS year UNION ALL SELECT 2011 UNION ALL SELECT 2012 UNION ALL SELECT 2013) years;
"""

# There are as many intervals as plans have, however many domains. SQLite names a table as the statement calls it; the
# views call the big ones by a letter.
_BIG = metadata.tables.keys() - {"intervals"}
_CALLED = {"d", "p", "q", "c", "o", "t", "m"}
_SCAN = re.compile(r"SCAN (\w+)")
# Ways that cost least as long as there are but thousands of rows.
_FOR_SMALL_TABLES = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_bitmapscan")
# The first column of every index: what is asked without it reads the index whole.
_LEADS = {
    str(one.name): next(iter(one.columns)).name
    for table in metadata.tables.values()
    for one in (*table.indexes, table.primary_key, *table.constraints)
    if isinstance(one, Index | PrimaryKeyConstraint | UniqueConstraint)
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def crowd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The shelf among many other domains, on either database."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("crowd") / "crowd.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield from _crowded(f"sqlite:///{file}", "TEXT")
    else:
        server, name = request.getfixturevalue("postgres"), f"palimpsest_crowd_{os.getpid()}"
        run_sql(server, f"CREATE DATABASE {name}")
        yield from _crowded(address(server, name), "TIMESTAMPTZ")
        run_sql(server, f"DROP DATABASE {name} WITH (FORCE)")


def _crowded(url: str, moment: str) -> Iterator[Engine]:
    engine = open_database(url)
    fill(Store(engine))
    numbers = f"WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {_OTHERS})"
    with writing(engine).begin() as connection:
        for statement in _CROWD.format(moment=moment).strip().split(";"):
            into, found, rest = statement.partition("SELECT")
            if found:
                connection.exec_driver_sql(f"{into} {numbers} {found} {rest}")
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()
    looked_at = open_to_read(url)
    yield looked_at
    looked_at.dispose()


def whole_reads(engine: Engine, address: str) -> set[str]:
    """The steps that read a table or an index whole, of all statements that a page makes."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    assert ask(engine, address).status == 200
    event.remove(engine, "before_cursor_execute", note)
    return {step for statement, parameters in asked for step in steps(engine, statement, parameters)}


def steps(engine: Engine, statement: str, parameters: Any) -> Iterator[str]:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            yield from _in_sqlite(connection, statement, parameters)
        else:
            yield from _in_postgresql(connection, statement, parameters)


def _in_sqlite(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    for *_, told in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
        step = _SCAN.match(told)
        of_table = step is not None and (step[1] in _BIG or step[1] in _CALLED)
        if of_table and ("LIMIT" not in statement or "USING" not in told):
            yield told


def _in_postgresql(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    for way in _FOR_SMALL_TABLES:
        connection.exec_driver_sql(f"SET LOCAL {way} = off")
    told = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    yield from _below((json.loads(told) if isinstance(told, str) else told)[0]["Plan"], limited=False)


def _below(node: dict[str, Any], limited: bool) -> Iterator[str]:
    limited = limited or node["Node Type"] == "Limit"
    table, index = node.get("Relation Name"), node.get("Index Name")
    found = index in _LEADS and _LEADS[index] in node.get("Index Cond", "")
    if table in _BIG and not found and not (limited and index):
        yield f"{node['Node Type']} of {table}"
    for inner in node.get("Plans", ()):
        yield from _below(inner, limited)


def test_no_page_reads_a_whole_table(crowd: Engine) -> None:
    tried = addresses(crowd)
    assert {page.template: whole_reads(crowd, tried[page.template]) for page in PAGES} == {
        page.template: set() for page in PAGES
    }


@pytest.mark.parametrize("question", ["digest = 'x'", "outcome = 'read' ORDER BY digest LIMIT 5"])
def test_a_question_that_does_would_be_seen(crowd: Engine, question: str) -> None:
    assert len(set(steps(crowd, f"SELECT digest FROM captures WHERE {question}", ()))) == 1
