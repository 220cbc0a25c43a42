"""Knows how a test asks an archive directly, seeing exactly what goes over the wire."""

import gzip
import http.client
import json
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from tests.fake_archive.server import FakeArchive


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, reason, headers in their order and the bytes as they were sent."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def rows(self) -> list[list[str]]:
        """The rows of an index answer in JSON, without the row of names."""
        rows: list[list[str]] = json.loads(self.body)
        return rows[1:]

    @property
    def unzipped(self) -> bytes:
        return gzip.decompress(self.body)


def ask(archive: FakeArchive, path: str, **headers: str) -> Reply:
    """One request on a connection of its own; `user_agent=""` leaves the name out."""
    named = {"User-Agent": "tests", **{name.replace("_", "-").title(): value for name, value in headers.items()}}
    connection = http.client.HTTPConnection("127.0.0.1", archive.port, timeout=5)
    try:
        connection.request("GET", path, headers={name: value for name, value in named.items() if value})
        came = connection.getresponse()
        return Reply(came.status, came.reason, tuple(came.getheaders()), came.read())
    finally:
        connection.close()


def ask_index(archive: FakeArchive, *repeated: tuple[str, str], **arguments: str) -> Reply:
    """An index query that wants JSON unless told otherwise; names that may repeat are given as pairs."""
    query = urlencode([*{"output": "json", **arguments}.items(), *repeated])
    return ask(archive, f"/cdx/search/cdx?{query}")


def replay(archive: FakeArchive, timestamp: str, url: str, **headers: str) -> Reply:
    """The capture of a moment as it was."""
    return ask(archive, f"/web/{timestamp}id_/{quote(url, safe=':/?&=%')}", **headers)
