"""Knows how tests look at a database as people do: `scrapy browse` in a process of its own, on a free port."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.crawling import ROOT


@dataclass(frozen=True)
class Server:
    """Where it listens."""

    host: str
    port: int

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"


@contextmanager
def served(database: str) -> Iterator[Server]:
    """The pages of a database, for as long as this lasts."""
    command = [sys.executable, "-m", "scrapy", "browse", "--port", "0", "-s", f"DATABASE_URL={database}"]
    program = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert program.stderr is not None
    try:
        told = program.stderr.readline()
        found = re.search(r"http://([\d.]+):(\d+)/", told)
        if found is None:
            raise RuntimeError(f"scrapy browse did not start: {told}{program.stderr.read()}")
        yield Server(found[1], int(found[2]))
    finally:
        program.terminate()
        program.wait(timeout=20)
        program.stderr.close()
