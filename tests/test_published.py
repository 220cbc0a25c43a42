"""The files of a published corpus: taken apart and put together again, byte for byte, or refused with a reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading.header import header_line, with_header
from pipelines.published import NotPublished, Published, read_published, write_published
from tests.crawling import ROOT
from tests.examples import moment

SEEDS = ROOT.parent / "shared" / "seeds"
HEADER = header_line("palace.example", moment(2012, 9, 20), "http://palace.example/privacy?a=b", "20120920143055")
BODY = "# Privacy\n\nWe keep nothing. \n\n  * at all\n\n\n"
MARKDOWN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(lambda text: f"# {text}")


def read(text: str) -> Published:
    found = read_published(text.encode())
    assert isinstance(found, Published)
    return found


def reason(body: bytes) -> str:
    found = read_published(body)
    assert isinstance(found, NotPublished)
    return found.reason


def test_a_file_says_domain_moment_address_and_title() -> None:
    found = read(with_header(HEADER, BODY))
    assert (found.domain, found.timestamp, found.url, found.title) == (
        "palace.example",
        "20120920143055",
        "http://palace.example/privacy?a=b",
        "Privacy",
    )


@settings(deadline=None)
@given(MARKDOWN)
def test_any_document_comes_back_byte_for_byte(markdown: str) -> None:
    file = with_header(HEADER, markdown)
    assert write_published(read(file)) == file


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "does not begin with the header line"),
        (b"# Privacy\n\nWe keep nothing.", "does not begin with the header line"),
        (with_header(HEADER, "no title").encode(), "is not followed by a title"),
        (with_header(HEADER, BODY).replace("2012-09-20", "2012-09-21").encode(), "says the day or the address other"),
        (with_header(HEADER, BODY).replace("palace.example privacy", "../up privacy").encode(), "does not begin"),
        (with_header(HEADER, "# \xe4").encode("latin-1"), "is not text in UTF-8"),
        (with_header(HEADER, "# a\0b").encode(), "holds zero bytes"),
        (with_header(HEADER, BODY).replace("20120920143055", "20129920143055").encode(), "names no moment"),
    ],
)  # fmt: skip
def test_what_is_no_published_document_is_refused_with_a_reason(body: bytes, why: str) -> None:
    assert why in reason(body)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_document_or_a_reason(body: bytes) -> None:
    assert isinstance(read_published(body), Published | NotPublished)


@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the seeds are not at {SEEDS}")
def test_every_seed_comes_back_byte_for_byte() -> None:
    files = sorted(SEEDS.glob("*.txt"))
    assert [
        file.name for file in files if write_published(read(file.read_text("utf-8"))) != file.read_text("utf-8")
    ] == []
