"""Knows how to stand up a real pywb on loopback, from its own virtual environment, over given WARC files.

    with PywbArchive([Path("data/sample/archive.warc.gz")]) as archive:
        …                           # archive.url, archive.collection; the index is at archive.url/<collection>/cdx

pywb pins old libraries, so it lives in `.venv-pywb`, which `make test` makes; where that is absent, tests skip.
"""

import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

BIN = Path(__file__).parent.parent / ".venv-pywb" / "bin"
PATIENCE = 60.0  # seconds until it must be ready; it takes about one on an idle machine

needs_pywb = pytest.mark.skipif(
    not (BIN / "wayback").exists(), reason="pywb is not installed: .venv-pywb is absent; `make test` makes it"
)


class PywbArchive:
    """`redirect_to_exact` lets it lead to the nearest capture by 307 instead of serving it at once."""

    def __init__(self, warcs: Sequence[Path], collection: str = "sample", redirect_to_exact: bool = False) -> None:
        self.collection = collection
        self._warcs = warcs
        self._redirect_to_exact = redirect_to_exact
        self._folder = Path(tempfile.mkdtemp(prefix="pywb-"))
        self._server: subprocess.Popen[bytes] | None = None
        self.url = ""

    def __enter__(self) -> Self:
        try:
            self._run("wb-manager", "init", self.collection)
            self._run("wb-manager", "add", self.collection, *(str(path.resolve()) for path in self._warcs))
            if self._redirect_to_exact:
                (self._folder / "config.yaml").write_text("redirect_to_exact: true\n", "utf-8")
            self._start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def log(self) -> str:
        """What it has said so far: one line for each request, and its complaints."""
        return (self._folder / "log.txt").read_text("utf-8", "replace")

    def _start(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        with (self._folder / "log.txt").open("wb") as log:
            command = [str(BIN / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
            self._server = subprocess.Popen(command, cwd=self._folder, stdout=log, stderr=log)
        give_up = time.monotonic() + PATIENCE
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError(f"pywb did not get ready at {self.url}; it said: {self.log}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/{self.collection}/cdx?url=ready.example", timeout=5):
                return True
        except urllib.error.HTTPError as answer:
            answer.close()
            return answer.code < 500
        except OSError:
            return False

    def _run(self, *command: str) -> None:
        ended = subprocess.run(
            [str(BIN / command[0]), *command[1:]], cwd=self._folder, capture_output=True, timeout=PATIENCE, check=False
        )
        if ended.returncode:
            raise RuntimeError(f"{' '.join(command)} failed: {ended.stderr.decode(errors='replace')}")
