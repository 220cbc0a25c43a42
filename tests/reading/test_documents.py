"""Holds what reading promises whatever the bytes are: a document or a miss, in little time, and always the same."""

import gzip
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.items import Document, Miss
from crawler.outcomes import Outcome
from crawler.reading.documents import READER, Reading, read_snapshot
from tests.reading.content_pages import snapshot_of

CASES = Path(__file__).parent / "cases"
PROSE = b"<p>We collect your name, your address and what you read, and keep it for as long as the law asks us to.</p>"
PIECES = [
    b"<div>", b"</div>", b"<table>", b"<td>", b"<p>", b"<li>", b"<ul>", b'<a href="', b"<frameset>", b"<noscript>",
    b"<svg>", b"<title>", b"<h1>", b"<br><br>", b"<!--", b"-->", b"<script>", b"&#0;", b"&#x110000;", b"\x00", b"\x0c",
    b"<body>", b"<html>", b'<base href="', b"<pre>", b"<select>", b"<template>", b"<plaintext>", b"<![CDATA[",
    b'<?xml version="1.0" encoding="utf-16"?>', b"\xff\xfe", b'<a href="http://[::1">', b"<font>", b"<form>",
    b'<td colspan="99999999999">', b"<noframes>", b"<tabl<table>", b"word ", PROSE,
]  # fmt: skip
FEW_SECONDS = 2.0


def mutated(source: bytes, chance: random.Random) -> bytes:
    page = bytearray(source)
    for _ in range(chance.randint(1, 30)):
        start = chance.randrange(len(page) + 1)
        end = min(len(page), start + chance.randint(1, 400))
        match chance.randrange(4):
            case 0:
                del page[start:end]
            case 1:
                page[start:start] = chance.choice(PIECES) * chance.choice((1, 1, 3, 50))
            case 2:
                page[start:start] = page[start:end] * chance.randint(1, 5)
            case _:
                page[start:start] = chance.randbytes(chance.randint(1, 20))
    return bytes(page)


@pytest.mark.parametrize("reading", Reading)
@given(body=st.one_of(st.binary(max_size=400), st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join)))
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_a_document_or_a_miss(reading: Reading, body: bytes) -> None:
    assert isinstance(read_snapshot(snapshot_of(body), reading), Document | Miss)


@pytest.mark.parametrize("reading", Reading)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_spoilt_page_is_a_document_or_a_miss(reading: Reading, seed: int) -> None:
    chance = random.Random(seed)
    page = chance.choice(sorted(CASES.glob("*/page.html")))

    assert isinstance(read_snapshot(snapshot_of(mutated(page.read_bytes(), chance)), reading), Document | Miss)


TRAPS = {
    "divisions in divisions": b"<div>" * 10_000 + PROSE,
    "tables in tables": b"<table><tr><td>" * 4_000 + PROSE,
    "lists in lists": b"<ul><li>item " * 8_000,
    "fonts left open": PROSE * 50 + b"<font size=1>word " * 20_000,
    "links in a row": b'<a href="/x">link</a> ' * 40_000,
    "menus in a row": b"<ul><li><a href=/a>a</a><li><a href=/b>b</a><li><a href=/c>c</a></ul>" * 10_000,
    "breaks in a row": b"text<br><br>" * 50_000,
    "opening brackets": b"<p>" + b"[" * 500_000,
    "half links": b"<p>" + b"[a](" * 100_000,
    "stars": b"<p>" + b"*" * 500_000,
    "underscores": b"<p>" + b"_ " * 200_000,
    "white space": b"<p>" + b" " * 1_000_000 + b"x",
    "copyright lines": b"<p>copyright 2010-2011</p>" * 10_000,
    "buttons in divisions": b"<div><button>Accept</button><button>Reject</button>" * 3_000,
    "a path of dots": b'<a href="' + b"../" * 100_000 + b'">x</a>',
    "a host of dots": b'<a href="http://' + b"a." * 100_000 + b'/">x</a>',
    "a class of many names": b'<div class="' + b"nav " * 200_000 + b'">' + PROSE,
}


@pytest.mark.parametrize("trap", TRAPS)
def test_no_page_keeps_the_reader_busy(trap: str) -> None:
    started = time.process_time()

    read_snapshot(snapshot_of(TRAPS[trap]))

    assert time.process_time() - started < FEW_SECONDS


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", Outcome.EMPTY),
        (b" \n", Outcome.EMPTY),
        (b"<html></html>", Outcome.TOO_FEW_WORDS),
        (b"GIF89a....", Outcome.NOT_A_PAGE),
        (b"%PDF-1.4 broken", Outcome.BROKEN_PDF),
        (b"<frameset><frame src=a.htm></frameset>", Outcome.FRAMES),
        (b"<div id=root></div><script src=a.js></script>", Outcome.APPLICATION_SHELL),
    ],
)
def test_what_cannot_be_read_is_a_miss_of_its_kind(body: bytes, kind: Outcome) -> None:
    read = read_snapshot(snapshot_of(body))

    assert isinstance(read, Miss)
    assert read.kind is kind


def test_a_miss_says_what_to_do_and_keeps_the_bytes() -> None:
    snapshot = snapshot_of(b"")
    read = read_snapshot(snapshot)

    assert isinstance(read, Miss)
    assert (read.snapshot, "nothing is to be done" in read.detail) == (snapshot, True)


def test_a_compressed_body_is_read_as_the_page_in_it() -> None:
    plain = read_snapshot(snapshot_of(PROSE))
    packed = read_snapshot(replace(snapshot_of(gzip.compress(PROSE)), headers=(("content-encoding", "gzip"),)))

    assert isinstance(plain, Document)
    assert isinstance(packed, Document)
    assert packed.sha256 == plain.sha256


def test_a_cut_body_is_read_as_far_as_it_goes_and_says_so() -> None:
    cut = gzip.compress(random.Random(1).randbytes(10) + PROSE * 50)[:-20]
    read = read_snapshot(replace(snapshot_of(cut), headers=(("content-encoding", "gzip"),)))

    assert isinstance(read, Document)
    assert ("truncated", "yes") in read.notes


def test_a_document_names_its_reader_and_reading() -> None:
    read = read_snapshot(snapshot_of(PROSE), Reading.CORPUS)

    assert isinstance(read, Document)
    assert (read.reading, read.reader_version) == ("corpus", READER)


def test_a_document_says_which_rules_acted() -> None:
    read = read_snapshot(snapshot_of(b"<nav><a href=/>Home</a></nav>" + PROSE))

    assert isinstance(read, Document)
    assert ("rule", "landmark") in read.notes


def test_a_page_without_a_title_notes_a_better_one() -> None:
    read = read_snapshot(snapshot_of(b"<title> </title><h1>Privacy at Acme</h1>" + PROSE))

    assert isinstance(read, Document)
    assert (read.title, ("better-title", "Privacy at Acme") in read.notes) == ("", True)


def test_the_charset_declared_and_the_one_chosen_are_recorded() -> None:
    body = b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">' + PROSE
    read = read_snapshot(replace(snapshot_of(body), charset=None))

    assert isinstance(read, Document)
    assert (read.charset, ("charset-declared", "iso-8859-1") in read.notes) == ("windows-1252", True)


def test_two_pages_that_say_the_same_have_one_wording() -> None:
    old = read_snapshot(snapshot_of(b"<title>A</title><table><tr><td>" + PROSE + b"</td></tr></table>"))
    new = read_snapshot(snapshot_of(b"<title>B</title><main><div>" + PROSE + b"</div></main>"))

    assert isinstance(old, Document)
    assert isinstance(new, Document)
    assert (old.wording_sha256 == new.wording_sha256, old.sha256 == new.sha256) == (True, False)
