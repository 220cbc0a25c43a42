"""What a crawl that was ended in the middle comes to when the same command is run again."""

import resource
import signal
from pathlib import Path

import pytest

from tests.crawling import LIST, PLAN, kept, start_scrapy
from tests.fake_archive.faults import Faults
from tests.fake_archive.limits import Limits
from tests.killing import CONNECTIONS, Undisturbed, interrupt, kill, leave_undisturbed, questions, start
from tests.rehearsing import Stage

ROOM = 1_500_000  # bytes a file may have: less than the crawl needs
KILLS = 4  # python -m tests.bench.kills does it twenty times


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return leave_undisturbed(Stage(tmp_path_factory.mktemp("undisturbed"), invented=12))


def test_a_crawl_killed_again_and_again_ends_like_one_that_nobody_ended_and_costs_little_more(
    undisturbed: Undisturbed, tmp_path: Path
) -> None:
    killed = kill(Stage(tmp_path, invented=12), undisturbed, KILLS, seed=5, most_between=150)
    assert [what for what, is_so in killed.found.items() if not is_so] == []


def test_a_crawl_that_is_asked_to_end_says_how_to_go_on_and_has_lost_nothing(
    undisturbed: Undisturbed, tmp_path: Path
) -> None:
    stage = Stage(tmp_path, invented=12)
    with stage.archive(Limits()) as archive:
        process = start(stage, archive)
        out = interrupt(process, archive, 120, signal.SIGTERM)
        assert (process.returncode, "the same command goes on" in out) == (1, True)
        stage.unpaced(archive)
        repeated = questions(archive) - undisturbed.asked
    assert (kept(stage.database) == undisturbed.rows, repeated.total() <= CONNECTIONS) == (True, True)


def test_a_crawl_that_ran_out_of_disk_goes_on_when_there_is_room(undisturbed: Undisturbed, tmp_path: Path) -> None:
    stage = Stage(tmp_path, invented=12)
    with stage.archive(Limits()) as archive:
        full = start(stage, archive)
        resource.prlimit(full.pid, resource.RLIMIT_FSIZE, (ROOM, ROOM))
        said = full.communicate(timeout=240)[1]
        stage.unpaced(archive)
    assert {
        "status": full.returncode,
        "it says so": "could not write" in said,
        "the end is the same": kept(stage.database) == undisturbed.rows,
    } == {"status": 3, "it says so": True, "the end is the same": True}


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
