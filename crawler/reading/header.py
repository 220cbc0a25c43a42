"""Knows the line that opens every published document, and how header and document are put together.

A document is stored without its header, because the same text may have been archived at many moments and addresses.
"""

from datetime import datetime
from urllib.parse import quote

from crawler.items import Document
from crawler.moments import read_timestamp

ARCHIVE_REPLAY = "https://web.archive.org/web"  # the published form names this archive, whatever the bytes came from


def replay_url(url: str, timestamp: str) -> str:
    """Where the raw capture is replayed, the original address quoted as in the published documents."""
    return f"{ARCHIVE_REPLAY}/{timestamp}id_/{quote(url)}"


def header_line(domain: str, moment: datetime, url: str, timestamp: str) -> str:
    """The first line of a published document: whose policy it is, of which day, and where its capture is replayed."""
    return (
        f"> *The following text is extracted and transformed from the {domain} privacy policy that was archived on "
        f"{moment:%Y-%m-%d}. Please check the [original snapshot on the Wayback Machine]({replay_url(url, timestamp)}) "
        "for the most accurate reproduction.*"
    )


def with_header(header: str, markdown: str) -> str:
    """The published file: header, blank line, and the document from its title on."""
    return f"{header}\n\n{markdown}"


def whole_document(document: Document) -> str:
    """The published file of a document that was just read, byte for byte."""
    snapshot = document.snapshot
    timestamp = snapshot.served_timestamp
    header = header_line(snapshot.domain, read_timestamp(timestamp), snapshot.served_url, timestamp)
    return with_header(header, document.markdown)
