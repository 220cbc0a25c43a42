"""Knows how a policy behind a redirect comes to the page on which it lies, once a reader sees that it is one.

What is no policy is kept at the capture that redirects; a policy is kept at the page that the redirect leads to. A
reader that finds one there brings the page, the redirect and the document, just as a crawl does.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, null, update

from crawler.asks import AskCapture
from crawler.hearings import hear_document
from crawler.intervals import Interval
from crawler.items import Document, PolicyPage, Redirect
from crawler.timelines import Capture
from pipelines.database.rereading.closing import visit_again
from pipelines.database.rereading.reading import Rereading
from pipelines.database.tables import captures
from pipelines.database.writing.addresses import Addresses
from pipelines.database.writing.documents import write_documents
from pipelines.database.writing.pages import write_pages
from pipelines.database.writing.redirects import write_redirects
from pipelines.database.writing.snapshots import first_headers

_OF_BYTES = ("outcome", "document_id", "read_by", "snapshot_sha256", "headers", "fetched_at")
_AS_SERVED = ("served_timestamp", "served_url", "served_status")


def move_behind_redirects(connection: Connection, moved: Sequence[Rereading]) -> None:
    """Rare, so each asks for itself what is known of its domain."""
    for reading in moved:
        visit = visit_again(connection, reading.row.domain)
        if visit is None:
            continue
        assert isinstance(reading.now, Document)
        heard = hear_document(visit, _asked(reading), reading.now)
        emptied = dict.fromkeys((*_OF_BYTES, *_AS_SERVED), null())
        connection.execute(update(captures).where(captures.c.id == reading.row.id).values(emptied))
        addresses = Addresses(connection)
        write_pages(connection, addresses, [item for item in heard if isinstance(item, PolicyPage)])
        write_redirects(connection, addresses, [item for item in heard if isinstance(item, Redirect)])
        headers = first_headers(connection, [reading.row.snapshot_sha256])
        write_documents(connection, addresses, [item for item in heard if isinstance(item, Document)], headers)


def _asked(reading: Rereading) -> AskCapture:
    """What a crawl had asked for; the window decided which redirects to follow, and they were followed."""
    row = reading.row
    names = ("original_url", "digest", "status", "mimetype", "length")
    capture = Capture(row.urlkey, row.timestamp, row.captured_at, *(getattr(row, name) for name in names))
    window = Interval(row.captured_at, row.captured_at, "")
    return AskCapture(row.urlkey, capture, window, row.original_url, row.timestamp)
