"""What commands ask and write for one domain is found by indexes: no large table is read whole, on either database."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from crawler.readers import Wanted
from crawler.reading.readings import Reading
from pipelines.database.memory import DatabaseMemory
from pipelines.database.opening import open_database
from pipelines.database.questions.coverage import coverage_of
from pipelines.database.questions.domains import find_domain, standings
from pipelines.database.questions.exports import Selection, chosen_from
from pipelines.database.questions.kept_captures import kept_captures
from pipelines.database.questions.screened import screened_of
from pipelines.database.questions.shared import shared_paragraphs
from pipelines.database.questions.versions import document_of, version_on, versions_of
from pipelines.database.rereading.batches import reread
from pipelines.database.rereading.finishing import group_again
from pipelines.database.rereading.waiting import waiting_batches
from pipelines.database.store import Store
from pipelines.database.writing.published import write_published_documents
from pipelines.published import Published
from tests.conftest import address, run_sql
from tests.database import examples as ex
from tests.database.plans import enlarge, tables_read_whole
from tests.database.readings import Kept, crawl

KEPT = [Kept(ex.PRIVACY, ex.stamp(2010 + place % 3, 1 + place), None, place % 8) for place in range(8)]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def large(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A domain with a history, among many where that decides how a question is answered."""
    if request.param == "sqlite":
        opened = open_database(f"sqlite:///{tmp_path_factory.mktemp('plans') / 'plans.db'}")
    else:
        server = request.getfixturevalue("postgres")
        name = f"palimpsest_plans_{os.getpid()}"
        run_sql(server, f"CREATE DATABASE {name}")
        opened = open_database(address(server, name))
    crawl(opened, KEPT, dict.fromkeys(range(8), "blunt"))
    if request.param == "postgresql":
        enlarge(opened)
    yield opened
    opened.dispose()


def _export(engine: Engine, all_captures: bool) -> None:
    with chosen_from(engine, Selection((ex.NAME,), all_captures=all_captures)) as chosen:
        assert list(chosen.rows())
        assert list(kept_captures(chosen))


def _reread(engine: Engine) -> None:
    """Twice, so that there is something to read whatever was read before."""
    for wanted in (Wanted(Reading.CORPUS), Wanted(Reading.FAITHFUL)):
        ours = [number for batch in waiting_batches(engine, wanted) for number in batch if number < 1_000_000]
        assert reread(engine, ours, wanted).captures


def _write_everything(engine: Engine) -> None:
    crawl(engine, [replace(one, body=(one.body + 1) % 8) for one in KEPT], None)
    moved = ex.redirect(ex.stamp(2012, 12))
    Store(engine).write([moved, ex.home_page("2011-H1"), ex.miss(ex.Outcome.NO_CAPTURE, None, "2012-H2"), ex.domain()])


def _import(engine: Engine) -> None:
    url, stamp = ex.url_of(ex.LEGAL), ex.stamp(2012)
    published = Published(ex.NAME, url, stamp, ex.moment(2012), "Privacy", "# Privacy\n\nOld words of a corpus\n")
    write_published_documents(engine, [published])


ACTS: dict[str, Callable[[Engine], object]] = {
    "status DOMAIN": lambda engine: (
        find_domain(engine, ex.NAME), coverage_of(engine, ex.NAME), screened_of(engine, ex.NAME)
    ),
    "show DOMAIN": lambda engine: document_of(engine, version_on(engine, ex.NAME, ex.NOW).version),
    "show DOMAIN --shared": lambda engine: shared_paragraphs(engine, ex.NAME),
    "diff DOMAIN": lambda engine: [document_of(engine, one) for one in versions_of(engine, ex.NAME)],
    "export --domain": lambda engine: _export(engine, all_captures=False),
    "export --domain --all-captures": lambda engine: _export(engine, all_captures=True),
    "import-corpus": _import,
    "backfill, what is known": lambda engine: DatabaseMemory(engine).recall(ex.NAME),
    "backfill, what is written": _write_everything,
    "backfill LIST --queue": lambda engine: standings(engine, [ex.NAME]),
    "reread": _reread,
    "reread, families": group_again,
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_no_large_table_is_read_whole(large: Engine, act: str) -> None:
    assert tables_read_whole(large, lambda: ACTS[act](large)) == {}


def test_an_act_that_does_would_be_seen(large: Engine) -> None:
    def act() -> None:
        with large.connect() as connection:
            connection.execute(text("SELECT id FROM captures WHERE original_url = 'x'"))

    assert list(tables_read_whole(large, act)) == ["captures"]
