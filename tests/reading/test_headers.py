"""Holds the header line and the whole document to the published form."""

from datetime import UTC, datetime

from crawler.items import Document
from crawler.reading.documents import read_snapshot
from crawler.reading.header import header_line, replay_url, whole_document
from tests.reading.content_pages import snapshot_of

MOMENT = datetime(2010, 5, 3, 23, 59, tzinfo=UTC)


def test_the_header_is_one_line_in_the_published_words() -> None:
    assert header_line("acme.example", MOMENT, "http://www.acme.example/privacy.php?a=b*", "20100503235959") == (
        "> *The following text is extracted and transformed from the acme.example privacy policy that was archived on "
        "2010-05-03. Please check the [original snapshot on the Wayback Machine](https://web.archive.org/web/"
        "20100503235959id_/http%3A//www.acme.example/privacy.php%3Fa%3Db%2A) for the most accurate reproduction.*"
    )


def test_letters_beyond_ascii_are_quoted_in_the_replay_address() -> None:
    assert replay_url("http://a.example/ä b", "20100503235959").endswith("id_/http%3A//a.example/%C3%A4%20b")


def test_a_whole_document_is_header_title_and_body() -> None:
    read = read_snapshot(snapshot_of(b"<title>Privacy</title><p>We ask you.</p>"))
    assert isinstance(read, Document)

    header, *rest = whole_document(read).split("\n")

    assert (header[:3], rest) == ("> *", ["", "# Privacy", "", "We ask you.", ""])
