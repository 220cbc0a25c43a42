"""When it is worth asking once more because bytes may have been cut off on the way."""

import base64
import hashlib

from crawler.archives.wholeness import may_be_cut

PAGE = b"<html><body><p>We keep nothing.</p></body></html>"


def digest(body: bytes) -> str:
    return base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def test_a_page_with_its_end_is_whole() -> None:
    assert not may_be_cut(PAGE, None)


def test_a_page_without_its_end_may_be_cut() -> None:
    assert may_be_cut(PAGE[:30], None)


def test_a_page_whose_author_wrote_no_end_is_proven_whole_by_its_digest() -> None:
    assert not may_be_cut(PAGE[:30], digest(PAGE[:30]))


def test_a_digest_that_differs_proves_nothing() -> None:
    assert not may_be_cut(PAGE, digest(b"the same in gzip"))


def test_comments_may_follow_the_end_of_a_page() -> None:
    assert not may_be_cut(PAGE + b"<!-- 20120301 served by www4 -->\n", None)


def test_a_pdf_without_its_end_may_be_cut() -> None:
    assert may_be_cut(b"%PDF-1.4\n1 0 obj\n", None)


def test_a_pdf_with_its_end_is_whole() -> None:
    assert not may_be_cut(b"%PDF-1.4\n1 0 obj\n%%EOF\n", None)


def test_plain_text_has_no_end_to_look_for() -> None:
    assert not may_be_cut(b"We keep nothing", None)


def test_no_bytes_at_all_may_be_cut() -> None:
    assert may_be_cut(b"", None)


def test_no_bytes_where_none_were_captured_are_whole() -> None:
    assert not may_be_cut(b"", digest(b""))
