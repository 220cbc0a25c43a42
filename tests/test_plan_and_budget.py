"""What `--plan` foretells, and how a budget ends a run."""

from pathlib import Path

import pytest

from tests.crawling import LIST, kept, sample_archive, scrapy
from tests.fake_archive.server import FakeArchive


def backfill(archive: FakeArchive, folder: Path, *arguments: str):
    database = f"sqlite:///{folder / 'planned.db'}"
    return scrapy("backfill", LIST, "--until", "2025", *arguments, ARCHIVE_URL=archive.url, DATABASE_URL=database)


def foretold(out: str) -> tuple[int, int]:
    words = out.replace(",", "").split()
    return int(words[words.index("index") - 1]), int(words[words.index("replays") - 1] if "replays" in words else 1)


def test_a_plan_asks_the_archive_for_nothing(tmp_path: Path) -> None:
    with sample_archive() as archive:
        backfill(archive, tmp_path, "--plan")
        assert archive.requests == []


def test_a_plan_foretells_one_index_call_for_each_unknown_domain(tmp_path: Path) -> None:
    with sample_archive() as archive:
        assert foretold(backfill(archive, tmp_path, "--plan").out)[0] == 12


def test_a_plan_from_held_timelines_is_near_what_the_run_then_takes(tmp_path: Path) -> None:
    with sample_archive() as archive:
        backfill(archive, tmp_path, "--reads-per-domain", "1")
        _, replays = foretold(backfill(archive, tmp_path, "--plan").out)
        before = len(archive.replays)
        backfill(archive, tmp_path)
        taken = len(archive.replays) - before
    assert replays == pytest.approx(taken, rel=0.25)


def test_a_budget_of_reads_is_kept_for_each_domain(tmp_path: Path) -> None:
    with sample_archive() as archive:
        backfill(archive, tmp_path, "--reads-per-domain", "4")
        asked = [call for call in archive.replays if "gartenfreunde.example" in call.path]
        assert len(asked) == 4


def test_a_run_that_used_up_its_budget_says_what_it_left_and_ends_with_1(tmp_path: Path) -> None:
    with sample_archive() as archive:
        ran = backfill(archive, tmp_path, "--reads-per-domain", "4")
    assert (ran.status, "the same command asks again for what is left" in ran.out) == (1, True)


def test_runs_with_a_budget_come_in_the_end_to_what_one_without_finds(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with sample_archive() as archive:
        for _ in range(12):
            if backfill(archive, tmp_path, "--reads-per-domain", "6").status == 0:
                break
        backfill(archive, tmp_path / "other")
    database = f"sqlite:///{tmp_path / 'planned.db'}"
    assert kept(database)["versions"] == kept(f"sqlite:///{tmp_path / 'other' / 'planned.db'}")["versions"]


def test_a_run_whose_hours_are_over_keeps_what_it_has_and_ends_with_1(tmp_path: Path) -> None:
    with sample_archive() as archive:
        ran = backfill(archive, tmp_path, "--hours", "0.0001")
    assert (ran.status, "the same command" in ran.out, ran.err) == (1, True, "")
