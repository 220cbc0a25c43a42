"""Knows a page that lies in a file: its bytes, and what is said beside it of its address, moment and domain."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from crawler.domains import registered_domain
from crawler.errors import WrongCommand
from crawler.items import Snapshot

_MEDIA_TYPES = {".html": "text/html", ".htm": "text/html", ".pdf": "application/pdf", ".txt": "text/plain"}
IN_FOLDERS = (".html", ".html.gz", ".pdf")
# What the published corpus puts in front of a page's source.
_COMMENT = re.compile(
    rb"<!--The following is the downloaded HTML source of the (\S+) privacy policy that was archived on [\d-]+\.\s+"
    rb"Please check the original snapshot on the Wayback Machine \(https://web\.archive\.org/web/(\d{14})id_/(\S+)\) "
    rb"for the most accurate reproduction\.-->\n\n"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page is from; empty where nothing is said of it."""

    url: str = ""
    timestamp: str = ""
    domain: str = ""

    def filled_from(self, other: "Origin") -> "Origin":
        """What this one leaves open, from the other; a domain that nobody names is that of the address."""
        url = self.url or other.url
        return Origin(url, self.timestamp or other.timestamp, self.domain or other.domain or _registered(url))

    @property
    def is_known(self) -> bool:
        """Whether the header line can be written."""
        return bool(self.url and self.timestamp and self.domain)


def find_pages(folder: Path) -> Iterator[Path]:
    """Every page in a folder and the folders in it, in order of their names."""
    return (file for file in sorted(folder.rglob("*")) if file.name.lower().endswith(IN_FOLDERS) and file.is_file())


def bare_name(file: Path) -> str:
    """The name of a page without what says its kind."""
    name = file.name.removesuffix(".gz")
    return name[: -len(Path(name).suffix)] if Path(name).suffix in _MEDIA_TYPES else name


def read_page(file: Path, given: Origin, now: datetime) -> tuple[Snapshot, Origin]:
    """The page of a file as if it had just been fetched, and where it is from: as given, else as said beside it."""
    try:
        body = file.read_bytes()
    except OSError as trouble:
        raise WrongCommand(f"{file} cannot be read: {trouble.strerror}; give a page or a folder of pages") from trouble
    origin = given.filled_from(_beside(file))
    if (comment := _COMMENT.match(body)) is not None:
        domain, timestamp, url = (part.decode() for part in comment.groups())
        origin = given.filled_from(Origin(unquote(url), timestamp, domain))
        body = body[comment.end() :]
    snapshot = Snapshot(
        domain=origin.domain,
        urlkey=origin.url,
        timestamp=origin.timestamp,
        served_timestamp=origin.timestamp,
        served_url=origin.url,
        status=200,
        headers=(),
        media_type=_MEDIA_TYPES.get(Path(file.name.removesuffix(".gz")).suffix.lower()),
        charset=None,
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched_at=now,
    )
    return snapshot, origin


def _beside(file: Path) -> Origin:
    """What a `.json` of the same name says."""
    beside = file.with_name(f"{bare_name(file)}.json")
    if not beside.is_file():
        return Origin()
    try:
        said = json.loads(beside.read_bytes())
        return Origin(*(str(said.get(name) or "") for name in ("url", "timestamp", "domain")))
    except (ValueError, AttributeError) as trouble:
        raise WrongCommand(
            f"{beside} says where {file.name} is from; expected an object with url, timestamp and domain, "
            f"found something else ({trouble}); mend or remove it"
        ) from trouble


def _registered(url: str) -> str:
    host = urlsplit(url).hostname if url else None
    return registered_domain(host) if host else ""
