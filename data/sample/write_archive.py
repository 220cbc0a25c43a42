"""Knows how the bundled archive is made: `python -m data.sample.write_archive` writes it and expected.toml.

Everything comes from captures.toml and pages/, and the same sources give the same records. A page file is cut by lines
such as `=== 1-3 5`, which name the wordings that the lines below them belong to; `=== 2-` is from the second on.
"""

import base64
import gzip
import hashlib
import re
import tomllib
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from data.sample.plain_pdf import write_pdf
from data.sample.truth import Taken, write_expected

HERE = Path(__file__).parent
REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 404: "Not Found", 503: "Service Unavailable"}


def all_taken() -> list[Taken]:
    """Every capture, oldest first."""
    listed = tomllib.loads((HERE / "captures.toml").read_text("utf-8"))
    taken = [
        one for folder, entries in listed.items() for entry in entries for one in _taken(f"{folder}.example", entry)
    ]
    return sorted(taken, key=lambda one: (one.timestamp, one.entry["url"]))


def write_archive(out: BytesIO) -> None:
    """One WARC record for each capture, in the order of their moments."""
    writer = WARCWriter(out, gzip=True)
    for taken in all_taken():
        writer.write_record(_record(writer, taken))


def wording(source: str, number: int) -> str:
    """The lines of a page file that belong to one wording."""
    kept: list[str] = []
    belongs = True
    for line in source.splitlines():
        if line.startswith("=== "):
            belongs = any(_covers(span, number) for span in line[4:].split())
        elif belongs:
            kept.append(line)
    return "\n".join(kept) + "\n"


def payload(taken: Taken) -> bytes:
    """The bytes that the site sent."""
    entry, folder = taken.entry, HERE / "pages" / taken.domain.removesuffix(".example")
    if "page" not in entry:
        return b""
    text = wording((folder / entry["page"]).read_text("utf-8"), entry["wording"])
    if entry["page"].endswith(".txt"):
        return write_pdf(text, entry["title"])
    if "layout" in entry:
        text = _dressed(text, (folder / entry["layout"]).read_text("utf-8"))
    for name, value in _placeholders(taken):
        text = text.replace("{{" + name + "}}", value)
    body = text.encode(entry.get("charset", "utf-8"), "xmlcharrefreplace")
    return gzip.compress(body, mtime=0) if entry.get("coding") == "gzip-unsaid" else body


def _taken(domain: str, entry: dict[str, Any]) -> Iterator[Taken]:
    for timestamp in entry["on"]:
        yield Taken(domain, timestamp, entry)
    for first, again in entry.get("again", ()):
        yield Taken(domain, again, entry, repeats=first)


def _covers(span: str, number: int) -> bool:
    """`3` is the third wording alone, `3-` from the third on, `3-5` the third to the fifth."""
    first, dash, last = span.partition("-")
    return int(first) <= number <= (int(last) if last else 10**6 if dash else int(first))


def _dressed(text: str, layout: str) -> str:
    """The text in its layout. Those of the early years write headings as bold paragraphs."""
    bold = re.sub(r"<h1>(.*?)</h1>", r'<P><FONT SIZE="4"><B>\1</B></FONT></P>', text)
    bold = re.sub(r"<h2>(.*?)</h2>", r"<P><B>\1</B></P>", bold)
    return layout.replace("{{body in bold}}", bold).replace("{{body}}", text)


def _placeholders(taken: Taken) -> Iterator[tuple[str, str]]:
    """What differs between two captures of the same wording: the moment, and a number never used twice."""
    digits = taken.timestamp
    yield "title", taken.entry.get("title", "")
    yield "moment", f"{digits[:4]}-{digits[4:6]}-{digits[6:8]} {digits[8:10]}:{digits[10:12]}:{digits[12:]}"
    yield "nonce", hashlib.sha256(f"{taken.entry['url']} {digits}".encode()).hexdigest()[:24]


def _record(writer: WARCWriter, taken: Taken) -> Any:
    entry = taken.entry
    status = entry.get("status", 200)
    headers = [("Date", _http_date(taken.timestamp)), ("Server", "invented")]
    if kind := entry.get("media_type", "text/html; charset=utf-8" if "page" in entry else None):
        headers.append(("Content-Type", kind))
    if "location" in entry:
        headers.append(("Location", entry["location"]))
    http = StatusAndHeaders(f"{status} {REASONS[status]}", headers, protocol="HTTP/1.1")
    identity = f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, entry['url'] + taken.timestamp)}>"
    warc = {"WARC-Record-ID": identity, "WARC-Date": _warc_date(taken.timestamp)}
    if taken.repeats is None:
        body = payload(taken)
        return writer.create_warc_record(
            entry["url"], "response", BytesIO(body), len(body), warc_headers_dict=warc, http_headers=http
        )
    first = payload(Taken(taken.domain, taken.repeats, entry))
    return writer.create_revisit_record(
        entry["url"], _digest(first), entry["url"], _warc_date(taken.repeats), http, warc_headers_dict=warc
    )


def _digest(body: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode()


def _warc_date(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:]}Z"


def _http_date(digits: str) -> str:
    return format_datetime(datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC), usegmt=True)


def main() -> None:
    """Write both files anew."""
    out = BytesIO()
    write_archive(out)
    (HERE / "archive.warc.gz").write_bytes(out.getvalue())
    (HERE / "expected.toml").write_text(write_expected(all_taken()), "utf-8")


if __name__ == "__main__":
    main()
