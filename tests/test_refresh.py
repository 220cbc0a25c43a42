"""What `scrapy refresh` asks for, and what it finds."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, String, cast, create_engine, func, select, update

from crawler.domains import ListedDomain
from crawler.intervals import Every
from crawler.items import Domain, Standing
from pipelines.database.opening import open_database
from pipelines.database.questions.domains import stale_domains
from pipelines.database.queue.deferring import defer_list
from pipelines.database.store import Store
from pipelines.database.tables import domains, timelines
from pipelines.database.views import versions
from tests.conftest import run_sql
from tests.crawling import scrapy
from tests.fake_archive.server import FakeArchive, Page


def policy(words: str) -> bytes:
    told = "We keep the name and the address that you give us for as long as your order takes, and tell nobody else. "
    return f"<html><title>Privacy</title><body><h1>Privacy</h1><p>{told * 4}{words}</p></body></html>".encode()


OLD = [Page("http://shop.example/privacy", f"20{year}0301120000", policy("Of old.")) for year in range(12, 16)]
NEW = [Page("http://shop.example/privacy", f"20{year}0301120000", policy("Of late.")) for year in range(16, 19)]


def run(archive: FakeArchive, folder: Path, *arguments: str):
    return scrapy(*arguments, ARCHIVE_URL=archive.url, DATABASE_URL=f"sqlite:///{folder / 'refreshed.db'}")


def ask(folder: Path, query):
    engine = create_engine(f"sqlite:///{folder / 'refreshed.db'}")
    with engine.connect() as connection:
        found = connection.execute(query).scalar_one()
    engine.dispose()
    return found


def refreshed(folder: Path) -> list[str]:
    """What the archive was asked for by a refresh, after a backfill that stopped in 2015."""
    with FakeArchive(pages=OLD) as archive:
        run(archive, folder, "backfill", "shop.example", "--until", "2015-06")
    with FakeArchive(pages=[*OLD, *NEW]) as archive:
        ran = run(archive, folder, "refresh")
        assert ran.status == 0, ran.err
        return [call.path for call in archive.requests]


def test_a_refresh_asks_the_index_from_the_last_complete_moment_on(tmp_path: Path) -> None:
    index_calls = [path for path in refreshed(tmp_path) if "/cdx/" in path]
    assert ["from=20150601000000" in path for path in index_calls] == [True]


def test_a_refresh_reads_no_capture_of_the_time_that_was_told_before(tmp_path: Path) -> None:
    replays = [path for path in refreshed(tmp_path) if "/web/" in path]
    assert [path for path in replays if path.startswith("/web/201") and path[5:9] < "2015"] == []


def test_a_refresh_finds_the_version_that_came_since(tmp_path: Path) -> None:
    refreshed(tmp_path)
    assert ask(tmp_path, select(func.count()).select_from(versions)) == 2


def test_what_the_index_told_in_two_answers_is_kept_as_two(tmp_path: Path) -> None:
    refreshed(tmp_path)
    assert ask(tmp_path, select(func.count()).select_from(timelines).where(timelines.c.urlkey == "")) == 2


def test_a_refresh_the_day_after_a_backfill_without_an_end_asks_for_that_day(tmp_path: Path) -> None:
    """Such a backfill goes up to its own moment, and so does the same command again."""
    with FakeArchive(pages=OLD) as archive:
        run(archive, tmp_path, "backfill", "shop.example")
        put_back(tmp_path, days=1)
        archive.requests.clear()
        told = [run(archive, tmp_path, "refresh").out for _ in range(2)]
    assert (["/cdx/" in call.path for call in archive.requests], "nothing to ask for" in told[1]) == ([True], True)


def put_back(folder: Path, days: int) -> None:
    """As if all that was asked had been asked so many days ago."""
    engine = create_engine(f"sqlite:///{folder / 'refreshed.db'}")
    with engine.begin() as connection:
        for table in (domains, timelines):
            for column in (table.c.asked_at, table.c.until):
                moved = func.strftime("%Y-%m-%d %H:%M:%f", column, f"-{days} days").op("||")("000")
                connection.execute(update(table).values({column: cast(moved, String)}))
    engine.dispose()


def test_those_not_asked_for_the_longest_come_first(engine: Engine) -> None:
    moments = {"b.example": 3, "a.example": 2, "c.example": 1}
    Store(engine).write([domain(name, datetime(2020, 1, day, tzinfo=UTC)) for name, day in moments.items()])
    found = [one.name for one in stale_domains(engine, datetime(2020, 2, 1, tzinfo=UTC))]
    assert found == ["c.example", "a.example", "b.example"]


def test_a_domain_that_is_known_up_to_now_is_not_stale(engine: Engine) -> None:
    Store(engine).write([domain("a.example", datetime(2020, 1, 1, tzinfo=UTC))])
    assert list(stale_domains(engine, datetime(2020, 1, 1, tzinfo=UTC))) == []


def test_a_refresh_is_put_on_the_queue_once_whatever_the_day(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    listed = [ListedDomain("a.example", None, 1)]
    options = [{"every": "change", "since": "", "until": f"2020-01-0{day}", "languages": ""} for day in (1, 2)]
    put = [defer_list(engine, listed, 1, told, {}, of_any_day=True).number for told in options]
    run_sql(engine.url, "DROP SCHEMA procrastinate CASCADE")
    engine.dispose()
    assert put == [1, 0]


def domain(name: str, until: datetime) -> Domain:
    return Domain(name, None, Every.CHANGE, datetime(1996, 1, 1, tzinfo=UTC), until, Standing.DONE, until)


def test_a_refresh_of_a_database_without_domains_says_what_to_do(tmp_path: Path) -> None:
    with FakeArchive() as archive:
        ran = run(archive, tmp_path, "refresh")
    assert (ran.status, "scrapy backfill LIST" in ran.out) == (0, True)
