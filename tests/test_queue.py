"""What a list comes to that workers take off a queue, whoever of them dies: the same as from one undisturbed crawl."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import PLAN, kept, scrapy
from tests.fake_archive.faults import Faults
from tests.fake_archive.inventing import invent
from tests.fake_archive.limits import REAL, Limits
from tests.fake_archive.server import FakeArchive
from tests.rehearsing import BAD_DAY, Stage
from tests.workforce import ALL, Workforce, asked_again, write_list

INVENTED = 20
CONNECTIONS = 7


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, list[Any]], Counter[str]]:
    """What one crawl brings on a good day, and how often each address was asked for."""
    folder = tmp_path_factory.mktemp("undisturbed")
    pages = [page for number in range(INVENTED) for page in invent(number).pages]
    with FakeArchive(pages=pages, limits=Limits()) as archive:
        names, database = write_list(folder / "list.csv", INVENTED), f"sqlite:///{folder / 'kept.db'}"
        scrapy("backfill", str(names), *PLAN, ARCHIVE_URL=archive.url, DATABASE_URL=database)
        return kept(database), Counter(call.path for call in archive.requests)


def test_workers_that_are_killed_lose_nothing_store_nothing_twice_and_keep_their_pace(
    undisturbed: Any, postgres_url: str, tmp_path: Path
) -> None:
    stage = Stage(tmp_path)
    pages = [page for number in range(INVENTED) for page in invent(number).pages]
    faults = Faults(shares=BAD_DAY, seed=3)
    with (
        FakeArchive(pages=pages, limits=REAL, faults=faults, clock=stage.time.now) as archive,
        Workforce(tmp_path, postgres_url, archive) as workforce,
    ):
        workforce.defer(write_list(tmp_path / "list.csv", INVENTED))
        for address in ("127.0.0.2", "127.0.0.3"):
            workforce.hire(address)
        workforce.work_through([(60, ALL)])
        ended = workforce.dismiss()
        jobs = workforce.jobs()
    rows = kept(postgres_url)
    twice = Counter(row[:3] for row in rows["captures"])
    repeated = asked_again(archive, undisturbed[1])
    busiest = archive.patience.busiest_of
    assert {
        "different from one crawl": [name for name in rows if rows[name] != undisturbed[0][name]],
        "captures stored twice": [capture for capture, count in twice.items() if count > 1],
        "batches": jobs,
        "workers ended with": ended,
        "children that outlived their worker": workforce.outlived,
        "at most one request a kill and connection is repeated": repeated <= workforce.killed * CONNECTIONS,
        "addresses": sorted(busiest),
        "busier than allowed": [one for one in busiest.values() if one["index"] > 30 or one["replay"] > 600],
    } == {
        "different from one crawl": [],
        "captures stored twice": [],
        "batches": Counter(succeeded=4),
        "workers ended with": [0, 0],
        "children that outlived their worker": 0,
        "at most one request a kill and connection is repeated": True,
        "addresses": ["127.0.0.2", "127.0.0.3"],
        "busier than allowed": [],
    }
