"""What holds of an export in any format: whole or not at all, the same bytes each time, described and checked."""

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import Engine

from crawler.errors import Fault, WrongCommand
from pipelines.exports.formats import FORMATS, format_named
from pipelines.exports.places import place_for
from tests.crawling import ROOT
from tests.exports.conftest import Export, export_to
from tests.exports.written import AWKWARD

EVERY = pytest.mark.parametrize("name", FORMATS)


def contents(folder: Path) -> dict[str, str]:
    """Every file, those of a repository too, with its hash."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def manifest(folder: Path) -> dict[str, object]:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


@EVERY
def test_the_same_database_gives_the_same_bytes(exported: Export, name: str) -> None:
    assert contents(exported(name, "one")) == contents(exported(name, "two"))


@EVERY
def test_the_checksums_hold(exported: Export, name: str) -> None:
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=exported(name), capture_output=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, b"")


@EVERY
def test_every_file_is_in_the_checksums(exported: Export, name: str) -> None:
    folder = exported(name)
    listed = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    beside = {"SHA256SUMS", "manifest.json", "DATASHEET.md"}
    assert listed == {file for file in contents(folder) if not file.startswith(".git/")} - beside


@EVERY
def test_the_manifest_counts_what_is_there(exported: Export, name: str) -> None:
    folder = exported(name)
    sums = (folder / "SHA256SUMS").read_bytes()
    told = manifest(folder)
    assert (told["format"], told["counts"]["rows"], told["counts"]["files"], told["checksums"]["sha256"]) == (
        name,
        6,
        sums.count(b"\n"),
        hashlib.sha256(sums).hexdigest(),
    )


def test_the_manifest_names_program_readers_and_arguments(exported: Export) -> None:
    told = manifest(exported("jsonl", domains=(AWKWARD,), languages=("en",)))
    assert (told["program"].split()[0], told["readers"], told["arguments"]) == (
        "palimpsest",
        {"faithful, 1": 1},
        {"domain": AWKWARD, "language": "en", "versions": True},
    )


def test_the_manifest_of_a_repository_names_its_newest_commit(exported: Export) -> None:
    folder = exported("git")
    head = subprocess.run(["git", "-C", folder, "rev-parse", "main"], capture_output=True, text=True, check=True)
    assert manifest(folder)["head"] == head.stdout.strip()


@pytest.mark.parametrize(
    "words",
    [
        "6 versions of policies, of 2 domains, in 6 documents",
        "| captures read | 7 |",
        "| domains asked for | 3 |",
        "| `soft-404` | 1 | no |",
        "## Known limits",
        "## Rights",
    ],
)
def test_the_datasheet_says_what_how_and_what_not(exported: Export, words: str) -> None:
    assert words in (exported("csv") / "DATASHEET.md").read_text(encoding="utf-8")


@EVERY
def test_every_format_is_documented_and_no_other(name: str) -> None:
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    assert re.findall(r"^## Format (\w+)$", page, re.M) == list(FORMATS)


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(WrongCommand, match="--format is 'xml'; expected one of markdown, text"):
        format_named("xml")


def test_an_earlier_export_is_replaced(exported: Export) -> None:
    exported("text")
    assert not list(exported("jsonl").rglob("*.txt"))


def test_a_folder_that_holds_something_else_is_left_alone(filled: Engine, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    with pytest.raises(WrongCommand, match="holds something else than an export"):
        export_to(filled, tmp_path / "thesis", "text")
    assert contents(tmp_path / "thesis").keys() == {"chapter.txt"}


def test_a_file_in_the_way_is_left_alone(filled: Engine, tmp_path: Path) -> None:
    (tmp_path / "goal").write_text("a file")
    with pytest.raises(WrongCommand, match="is a file; every export is a folder"):
        export_to(filled, tmp_path / "goal", "text")


def test_what_fails_halfway_leaves_the_goal_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "goal").mkdir()
    (tmp_path / "goal" / "manifest.json").write_text("the earlier one")
    with pytest.raises(KeyboardInterrupt):
        stop_halfway(tmp_path / "goal")
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")} == {"goal", "goal/manifest.json"}


def stop_halfway(goal: Path) -> None:
    with place_for(goal) as folder:
        (folder / "half.txt").write_text("half of it")
        raise KeyboardInterrupt


def test_a_full_disk_is_told_as_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="nothing was changed"), place_for(tmp_path / "goal"):
        raise OSError(28, "No space left on device")


def test_nobody_sees_an_export_before_it_is_whole(tmp_path: Path) -> None:
    with place_for(tmp_path / "goal") as folder:
        (folder / "file").write_text("whole")
        assert not (tmp_path / "goal").exists()
    assert (tmp_path / "goal" / "file").read_text() == "whole"


def test_a_goal_below_folders_that_are_not_there_yet_is_made(filled: Engine, tmp_path: Path) -> None:
    assert manifest(export_to(filled, tmp_path / "not" / "yet" / "there", "csv"))["format"] == "csv"


def test_others_may_read_an_export(exported: Export) -> None:
    assert exported("csv").stat().st_mode & 0o777 == 0o755


def test_git_is_there_for_these_tests() -> None:
    assert shutil.which("git")
