"""Knows what the stand-in archive keeps: the answers that sites once gave, from WARC files or invented in a test."""

import base64
import gzip
import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import groupby
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader

from crawler.urlkeys import urlkey


@dataclass(frozen=True, slots=True)
class Page:
    """One answer a site once gave, invented by a test. A repeat is kept as a revisit of an equal body."""

    url: str
    timestamp: str
    body: bytes | str = b""
    status: int = 200
    media_type: str | None = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    repeat: bool = False
    length: str | None = None  # what the index says; `-` is what it says when it does not know


@dataclass(frozen=True, slots=True)
class Holding:
    """One answer as it is kept. `body` is the payload as stored, with whatever content coding the site used."""

    urlkey: str
    timestamp: str
    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    digest: str
    length: str
    source: str
    repeat: bool = False
    missing: bool = False  # a repeat whose first form is not kept

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def mimetype(self) -> str:
        declared = (self.header("content-type") or "").split(";")[0].strip().lower()
        return "warc/revisit" if self.repeat else declared or "unk"

    @property
    def row(self) -> tuple[str, ...]:
        """The seven public columns of the index."""
        status = "-" if self.repeat else str(self.status)
        return (self.urlkey, self.timestamp, self.url, self.mimetype, status, self.digest, self.length)


@dataclass(frozen=True)
class Holdings:
    """Everything that is kept, in the order of the index."""

    all: tuple[Holding, ...]
    by_key: dict[str, tuple[Holding, ...]] = field(repr=False)
    keys: list[bytes] = field(repr=False)

    @classmethod
    def of(cls, holdings: Iterable[Holding]) -> "Holdings":
        ordered = sorted(holdings, key=lambda held: (held.urlkey.encode(), held.timestamp))
        ordered = list(_with_bodies_for_repeats(ordered))
        by_key = {key: tuple(group) for key, group in groupby(ordered, key=lambda held: held.urlkey)}
        return cls(tuple(ordered), by_key, [held.urlkey.encode() for held in ordered])

    def at(self, key: str) -> Sequence[Holding]:
        return self.by_key.get(key, ())

    def between(self, begin: str, end: str) -> Sequence[Holding]:
        """Those whose keys lie in a half-open range, in byte order."""
        return self.all[bisect_left(self.keys, begin.encode()) : bisect_left(self.keys, end.encode())]


REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 404: "Not Found", 429: "Too Many Requests"}
REASONS |= {410: "Gone", 500: "Internal Server Error", 503: "Service Unavailable"}


def holding_of(page: Page) -> Holding:
    """How an invented page is kept."""
    body = page.body.encode() if isinstance(page.body, str) else page.body
    declared = () if page.media_type is None else (("Content-Type", page.media_type),)
    headers = declared + page.headers
    record = b"" if page.repeat else body
    length = page.length or str(len(gzip.compress(repr(headers).encode() + record, mtime=0)))
    return Holding(
        urlkey(page.url), page.timestamp, page.url, page.status, REASONS.get(page.status, "Other"), headers,
        record, digest_of(body), length, "invented/pages.warc.gz", page.repeat,
    )  # fmt: skip


def read_warc(path: Path) -> Iterator[Holding]:
    """Every answer in a WARC file; requests, metadata and the like are passed over."""
    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
        for record in records:
            if record.rec_type not in ("response", "revisit"):
                continue
            answer = record.http_headers
            body = _without_chunks(record.raw_stream.read(), answer.get_header("transfer-encoding") if answer else None)
            payload = (record.rec_headers.get_header("WARC-Payload-Digest") or "").removeprefix("sha1:")
            url = record.rec_headers.get_header("WARC-Target-URI")
            records.read_to_end(record)
            yield Holding(
                urlkey(url),
                datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")).strftime("%Y%m%d%H%M%S"),
                url,
                int(answer.get_statuscode()) if answer else 200,
                answer.statusline.partition(" ")[2] if answer else "OK",
                tuple(answer.headers) if answer else (),
                body,
                payload or digest_of(body),
                str(records.get_record_length()),
                f"{path.name.split('.')[0]}/{path.name}",
                record.rec_type == "revisit",
            )


def digest_of(payload: bytes) -> str:
    """The base32 SHA-1 by which the index names a payload."""
    return base64.b32encode(hashlib.sha1(payload).digest()).decode()


def moment_of(timestamp: str) -> datetime:
    """Where a timestamp lies in time; an impossible month or day, which the index does hold, is read as the first."""
    year, month, day, hour, minute, second = (
        int(timestamp[start:end] or 0) for start, end in ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14))
    )
    start = datetime(max(year, 1), min(max(month, 1), 12), 1, tzinfo=UTC)
    return start + timedelta(days=max(day, 1) - 1, hours=hour, minutes=minute, seconds=second)


def _with_bodies_for_repeats(ordered: Sequence[Holding]) -> Iterator[Holding]:
    """A repeat replays with the body, headers and status of what it repeats, where that is kept."""
    first = {held.digest: held for held in ordered if not held.repeat}
    for held in ordered:
        if not held.repeat:
            yield held
            continue
        origin = first.get(held.digest)
        yield Holding(
            held.urlkey, held.timestamp, held.url,
            origin.status if origin else held.status,
            origin.reason if origin else held.reason,
            origin.headers if origin else held.headers,
            origin.body if origin else b"",
            held.digest, held.length, held.source, repeat=True, missing=origin is None,
        )  # fmt: skip


def _without_chunks(body: bytes, transfer_coding: str | None) -> bytes:
    if (transfer_coding or "").lower() != "chunked":
        return body
    return bytes(ChunkedDataReader(BytesIO(body), decomp_type=None).read())
