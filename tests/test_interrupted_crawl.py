"""What a crawl that was ended in the middle comes to when the same command is run again."""

import random
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import LIST, PLAN, kept, start_scrapy
from tests.fake_archive.faults import Faults
from tests.fake_archive.limits import Limits
from tests.fake_archive.server import FakeArchive
from tests.rehearsing import Stage

KILLS = 20
CONNECTIONS = 7


def interrupt(process: "subprocess.Popen[str]", archive: FakeArchive, after: int, by: signal.Signals) -> str:
    """Ends a crawl by a signal once the archive was asked so often; what it said."""
    begun = len(archive.requests)
    with process:
        while len(archive.requests) < begun + after and process.poll() is None:
            time.sleep(0.001)  # not waiting for time but for the other process
        process.send_signal(by)
        return process.communicate(timeout=60)[0]


def start(stage: Stage, archive: FakeArchive) -> "subprocess.Popen[str]":
    names = ",".join(stage.names)
    return start_scrapy("backfill", names, *PLAN, ARCHIVE_URL=archive.url, DATABASE_URL=stage.database)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, list[Any]], Counter[str]]:
    """What a crawl brings that nobody ends, and how often each address was asked for."""
    stage = Stage(tmp_path_factory.mktemp("undisturbed"), invented=12)
    with stage.archive(Limits()) as archive:
        stage.unpaced(archive)
        return kept(stage.database), Counter(call.path for call in archive.requests)


def test_a_crawl_killed_twenty_times_ends_like_one_that_nobody_ended_and_costs_little_more(
    undisturbed: Any, tmp_path: Path
) -> None:
    stage, chance = Stage(tmp_path, invented=12), random.Random(5)
    with stage.archive(Limits()) as archive:
        for _ in range(KILLS):
            interrupt(start(stage, archive), archive, chance.randint(1, 30), signal.SIGKILL)
        assert stage.unpaced(archive).status == 0
        repeated = Counter(call.path for call in archive.requests) - undisturbed[1]
    rows = kept(stage.database)
    stored = Counter(row[:3] for row in rows["captures"])
    assert {
        "the end is the same": rows == undisturbed[0],
        "stored twice": [capture for capture, count in stored.items() if count > 1],
        "at most one request a kill and connection is repeated": repeated.total() <= KILLS * CONNECTIONS,
    } == {
        "the end is the same": True,
        "stored twice": [],
        "at most one request a kill and connection is repeated": True,
    }


def test_a_crawl_that_is_asked_to_end_says_how_to_go_on_and_has_lost_nothing(undisturbed: Any, tmp_path: Path) -> None:
    stage = Stage(tmp_path, invented=12)
    with stage.archive(Limits()) as archive:
        process = start(stage, archive)
        out = interrupt(process, archive, 120, signal.SIGTERM)
        assert (process.returncode, "the same command goes on" in out) == (1, True)
        stage.unpaced(archive)
        repeated = Counter(call.path for call in archive.requests) - undisturbed[1]
    # a question that takes several requests, hop by hop, is the only thing that can be half done
    assert (kept(stage.database) == undisturbed[0], repeated.total() <= CONNECTIONS) == (True, True)


def test_ctrl_c_ends_a_crawl_with_status_1(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    with stage.archive(Limits()) as archive:
        process = start(stage, archive)
        interrupt(process, archive, 30, signal.SIGINT)
    assert process.returncode == 1


def test_a_crawl_that_waits_for_an_archive_that_refuses_ends_at_once_when_it_is_asked_to(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    with stage.archive(Limits(), Faults(outages=((0.0, 1e12),))) as archive:
        settings = {"ARCHIVE_URL": archive.url, "DATABASE_URL": stage.database, "XDG_STATE_HOME": str(tmp_path)}
        process = start_scrapy("backfill", LIST, *PLAN, **settings, INDEX_PER_MINUTE="24")
        with process:
            assert process.stderr is not None
            said = next(line for line in process.stderr if "waiting for the archive until" in line)
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)
    assert (process.returncode, bool(said)) == (1, True)
