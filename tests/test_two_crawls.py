"""What two crawls come to that run at the same time: together within the limits, and as if there had been one."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import kept
from tests.fake_archive.limits import REAL, Limits
from tests.rehearsing import Stage

INVENTED = 6


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """What one crawl of all the domains brings."""
    stage = Stage(tmp_path_factory.mktemp("one"), invented=INVENTED)
    with stage.archive(Limits()) as archive:
        stage.unpaced(archive)
    return kept(stage.database)


def test_two_crawls_at_once_keep_to_the_limits_together_lose_nothing_and_write_nothing_twice(
    one: dict[str, list[Any]], database_url: str, tmp_path: Path
) -> None:
    stage = Stage(tmp_path, invented=INVENTED)
    lists = (",".join(stage.names[:12]), ",".join(stage.names[6:]))  # six domains are in both
    with stage.archive(REAL) as archive:
        crawls = [stage.start_backfill(archive, names, DATABASE_URL=database_url) for names in lists]
        ended = [(crawl.communicate(timeout=240), crawl.returncode)[1] for crawl in crawls]
    rows, busiest = kept(database_url), archive.patience.busiest
    rows["timelines"] = sorted(set(rows["timelines"]), key=repr)  # two answers to one question are two rows
    twice = Counter(row[:3] for row in rows["captures"])
    assert {
        "ended": ended,
        "different from one crawl": [name for name in one if rows[name] != one[name]],
        "captures stored twice": [capture for capture, count in twice.items() if count > 1],
        "the busiest minute was within what is allowed": 0 < busiest["index"] <= 30 and 0 < busiest["replay"] <= 600,
        "429s": sum(call.status == 429 for call in archive.requests),
    } == {
        "ended": [0, 0],
        "different from one crawl": [],
        "captures stored twice": [],
        "the busiest minute was within what is allowed": True,
        "429s": 0,
    }
