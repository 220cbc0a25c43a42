"""Knows a published document: the file that a corpus published, taken apart into what it says and where it is from.

Such a file is its header line, a blank line, and the document from its title on. Whoever writes header and document
again gets the file back byte for byte; a file for which that is not so is not of this form.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from crawler.moments import read_timestamp
from crawler.reading.header import ARCHIVE_REPLAY, header_line, with_header

_HEADER = re.compile(
    r"> \*The following text is extracted and transformed from the (?P<domain>[\w-][\w.-]*) privacy policy "
    r"that was archived on (?P<day>[\d-]+)\. "
    rf".*?\({re.escape(ARCHIVE_REPLAY)}/(?P<timestamp>\d{{14}})id_/(?P<url>\S+)\) .*\*"
)


@dataclass(frozen=True, slots=True)
class Published:
    """One document as it was published; `markdown` begins with the title's line."""

    domain: str
    url: str
    timestamp: str
    moment: datetime
    title: str
    markdown: str


@dataclass(frozen=True, slots=True)
class NotPublished:
    """A file that is none, and why."""

    reason: str


def read_published(body: bytes) -> Published | NotPublished:
    """The document of a file, or why it is none."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as broken:
        return NotPublished(f"it is not text in UTF-8 ({broken.reason} at byte {broken.start})")
    if "\0" in text:
        return NotPublished("it holds zero bytes, which no database keeps as text")
    header, _, markdown = text.partition("\n\n")
    found = _HEADER.fullmatch(header)
    if found is None:
        return NotPublished("it does not begin with the header line of a published document")
    if not markdown.startswith("# "):
        return NotPublished("its header line is not followed by a title")
    try:
        moment = read_timestamp(found["timestamp"])
    except ValueError as trouble:
        return NotPublished(f"its header line names no moment: {trouble}")
    url = unquote(found["url"])
    title = markdown[2:].partition("\n")[0]
    published = Published(found["domain"], url, found["timestamp"], moment, title, markdown)
    if write_published(published) != text:
        return NotPublished("its header line says the day or the address otherwise than its moment does")
    return published


def write_published(published: Published) -> str:
    """The file of a document, as it was."""
    header = header_line(published.domain, published.moment, published.url, published.timestamp)
    return with_header(header, published.markdown)
