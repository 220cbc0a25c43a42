"""The format `git`: a repository whose log reads as the history of a policy."""

import os
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import Engine

from crawler.errors import WrongCommand
from pipelines.database.opening import open_database
from pipelines.database.questions.exports import Selection, chosen_from
from tests.exports.conftest import Export, export_to
from tests.exports.generated import generate

PALACE = "p/pa/pal/palace.example.md"
COOKIES = "p/pa/pal/palace.example.line-2.md"


def git(folder: Path, *arguments: str) -> str:
    """What git says, whoever runs it."""
    quiet = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C", "TZ": "UTC"}
    ended = subprocess.run(
        ["git", "-C", str(folder), *arguments], env=os.environ | quiet, capture_output=True, check=True
    )
    return ended.stdout.decode("utf-8")


@pytest.fixture
def repository(exported: Export) -> Path:
    return exported("git")


def test_each_version_is_a_commit_and_no_other(repository: Path, filled: Engine) -> None:
    with chosen_from(filled, Selection()) as chosen:
        assert int(git(repository, "rev-list", "--count", "main")) == chosen.amount().rows


def test_the_log_of_a_file_is_the_history_of_its_domain(repository: Path) -> None:
    days = git(repository, "log", "--reverse", "--format=%ad", "--date=short", "--", PALACE)
    assert days.split() == ["2010-01-01", "2012-09-20", "2012-09-20", "2014-01-01"]


def test_the_patch_of_a_commit_is_the_change(repository: Path) -> None:
    patch = git(repository, "log", "-p", "--format=", "--until=2013-01-01", "-1", "--", PALACE)
    changed = [line for line in patch.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert changed == ["-We keep a little.", "+We keep a little more."]


def test_commits_come_oldest_first_whatever_their_domain(repository: Path) -> None:
    moments = git(repository, "log", "--reverse", "--format=%at").split()
    assert moments == sorted(moments, key=int)


def test_a_commit_names_its_evidence(repository: Path, filled: Engine) -> None:
    message = git(repository, "log", "-1", "--format=%B", "--", COOKIES)
    with chosen_from(filled, Selection()) as chosen:
        row = next(row for row in chosen.rows() if row.line == 2)
    named = (row.archive_url, f"sha256:{row.snapshot_sha256}", f"sha256:{row.sha256}", f"sha256:{row.wording_sha256}")
    assert [words for words in named if words not in message] == []


def test_a_commit_says_after_which_day_the_policy_changed(repository: Path) -> None:
    message = git(repository, "log", "--reverse", "--format=%B", "--", PALACE)
    assert "Not-before: 2011-01-01T00:00:00Z" in message


def test_a_file_holds_the_newest_document(repository: Path, filled: Engine) -> None:
    with chosen_from(filled, Selection()) as chosen:
        newest = [row for row in chosen.rows() if row.line == 1][-1]
    assert (repository / PALACE).read_bytes().decode() == newest.markdown


def test_blame_tells_since_when_a_sentence_stands_there(repository: Path) -> None:
    assert "2014-01-01" in git(repository, "blame", "--date=short", "-L3,3", PALACE)


def test_the_repository_is_whole(repository: Path) -> None:
    assert git(repository, "fsck", "--strict", "--full") == ""


def test_nothing_is_left_to_commit(repository: Path) -> None:
    assert git(repository, "status", "--porcelain") == ""


def test_the_settings_and_repository_of_whoever_runs_it_have_no_part(
    exported: Export, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gitconfig").write_text(
        "[core]\nautocrlf = true\n[commit]\ngpgsign = true\n[init]\ndefaultBranch = x\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    again = exported("git", "again")
    monkeypatch.undo()
    assert git(again, "rev-parse", "main") == git(repository, "rev-parse", "main")


def test_captures_are_refused(exported: Export) -> None:
    with pytest.raises(WrongCommand, match="a commit for each version"):
        exported("git", all_captures=True)


def test_nothing_chosen_gives_an_empty_repository(exported: Export) -> None:
    folder = exported("git", domains=("nothing.example",))
    assert (git(folder, "fsck"), git(folder, "status", "--porcelain")) == ("", "")


def test_ten_thousand_versions_go_in_one_pass(sqlite_url: str, tmp_path: Path) -> None:
    engine = open_database(sqlite_url)
    generate(engine, 10_000, words=60)
    folder = export_to(engine, tmp_path / "goal", "git")
    engine.dispose()
    packs = list((folder / ".git" / "objects" / "pack").glob("*.pack"))
    assert (int(git(folder, "rev-list", "--count", "main")), len(packs), git(folder, "fsck")) == (10_000, 1, "")
