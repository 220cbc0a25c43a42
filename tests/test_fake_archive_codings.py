"""Knows the shapes in which a replay must send its bytes, broken ones among them (protocol sheet 2.7)."""

import gzip
import http.client
import zlib

import brotli
import pytest

from tests.fake_archive import FakeArchive, Manners, Oddity, Page
from tests.fake_archive.asking import Reply, replay
from tests.fake_archive.codings import CODINGS

PRIVACY = "https://shop.example/privacy"
WORDS = "<p>We keep what you buy and nothing else.</p>" * 40
KEPT = Page(PRIVACY, "20120101000000", WORDS)


def replay_of(page: Page, manners: Manners | None = None) -> Reply:
    with FakeArchive(pages=[page], manners=manners) as archive:
        return replay(archive, page.timestamp, page.url)


def test_text_is_compressed_on_the_way_to_those_who_accept_it():
    with FakeArchive(pages=[KEPT]) as archive:
        reply = replay(archive, "20120101000000", PRIVACY, accept_encoding="gzip")
    assert (reply.header("content-encoding"), reply.unzipped.decode()) == ("gzip", WORDS)


def test_a_coding_of_the_time_is_passed_on():
    page = Page(PRIVACY, "20120101000000", brotli.compress(b"x"), headers=(("Content-Encoding", "br"),))
    reply = replay_of(page)
    assert (reply.header("content-encoding"), brotli.decompress(reply.body)) == ("br", b"x")


def coded(name: str) -> Reply:
    return replay_of(KEPT, Manners(oddities=(Oddity(PRIVACY, "20120101000000", coding=name),)))


def values(reply: Reply, name: str) -> list[str]:
    return [value for key, value in reply.headers if key.lower() == name]


@pytest.mark.parametrize(
    ("name", "said", "undo"),
    [
        ("empty-then-gzip", ["", "gzip"], gzip.decompress),
        ("gzip-then-empty", ["gzip", ""], gzip.decompress),
        ("merged-header", [", gzip"], gzip.decompress),
        ("gzip-unsaid", [], gzip.decompress),
        ("zlib-unsaid", [], zlib.decompress),
        ("plain-said-gzip", ["gzip"], bytes),
        ("gzip-twice", ["gzip"], lambda body: gzip.decompress(gzip.decompress(body))),
        ("gzip-cut", ["gzip"], lambda body: WORDS.encode() if 0 < len(body) < len(WORDS) else b""),
        ("gzip-with-junk", ["gzip"], lambda body: zlib.decompressobj(31).decompress(body)),
        ("brotli", ["br"], brotli.decompress),
        ("brotli-unsaid", [], brotli.decompress),
        ("chunk-lines", [], lambda body: b"".join(body.split(b"\r\n")[1:4:2])),
    ],
)
def test_each_broken_coding_is_as_it_is_named(name, said, undo):
    reply = coded(name)
    assert values(reply, "content-encoding") == said
    assert undo(reply.body) == WORDS.encode()


def test_a_short_body_ends_before_its_promised_length():
    with pytest.raises(http.client.IncompleteRead):
        coded("short")


def test_every_coding_is_tried_here():
    tried = test_each_broken_coding_is_as_it_is_named.pytestmark[0].args[1]
    assert {name for name, _, _ in tried} | {"short"} == set(CODINGS)


def test_a_charset_may_be_left_out():
    page = Page(PRIVACY, "20120101000000", "caf\u00e9".encode("cp1252"), media_type="text/html")
    reply = replay_of(page)
    assert (reply.header("content-type"), reply.body) == ("text/html", b"caf\xe9")


def test_a_byte_order_mark_is_kept():
    page = Page(PRIVACY, "20120101000000", "\ufeffwords".encode())
    assert replay_of(page).body.startswith(b"\xef\xbb\xbf")


def test_a_capture_without_bytes_is_a_200():
    reply = replay_of(Page(PRIVACY, "20120101000000", ""))
    assert (reply.status, reply.body, bool(reply.header("memento-datetime"))) == (200, b"", True)
