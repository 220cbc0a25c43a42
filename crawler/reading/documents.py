"""Knows how the bytes of one snapshot become a document, or the miss that says why they do not."""

import hashlib
from dataclasses import dataclass

from crawler import VERSION
from crawler.archives.bodies import decode_body
from crawler.errors import Skip
from crawler.items import Document, Miss, Snapshot
from crawler.outcomes import Outcome
from crawler.page_bounds import refuse_long_document
from crawler.reading.decoding import decode_text
from crawler.reading.markdown import write_markdown
from crawler.reading.media import Media, tell_media
from crawler.reading.pages import is_marked_up, page_of_plain_text, parse_page
from crawler.reading.readings import Reading, Selected, select_as_corpus, select_faithful
from crawler.reading.time_limit import within_time
from crawler.reading.wording import read_words

__all__ = ["READER", "Reading", "miss_of", "read_snapshot"]

# Raise the last number whenever a stored document could come out different.
READER = f"palimpsest {VERSION} reader 2"

_NOTHING_TO_DO = "the bytes are kept, nothing is to be done"


@dataclass(frozen=True, slots=True)
class _Read:
    """A document in the making. `markdown` begins with the title's line."""

    title: str
    markdown: str
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
    refuse_long_document(read.markdown)
    words = read_words(read.markdown)
    if not words.wording:
        raise Skip(
            Outcome.TOO_FEW_WORDS, f"expected a text at {snapshot.served_url}, found not a word in it; {_NOTHING_TO_DO}"
        )
    return Document(
        snapshot=snapshot,
        title=read.title,
        markdown=read.markdown,
        text=words.text,
        sha256=hashlib.sha256(read.markdown.encode()).hexdigest(),
        wording_sha256=words.sha256,
        words=words.count,
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
            return _Read(title, f"# {title}\n\n{markdown}", None, (("media", "pdf"), *notes))
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
    if is_plain:
        root = page_of_plain_text(text.text, reflow=reading is Reading.FAITHFUL)
    else:
        root = parse_page(text.text, keep_comments=reading is Reading.CORPUS)
    selected: Selected
    if reading is Reading.CORPUS:
        selected = select_as_corpus(root, text.text, snapshot.served_url, snapshot.served_timestamp)
    else:
        selected = select_faithful(root, text.text, snapshot.served_url)
    markdown = write_markdown(selected.element, selected.resolve)
    decisions = (
        ("charset-declared", text.declared or "none"),
        ("charset-from", text.how.value),
        *((("mojibake", "yes"),) if text.mojibake else ()),
        *((("charset-not-held", "yes"),) if not text.held else ()),
        *((("media", "plain-text"),) if is_plain else ()),
    )
    return _Read(
        selected.title, f"# {selected.title}\n\n{markdown}", text.chosen, (*decisions, *selected.notes, *notes)
    )
