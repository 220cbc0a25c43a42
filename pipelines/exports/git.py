"""Knows the format `git`: a repository in which each domain is a file and each version a commit of its day.

Everything goes into `git fast-import` in one pass, oldest first, and the files are laid out from what it made. Neither
the clock nor the settings of whoever runs it have a part in it, so the commits have the same names everywhere.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from crawler import VERSION
from crawler.errors import Fault, WrongCommand
from pipelines.database.questions.exports import Chosen, Shown
from pipelines.exports.places import MANIFEST
from pipelines.exports.trees import domain_path

_COMMITTER = f"palimpsest {VERSION} <palimpsest>"
_BESIDE = (MANIFEST, "DATASHEET.md", "SHA256SUMS")  # of the export, not of the repository
_SETTINGS = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}


def write_git(chosen: Chosen, folder: Path) -> None:
    if chosen.selection.all_captures:
        raise WrongCommand("git has a commit for each version, not for each capture; leave --all-captures out")
    if shutil.which("git") is None:
        raise WrongCommand("git is not installed, and --format git needs it; install it, or choose another format")
    _git(folder, "init", "--quiet", "--template=")
    _git(folder, "config", "core.logAllRefUpdates", "false")  # the log of a branch holds the clock of today
    _git(folder, "symbolic-ref", "HEAD", "refs/heads/main")
    if _import(folder, chosen.versions_by_moment()):
        _git(folder, "read-tree", "HEAD")
        _git(folder, "checkout-index", "--all")
    (folder / ".git" / "info").mkdir(exist_ok=True)
    (folder / ".git" / "info" / "exclude").write_text("".join(f"/{name}\n" for name in _BESIDE))


def head_of(folder: Path) -> str | None:
    """The name of the newest commit; None where there is none, or no repository."""
    file = folder / ".git" / "refs" / "heads" / "main"
    return file.read_text().strip() if file.is_file() else None


def _import(folder: Path, versions: Iterator[Shown]) -> int:
    """Makes a commit of each version, and says how many there were."""
    command = ["git", "-C", str(folder), "fast-import", "--quiet", "--done", "--date-format=raw"]
    commits = 0
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()) as importing:
        assert importing.stdin is not None
        assert importing.stderr is not None
        try:
            for version in versions:
                _write_commit(importing.stdin, version)
                commits += 1
            importing.stdin.write(b"done\n")
            importing.stdin.close()
        except BrokenPipeError:
            pass  # it says itself what was wrong
        except BaseException:
            importing.kill()
            raise
        said = importing.stderr.read().decode(errors="replace").strip()
    if importing.returncode:
        raise Fault(f"git fast-import ended with {importing.returncode}: {said.splitlines()[:1]}; is the disk full?")
    return commits


def _write_commit(stream: IO[bytes], version: Shown) -> None:
    moment = f"{int(version.first_seen.timestamp())} +0000"
    message, document = _message(version).encode(), version.markdown.encode()
    stream.write(
        b"commit refs/heads/main\n"
        + f"author {version.domain} <{version.domain}> {moment}\ncommitter {_COMMITTER} {moment}\n".encode()
        + f"data {len(message)}\n".encode()
        + message
        + f"\nM 100644 inline {_path(version)}\ndata {len(document)}\n".encode()
        + document
        + b"\n"
    )


def _path(version: Shown) -> str:
    path = domain_path(version.domain)
    return f"{path}.md" if version.line == 1 else f"{path}.line-{version.line}.md"


def _message(version: Shown) -> str:
    """What the version is, and the evidence for it."""
    of_line = "" if version.line == 1 else f" of line {version.line}"
    lines = [
        f"{version.domain}: version {version.number}{of_line}, first seen on {version.first_seen:%Y-%m-%d}",
        "",
        " ".join(version.title.split()) or "(no title)",
        "",
        f"Capture: {version.archive_url}",
        f"Seen: {_day(version, 'first_seen')} to {_day(version, 'last_seen')}",
        f"Captures: {version.captures}",
        *([f"Not-before: {_day(version, 'not_before')}"] if version.not_before else []),
        *([f"Snapshot: sha256:{version.snapshot_sha256}"] if version.snapshot_sha256 else []),
        f"Document: sha256:{version.sha256}",
        f"Wording: sha256:{version.wording_sha256}",
    ]
    return "\n".join(lines) + "\n"


def _day(version: Shown, field: str) -> str:
    return f"{getattr(version, field):%Y-%m-%dT%H:%M:%SZ}"


def _environment() -> dict[str, str]:
    """None of the settings of whoever runs it, above all no other repository."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _SETTINGS


def _git(folder: Path, *arguments: str) -> None:
    ended = subprocess.run(["git", "-C", str(folder), *arguments], env=_environment(), capture_output=True, check=False)
    if ended.returncode:
        said = ended.stderr.decode(errors="replace").strip()
        raise Fault(f"git {arguments[0]} failed in {folder}: {said}; see that there is room on the disk")
