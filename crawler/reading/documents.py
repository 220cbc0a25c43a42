"""Knows how the bytes of one snapshot become a document, or the miss that says why they do not."""

from dataclasses import dataclass

from lxml.etree import _Element as Element

from crawler import VERSION
from crawler.archives.bodies import decode_body
from crawler.errors import Skip
from crawler.items import Document, Miss, Snapshot
from crawler.outcomes import Outcome
from crawler.reading.decoding import decode_text
from crawler.reading.known_pages import read_faithfully
from crawler.reading.markdown import write_markdown
from crawler.reading.media import Media, tell_media
from crawler.reading.pages import is_marked_up, page_of_plain_text, parse_page
from crawler.reading.readings import Reading, select_as_corpus
from crawler.reading.time_limit import within_time
from crawler.reading.written import Written, write_down

__all__ = ["READER", "Reading", "miss_of", "read_snapshot"]

# Raise the last number whenever a stored document could come out different.
READER = f"palimpsest {VERSION} reader 2"

_NOTHING_TO_DO = "the bytes are kept, nothing is to be done"


@dataclass(frozen=True, slots=True)
class _Read:
    """A document in the making."""

    written: Written
    charset: str | None
    notes: tuple[tuple[str, str], ...]


def read_snapshot(snapshot: Snapshot, reading: Reading = Reading.FAITHFUL) -> Document | Miss:
    """The document of a snapshot, or the miss that says why there is none. Never raises, whatever the bytes are."""
    try:
        return within_time(lambda: _read_document(snapshot, reading), snapshot.served_url)
    except Skip as skip:
        return miss_of(snapshot, skip)


def miss_of(snapshot: Snapshot, skip: Skip) -> Miss:
    """The miss of a snapshot that could not be read."""
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


def _read_document(snapshot: Snapshot, reading: Reading) -> Document:
    read = _read(snapshot, reading)
    written = read.written
    return Document(
        snapshot=snapshot,
        title=written.title,
        markdown=written.markdown,
        text=written.text,
        sha256=written.sha256,
        wording_sha256=written.wording_sha256,
        words=written.words,
        reading=reading.value,
        reader_version=READER,
        charset=read.charset,
        notes=read.notes,
        screened=None,
    )


def _read(snapshot: Snapshot, reading: Reading) -> _Read:
    decoded = decode_body(snapshot.body, snapshot.headers)
    notes = (("truncated", "yes"),) if decoded.truncated else ()
    match tell_media(decoded.body, snapshot.media_type):
        case Media.NOTHING:
            kind = Outcome.TRUNCATED if decoded.truncated else Outcome.EMPTY
            raise Skip(kind, f"expected a page at {snapshot.served_url}, its capture holds no bytes; {_NOTHING_TO_DO}")
        case Media.PDF:
            from crawler.reading.pdfs import read_pdf  # its library is slow to load, and few runs meet a PDF

            title, markdown = read_pdf(decoded.body)
            written = write_down(title, markdown, snapshot.served_url)
            return _Read(written, None, (("media", "pdf"), *notes))
        case Media.OTHER:
            raise Skip(
                Outcome.NOT_A_PAGE,
                f"expected a page at {snapshot.served_url}, its bytes are {snapshot.media_type or 'of an unnamed kind'}"
                f" and begin with {decoded.body[:8]!r}; {_NOTHING_TO_DO}",
            )
        case Media.TEXT:
            return _read_text(snapshot, reading, decoded.body, notes)


def _read_text(snapshot: Snapshot, reading: Reading, body: bytes, notes: tuple[tuple[str, str], ...]) -> _Read:
    text = decode_text(body, snapshot.charset)
    is_plain = snapshot.media_type == "text/plain" and not is_marked_up(text.text)

    def parse() -> Element:
        if is_plain:
            return page_of_plain_text(text.text, reflow=reading is Reading.FAITHFUL)
        return parse_page(text.text, keep_comments=reading is Reading.CORPUS)

    if reading is Reading.CORPUS:
        written = _read_as_corpus(parse(), text.text, snapshot)
    else:
        written = read_faithfully(parse, text.text, snapshot.served_url)
    decisions = (
        ("charset-declared", text.declared or "none"),
        ("charset-from", text.how.value),
        *((("mojibake", "yes"),) if text.mojibake else ()),
        *((("charset-not-held", "yes"),) if not text.held else ()),
        *((("media", "plain-text"),) if is_plain else ()),
    )
    return _Read(written, text.chosen, (*decisions, *written.notes, *notes))


def _read_as_corpus(root: Element, text: str, snapshot: Snapshot) -> Written:
    selected = select_as_corpus(root, text, snapshot.served_url, snapshot.served_timestamp)
    markdown = write_markdown(selected.element, selected.resolve)
    return write_down(selected.title, markdown, snapshot.served_url, selected.notes)
