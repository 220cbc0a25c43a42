"""How an answer becomes a snapshot: the bytes as they came, and where they came from."""

import gzip
import hashlib

import pytest

from crawler.archives.answers import Replayed
from crawler.moments import read_timestamp
from crawler.snapshots import make_snapshot
from tests.examples import DOMAIN, NOW, memento

PAGE = b"<html><p>We keep nothing.</p></html>"
AT = "20120301120000"
SERVED = "https://www.palace.example/privacy"


def snapshot(body=PAGE, asked=AT, served=AT, **headers):
    answer = memento(served, SERVED, body=body, **headers)
    heard = Replayed(200, read_timestamp(served), SERVED, None)
    return make_snapshot(DOMAIN, "example,palace)/privacy", asked, heard, answer, NOW)


def names(snapshot):
    return [name.lower() for name, _ in snapshot.headers]


def test_the_bytes_are_kept_as_they_came():
    assert snapshot().body == PAGE


def test_the_hash_is_that_of_the_bytes_kept():
    assert snapshot().sha256 == hashlib.sha256(PAGE).hexdigest()


def test_both_moments_are_kept():
    kept = snapshot(asked="20120003011200", served="20120301120000")
    assert (kept.timestamp, kept.served_timestamp) == ("20120003011200", "20120301120000")


def test_the_address_served_is_kept():
    assert (snapshot().served_url, snapshot().urlkey) == (SERVED, "example,palace)/privacy")


def test_headers_keep_their_order_and_their_case():
    kept = snapshot(X_First="1", x_second="2")
    assert [pair for pair in kept.headers if pair[0].lower().startswith("x-")] == [("X-First", "1"), ("x-second", "2")]


def test_a_coding_that_was_declared_and_came_off_whole_was_the_archives_own_and_goes():
    kept = snapshot(gzip.compress(PAGE), Content_Encoding="gzip")
    assert (kept.body, "content-encoding" in names(kept)) == (PAGE, False)


def test_two_answers_that_differ_in_that_coding_alone_are_the_same_bytes():
    packed = snapshot(gzip.compress(PAGE, mtime=1), Content_Encoding="gzip")
    assert packed.sha256 == snapshot().sha256


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(gzip.compress(PAGE), {}, id="coded and not declared"),
        pytest.param(gzip.compress(PAGE)[:-4], {"Content_Encoding": "gzip"}, id="cut short"),
        pytest.param(PAGE, {"Content_Encoding": "gzip"}, id="declared and not coded"),
        pytest.param(gzip.compress(gzip.compress(PAGE)), {"Content_Encoding": "gzip"}, id="coded twice, declared once"),
    ],
)
def test_with_any_other_coding_everything_stays_as_it_came(body, headers):
    kept = snapshot(body, **headers)
    assert (kept.body, "content-encoding" in names(kept)) == (body, bool(headers))


@pytest.mark.parametrize(
    ("written", "media_type", "charset"),
    [
        ("text/html", "text/html", None),
        ("Text/HTML; Charset=UTF-8", "text/html", "UTF-8"),
        ('text/html;charset="iso-8859-1"', "text/html", "iso-8859-1"),
        ("text/html; charset = 'utf-8' ; x=y", "text/html", "utf-8"),
        ("application/pdf", "application/pdf", None),
        (";charset=utf-8", None, "utf-8"),
        ("", None, None),
    ],
)
def test_the_declared_kind_is_read(written, media_type, charset):
    kept = snapshot(Content_Type=written)
    assert (kept.media_type, kept.charset) == (media_type, charset)
