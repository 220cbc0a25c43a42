"""Knows the feeds of changes: Atom, for those who want to be told."""

import re
from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree as Xml

from pipelines.browsing.addresses import compare_address, version_address
from pipelines.database.questions.browsing_changes import Opening

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = "1970-01-01T00:00:00Z"  # a feed must say when it changed, one without changes too


def feed(title: str, own: str, page: str, root: str, changes: Sequence[tuple[Opening, str | None]]) -> bytes:
    """Changes as Atom, each with the timestamp of the version before it; `own` and `page` are where the feed and what
    it tells of are found, `root` is the beginning of all addresses."""
    top = Xml.Element("feed", {"xmlns": _ATOM})
    _add(top, "title", title)
    _add(top, "id", own)
    Xml.SubElement(top, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    Xml.SubElement(top, "link", {"rel": "alternate", "type": "text/html", "href": page})
    _add(top, "updated", max((_moment(one.first_seen) for one, _ in changes), default=_NEVER))
    _add(Xml.SubElement(top, "author"), "name", "Palimpsest")
    for change, before in changes:
        _add_entry(top, change, before, root)
    told: bytes = Xml.tostring(top, encoding="utf-8", xml_declaration=True)
    return told


def _add_entry(top: Xml.Element, change: Opening, before: str | None, root: str) -> None:
    entry = Xml.SubElement(top, "entry")
    address = version_address(change.domain, change.timestamp, change.line)
    told = compare_address(change.domain, before, change.timestamp, change.line) if before else address
    _add(entry, "title", f"{change.domain}: {change.title or 'privacy policy'}")
    _add(entry, "id", root + address)
    Xml.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": root + told})
    _add(entry, "updated", _moment(change.first_seen))
    _add(entry, "summary", _said(change))


def _said(change: Opening) -> str:
    seen = f"first seen on {change.first_seen:%Y-%m-%d}"
    if change.not_before is None:
        return f"Version {change.number}, the first that is known, {seen}."
    return f"Version {change.number}, {seen}; the wording before it was last seen on {change.not_before:%Y-%m-%d}."


def _add(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, name).text = _NOT_XML.sub("\ufffd", text)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
