"""Knows how the bytes of one snapshot become a document, or the miss that says why they do not."""

import hashlib
from enum import Enum

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from crawler import VERSION
from crawler.errors import Skip
from crawler.items import Document, Miss, Snapshot
from crawler.outcomes import Outcome
from crawler.reading.links import link_resolver
from crawler.reading.main_text import select_main_text
from crawler.reading.markdown import write_markdown
from crawler.reading.titles import page_title
from crawler.reading.wording import count_words, plain_text, wording_sha256

READER = f"palimpsest {VERSION} reader 1"  # raise the last number whenever a stored document could come out different


class Reading(Enum):
    """Which reading of a page is wanted: the policy as it stood, or what the published corpus would hold."""

    FAITHFUL = "faithful"
    CORPUS = "corpus"


def read_snapshot(snapshot: Snapshot, reading: Reading = Reading.FAITHFUL) -> Document | Miss:
    """The document of a snapshot; never raises, whatever the bytes are."""
    try:
        return _read(snapshot, reading)
    except Skip as skip:
        return Miss(
            domain=snapshot.domain,
            urlkey=snapshot.urlkey,
            interval=None,
            timestamp=snapshot.timestamp,
            kind=skip.outcome,
            detail=str(skip),
            seen_at=snapshot.fetched_at,
            snapshot=snapshot,
        )


def _read(snapshot: Snapshot, reading: Reading) -> Document:
    root = _parse(snapshot.body)
    resolve = link_resolver(root, snapshot.served_url)
    title = page_title(root)
    body = root.find("body")
    main = select_main_text(body if body is not None else root)
    markdown = f"# {title}\n\n{write_markdown(main.element, resolve)}"
    text = plain_text(markdown)
    return Document(
        snapshot=snapshot,
        title=title,
        markdown=markdown,
        text=text,
        sha256=hashlib.sha256(markdown.encode()).hexdigest(),
        wording_sha256=wording_sha256(markdown),
        words=count_words(text),
        reading=reading.value,
        reader_version=READER,
        charset=snapshot.charset,
        notes=tuple((f"furniture/{name}", str(count)) for name, count in main.counts),
        screened=None,
    )


def _parse(body: bytes) -> HtmlElement:
    if not body.strip():
        raise Skip(Outcome.EMPTY, "expected a page, the capture holds no bytes; nothing to be done")
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(body, parser=parser)
    except etree.ParserError as trouble:
        raise Skip(Outcome.EMPTY, f"expected a page, found no element ({trouble}); nothing to be done") from trouble
