"""What a crawl comes to when the archive has a bad day: the same as on a good one, or a run that says it must go on.

The crawls go at the real pace against the real limits, on a clock that waits for nobody (tests/simulated_clock.py).
"""

from pathlib import Path
from typing import Any

import pytest

from tests.crawling import PLAN, kept, scrapy
from tests.fake_archive.faults import Faults
from tests.fake_archive.limits import Limits
from tests.rehearsing import BAD_DAY, Stage

HOUR, DAY = 3_600.0, 86_400.0


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """What a good day brings: of the sample, and of a dozen more domains."""
    stage = Stage(tmp_path_factory.mktemp("undisturbed"), invented=12)
    with stage.archive(Limits()) as archive:
        stage.unpaced(archive)
    return kept(stage.database)


def test_a_bad_day_of_the_archive_changes_nothing_and_its_limits_are_kept(
    undisturbed: dict[str, list[Any]], tmp_path: Path
) -> None:
    stage = Stage(tmp_path, invented=12)
    with stage.archive(faults=Faults(shares=BAD_DAY, seed=1)) as archive:
        ended = stage.finish(archive)
    busiest = archive.patience.busiest
    assert {
        "runs until nothing was left": ended[-1],
        "the end is the same": kept(stage.database) == undisturbed,
        "kinds of faults that were met": len(archive.bad_day.met) >= 5,
        "the busiest minute was within what is allowed": 0 < busiest["index"] <= 30 and 0 < busiest["replay"] <= 600,
        "bans": archive.patience.refusals,
    } == {
        "runs until nothing was left": 0,
        "the end is the same": True,
        "kinds of faults that were met": True,
        "the busiest minute was within what is allowed": True,
        "bans": 0,
    }


def test_too_high_a_pace_is_mended_before_it_earns_a_ban_and_changes_nothing(
    undisturbed: dict[str, list[Any]], tmp_path: Path
) -> None:
    stage = Stage(tmp_path, invented=12)
    with stage.archive(Limits(index_per_minute=10, replay_per_minute=200, refuse_after=40)) as archive:
        stage.finish(archive, INDEX_PER_MINUTE="240", REPLAY_PER_SECOND="80")
    assert {
        "there were 429s": any(call.status == 429 for call in archive.requests),
        "the end is the same": kept(stage.database) == undisturbed,
        "bans": archive.patience.refusals,
    } == {"there were 429s": True, "the end is the same": True, "bans": 0}


def test_a_ban_that_was_earned_all_the_same_is_waited_out_and_changes_nothing(
    undisturbed: dict[str, list[Any]], tmp_path: Path
) -> None:
    stage = Stage(tmp_path, invented=12)
    began = stage.time.now()
    with stage.archive(Limits(index_per_minute=10, replay_per_minute=200, refuse_after=1)) as archive:
        ended = stage.finish(archive, INDEX_PER_MINUTE="240", REPLAY_PER_SECOND="80")
    assert {
        "bans": archive.patience.refusals > 0,
        "hours": (stage.time.now() - began) / HOUR > 1,
        "the end is the same": kept(stage.database) == undisturbed,
        "runs until nothing was left": ended[-1],
    } == {"bans": True, "hours": True, "the end is the same": True, "runs until nothing was left": 0}


@pytest.mark.parametrize("how", ["refused", "503"])
def test_an_outage_of_eight_days_ends_the_run_and_records_nothing_as_missing(
    undisturbed: dict[str, list[Any]], tmp_path: Path, how: str
) -> None:
    stage = Stage(tmp_path, invented=12)
    begin = stage.time.now() + 25
    with stage.archive(faults=Faults(outages=((begin, begin + 8 * DAY),), outage=how)) as archive:
        first = stage.backfill(archive)
        missed, waited = kept(stage.database)["misses"], stage.time.now() - begin
        stage.time.pass_by(4 * DAY)
        second = stage.backfill(archive)
        stage.time.pass_by(4 * DAY)
        last = stage.backfill(archive)
    assert {
        "runs ended with": [first.status, second.status, last.status],
        "the first run waited for": DAY < waited < 2 * DAY,
        "it says from when on to try again": "and the same command goes on from " in first.out,
        "recorded as missing": [miss for miss in missed if miss not in undisturbed["misses"]],
        "the end is the same": kept(stage.database) == undisturbed,
    } == {
        "runs ended with": [1, 1, 0],
        "the first run waited for": True,
        "it says from when on to try again": True,
        "recorded as missing": [],
        "the end is the same": True,
    }


def test_an_archive_that_is_out_and_not_paced_ends_the_run_and_records_nothing_as_missing(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    with stage.archive(Limits(), Faults(shares={"503": 1.0})) as archive:
        names = ",".join(f"domain{number}.example" for number in range(60))
        ran = scrapy("backfill", names, *PLAN, ARCHIVE_URL=archive.url, DATABASE_URL=stage.database)
    assert (ran.status, "The archive stopped answering" in ran.out, kept(stage.database)["misses"]) == (1, True, [])
