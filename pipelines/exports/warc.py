"""Knows the format `warc`: the bytes as WARC records, which any replay of web archives shows again.

A record has the headers as they were stored, but for those that would not be true of it: bytes are kept without the
transfer coding they travelled in, the length is theirs, and which moment is served is for whoever replays it to say (a
replay passes the archive's own word on, beside its own).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler import VERSION
from crawler.moments import read_timestamp
from pipelines.database.questions.exports import Chosen
from pipelines.database.questions.kept_captures import KeptCapture, kept_captures

_MOST_BYTES = 1_000_000_000  # of one file: the size that archives settled on
_NOT_OF_THE_RECORD = {"transfer-encoding", "content-length", "memento-datetime", "link"}
_REASONS = {status.value: status.phrase for status in HTTPStatus}


def write_warc(chosen: Chosen, folder: Path) -> None:
    captures = kept_captures(chosen)
    number, following = 0, next(captures, None)
    while following is not None:
        name = f"palimpsest-{number:05}.warc.gz"
        with _file(folder / name, following) as (writer, path):
            while following is not None and path.stat().st_size < _MOST_BYTES:
                _write(writer, following)
                following = next(captures, None)
        number += 1


@contextmanager
def _file(path: Path, first: KeptCapture) -> Iterator[tuple[WARCWriter, Path]]:
    with path.open("wb", buffering=0) as file:
        writer = WARCWriter(file, gzip=True)
        told = {"software": f"palimpsest {VERSION}", "format": "WARC File Format 1.0"}
        about = writer.create_warcinfo_record(path.name, told)
        # Neither a clock nor chance: the same database gives the same bytes.
        about.rec_headers.replace_header("WARC-Date", _moment(first))
        about.rec_headers.replace_header("WARC-Record-ID", _record_id("warcinfo", path.name, first.sha256))
        writer.write_record(about)
        yield writer, path


def _write(writer: WARCWriter, capture: KeptCapture) -> None:
    reason = _REASONS.get(capture.status, "Other")
    headers = StatusAndHeaders(f"{capture.status} {reason}", _headers(capture), protocol="HTTP/1.1")
    record = writer.create_warc_record(
        capture.url,
        "response",
        payload=BytesIO(capture.body),
        length=len(capture.body),
        http_headers=headers,
        warc_headers_dict={
            "WARC-Date": _moment(capture),
            "WARC-Record-ID": _record_id(capture.url, capture.timestamp, capture.sha256),
        },
    )
    writer.write_record(record)


def _headers(capture: KeptCapture) -> list[tuple[str, str]]:
    kept = [(name, value) for name, value in capture.headers if name.lower() not in _NOT_OF_THE_RECORD]
    return [*kept, ("Content-Length", str(len(capture.body)))]


def _moment(capture: KeptCapture) -> str:
    try:
        return read_timestamp(capture.timestamp).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:  # a day that its month does not have: the first, as everywhere
        return read_timestamp(capture.timestamp[:6] + "01000000").strftime("%Y-%m-%dT%H:%M:%SZ")


def _record_id(*words: str) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, ' '.join(words))}>"
