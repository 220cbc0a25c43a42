"""Knows how a database is filled with any number of invented versions, fast: rows straight into the tables."""

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert

from crawler.moments import write_timestamp
from pipelines.database.blobs import Bytes, keep_bytes
from pipelines.database.opening import writing
from pipelines.database.tables import captures, documents, domains, policy_pages, snapshots

VERSIONS_EACH = 20
_PROSE = (
    "we you our your data personal information collect use share keep store cookie partner service account address "
    "consent purpose law right request delete correct contact policy change notice third party advertising security"
)
_WORDS = _PROSE.split()
_AT_ONCE = 100  # domains in one transaction


def generate(engine: Engine, versions: int, words: int = 300, with_bytes: bool = False) -> None:
    """Domains with twenty versions each, a fifth of whose paragraphs change from one to the next."""
    count = versions // VERSIONS_EACH
    for start in range(0, count, _AT_ONCE):
        made = [_Made(number, words) for number in range(start, min(start + _AT_ONCE, count))]
        with writing(engine).begin() as connection:
            connection.execute(insert(domains), [one.domain for one in made])
            connection.execute(insert(policy_pages), [one.page for one in made])
            connection.execute(insert(documents), [row for one in made for row in one.documents])
            if with_bytes:
                for one in made:
                    keep_bytes(connection, one.bytes)
                connection.execute(insert(snapshots), [row for one in made for row in one.snapshots])
            connection.execute(insert(captures), [row for one in made for row in one.captures(with_bytes)])


class _Made:
    def __init__(self, number: int, words: int) -> None:
        chance = random.Random(number)
        self._number = number
        label = (
            f"{hashlib.md5(str(number).encode()).hexdigest()[:4]}-{number:06}"  # first letters as spread as real ones
        )
        self._name = f"{label}.example"
        self._texts = list(_texts(chance, words))
        self._bodies = [f"<html><title>Privacy</title>{text}".encode() for text in self._texts]
        start = datetime(2001, 1, 1, tzinfo=UTC) + timedelta(hours=number % 4_000)
        self._moments = [start + timedelta(days=365 * place) for place in range(VERSIONS_EACH)]
        self.domain = {"id": number + 1, "domain": self._name, "status": "done"}
        self.page = {
            "id": number + 1,
            "domain_id": number + 1,
            "url": f"http://{self._name}/privacy",
            "urlkey": f"example,{label})/privacy",
            "found_by": "index",
            "link_text": "",
            "first_party": True,
            "promise": 10,
            "line": 1,
        }

    @property
    def documents(self) -> Iterator[dict[str, Any]]:
        for place, text in enumerate(self._texts):
            markdown = f"# Privacy at {self._name}\n\n{text}\n"
            yield {
                "id": self._id(place),
                "sha256": hashlib.sha256(f"{self._name}{markdown}".encode()).hexdigest(),
                "wording_sha256": hashlib.sha256(f"{place} {text}".encode()).hexdigest(),
                "title": f"Privacy at {self._name}",
                "markdown": markdown,
                "text": text,
                "words": len(text.split()),
                "language": "en",
                "language_confidence": 0.99,
                "reading": "faithful",
                "reader_version": "1",
                "notes": [],
            }

    @property
    def bytes(self) -> Iterator[Bytes]:
        for body in self._bodies:
            yield Bytes(hashlib.sha256(body).hexdigest(), self.page["urlkey"], body)

    @property
    def snapshots(self) -> Iterator[dict[str, Any]]:
        for bytes_ in self.bytes:
            yield {
                "sha256": bytes_.sha256,
                "size": len(bytes_.body),
                "media_type": "text/html",
                "headers": [["Content-Type", "text/html; charset=utf-8"]],
                "blob_sha256": bytes_.sha256,
            }

    def captures(self, with_bytes: bool) -> Iterator[dict[str, Any]]:
        for place, (moment, body) in enumerate(zip(self._moments, self._bodies, strict=True)):
            yield {
                "id": self._id(place),
                "policy_page_id": self.page["id"],
                "timestamp": write_timestamp(moment),
                "captured_at": moment,
                "original_url": self.page["url"],
                "status": 200,
                "listed": True,
                "outcome": "read",
                "served_status": 200,
                "document_id": self._id(place),
                "snapshot_sha256": hashlib.sha256(body).hexdigest() if with_bytes else None,
            }

    def _id(self, place: int) -> int:
        return self._number * VERSIONS_EACH + place + 1


def _texts(chance: random.Random, words: int) -> Iterator[str]:
    def paragraph() -> str:
        return " ".join(chance.choices(_WORDS, k=30))

    paragraphs = [paragraph() for _ in range(max(1, words // 30))]
    for _ in range(VERSIONS_EACH):
        paragraphs = [paragraph() if chance.random() < 0.2 else old for old in paragraphs]
        paragraphs[-1] = paragraph()  # no two versions in a row are the same
        yield "\n\n".join(paragraphs)
