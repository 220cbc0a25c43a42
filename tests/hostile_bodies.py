"""Knows how to make bodies that no honest server sends: broken, bombs, nested without end, or made to keep us busy.

Each comes of a family and a seed, and is the same every time. Four in five are mutations, as a fuzzer makes them, of
pages and PDFs of our own; the others are attacks of one kind each, most of them small and some as large as an answer
may be.
"""

import gzip
import random
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import brotli
import zstandard

from crawler.items import Snapshot
from tests.crawling import SAMPLE
from tests.examples import HOME, moment
from tests.reading.pdf_writer import write_pdf

PROSE = b"<p>We keep your name and your address for as long as the law of the land wants us to keep them.</p>\n"
PLAIN = "We keep your name and your address for as long as the law wants us to keep them.\n"
LARGE = 20  # one attack in so many is as large as an answer may be
Chance = random.Random


@dataclass(frozen=True, slots=True)
class Hostile:
    """A body, and how it was sent."""

    family: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    media_type: str | None = "text/html"
    charset: str | None = None

    def snapshot(self) -> Snapshot:
        return Snapshot(
            domain="palace.example",
            urlkey="example,palace)/privacy",
            timestamp="20120301120000",
            served_timestamp="20120301120000",
            served_url=f"{HOME}privacy",
            status=200,
            headers=self.headers,
            media_type=self.media_type,
            charset=self.charset,
            body=self.body,
            sha256="",
            fetched_at=moment(2026),
        )


def hostile_bodies(count: int, seed: int = 0) -> Iterator[Hostile]:
    """So many, all families among them."""
    for number in range(count):
        chance = Chance(f"{seed} {number}")
        if number % 5:
            yield mutated(chance)
        else:
            name = ATTACKS[number // 5 % len(ATTACKS)]
            size = 1_000_000 if chance.randrange(LARGE) == 0 else chance.choice((50, 1_000, 20_000))
            yield replace(globals()[name](chance, size), family=name)


# ---- mutations


@cache
def seeds() -> tuple[bytes, ...]:
    """Pages to begin with: those of the sample, a PDF, a page in each coding."""
    pages = [path.read_bytes() for path in sorted((SAMPLE / "pages").rglob("*")) if path.is_file()][:40]
    page = max(pages, key=len)
    coded = [gzip.compress(page, mtime=0), zlib.compress(page), brotli.compress(page)]
    return (*pages, write_pdf(PLAIN * 30), *coded, page.decode("utf-8", "replace").encode("utf-16"))


WORDS = (
    *(b"<div>", b"</div>", b"<table><tr><td>", b"<!--", b"-->", b"<![CDATA[", b"<script>", b"</script", b"<frameset>"),
    *(b"<ul><li>", b"<base href='//['>", b"<meta charset=utf-7>", b"<a href='http://[::1'>", b"&#x110000;", b"&#0;"),
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b$B", b"\x1f\x8b\x08", b"%PDF-1.7", b"stream\n", b"<svg><title>"),
    *(b"<template>", b"<plaintext>", b"<noscript>", b"<select><option>", b"<h1>", b"<pre>", b"\xf0\x9f\x92\xa9"),
    *(b"\xed\xa0\x80", b"\xe2\x80\xae", b"\r\n\r\n", b"5\r\nabcde\r\n", b"99999999\r\n", b"<p " + b"a" * 300 + b">"),
)
TYPES = ("text/html", "text/html", "text/html", "text/plain", "application/pdf", "image/png", "", None)
CHARSETS = (None, None, "utf-8", "utf-16", "iso-2022-jp", "utf-7", "gb18030", "x-user-defined", "nonsense", "\x00")
CODINGS = ((), (), ("gzip",), ("", "gzip"), ("br",), ("deflate",), ("gzip", "gzip"), ("zstd",), ("chunked",))


def mutated(chance: Chance) -> Hostile:
    """A good body, hurt a few times."""
    body = bytearray(chance.choice(seeds()))
    for _ in range(chance.randrange(1, 12)):
        chance.choice(HURTS)(body, chance)
    codings = chance.choice(CODINGS)
    if "gzip" in codings and chance.random() < 0.7:
        body = bytearray(gzip.compress(bytes(body), mtime=0))
    headers = tuple(("content-encoding", coding) for coding in codings)
    return Hostile("mutated", bytes(body), headers, chance.choice(TYPES), chance.choice(CHARSETS))


def _flip(body: bytearray, chance: Chance) -> None:
    for _ in range(min(len(body), chance.randrange(1, 40))):
        body[chance.randrange(len(body))] = chance.randrange(256)


def _cut(body: bytearray, chance: Chance) -> None:
    del body[chance.randrange(len(body) + 1) :]


def _take_out(body: bytearray, chance: Chance) -> None:
    start = chance.randrange(len(body) + 1)
    del body[start : start + chance.randrange(1, 2_000)]


def _double(body: bytearray, chance: Chance) -> None:
    start = chance.randrange(len(body) + 1)
    part = body[start : start + chance.randrange(1, 500)]
    body[start:start] = part * chance.randrange(1, 60)


def _put_in(body: bytearray, chance: Chance) -> None:
    start = chance.randrange(len(body) + 1)
    body[start:start] = chance.choice(WORDS) * chance.choice((1, 1, 2, 30, 300))


def _splice(body: bytearray, chance: Chance) -> None:
    other = chance.choice(seeds())
    start = chance.randrange(len(other) + 1)
    body[chance.randrange(len(body) + 1) :] = other[start:]


HURTS: tuple[Callable[[bytearray, Chance], None], ...] = (_flip, _cut, _take_out, _double, _put_in, _splice)


# ---- attacks: each takes a size, at about which it is an honest page's, or far beyond it


def noise(chance: Chance, size: int) -> Hostile:
    return Hostile("", chance.randbytes(size), media_type=chance.choice(TYPES))


def nested_elements(chance: Chance, size: int) -> Hostile:
    tag = chance.choice(
        (b"div", b"span", b"font", b"b", b"table><tr><td", b"ul><li", b"blockquote", b"a href=/x", b"q")
    )
    return Hostile("", b"<" + tag + b">" + (b"<" + tag + b">") * size + PROSE)


def nested_and_told(chance: Chance, size: int) -> Hostile:
    tag = chance.choice((b"div", b"section", b"ul><li", b"blockquote", b"em"))
    return Hostile("", (b"<" + tag + b">" + PROSE[:40]) * (size // 4))


def many_elements(chance: Chance, size: int) -> Hostile:
    return Hostile("", PROSE + chance.choice((b"<p>", b"<br>", b"<i></i>", b"<td>a", b"<li>b", b"<a href=x>")) * size)


def many_attributes(chance: Chance, size: int) -> Hostile:
    told = b" ".join(b"a%d=%d" % (number, number) for number in range(size))
    return Hostile("", b"<body " + told + b">" + PROSE * 20)


def a_long_attribute(chance: Chance, size: int) -> Hostile:
    name = chance.choice((b"class", b"id", b"href", b"style", b"title", b"alt"))
    return Hostile(
        "", b"<div " + name + b"='" + b"privacy " * size + b"'><a " + name + b"='" + b"x" * size + b"'>" + PROSE
    )


def a_long_title(chance: Chance, size: int) -> Hostile:
    return Hostile("", b"<title>" + b"Privacy " * size + b"</title>" + PROSE * 20)


def a_long_word(chance: Chance, size: int) -> Hostile:
    return Hostile("", b"<p>" + chance.choice((b"a", b"*", b"_", b"#", b"[", b"](", b"\\", b"`", b"-")) * size * 4)


def a_long_line(chance: Chance, size: int) -> Hostile:
    part = chance.choice(
        (b"1. ", b"a b ", b"(c) 2012 ", b"12:00:00 ", b"visitors: 1 ", b" " * 9, b"&nbsp;", b"&amp;lt;")
    )
    return Hostile("", b"<p>" + part * size + b"</p>" + PROSE * 10)


def many_lines(chance: Chance, size: int) -> Hostile:
    return Hostile("", chance.choice((b"\n", b"a\n\n", b"\r\n\r\n", b"- a\n")) * size, media_type="text/plain")


def many_short_lines_with_figures(chance: Chance, size: int) -> Hostile:
    return Hostile("", b"<p>copyright 2012 visitors: 12 today is 1 May 2012 12:00:00</p>" * (size // 4))


def many_links(chance: Chance, size: int) -> Hostile:
    return Hostile("", b"".join(b"<a href='/p%d'>privacy %d</a> " % (one, one) for one in range(size // 4)) + PROSE)


def many_headings(chance: Chance, size: int) -> Hostile:
    return Hostile("", b"".join(b"<h%d>Privacy %d</h%d>" % (one % 6 + 1, one, one % 6 + 1) for one in range(size // 4)))


def a_wide_table(chance: Chance, size: int) -> Hostile:
    span = chance.choice((b"1", b"1000", b"999999999", b"-1"))
    return Hostile("", b"<table>" + (b"<tr><td colspan=" + span + b" rowspan=" + span + b">a<td>b") * (size // 4))


def frames(chance: Chance, size: int) -> Hostile:
    return Hostile("", b"<frameset>" + b"<frame src=a>" * (size // 2) + b"<noframes>" * (size // 2))


def open_comments(chance: Chance, size: int) -> Hostile:
    return Hostile(
        "", PROSE + chance.choice((b"<!--", b"<!-", b"<![CDATA[", b"<?", b"</", b"<", b"&", b"&#", b"<script>")) * size
    )


def metas(chance: Chance, size: int) -> Hostile:
    return Hostile("", b"<meta charset=utf-16>" * size + PROSE)


def a_bomb(chance: Chance, size: int) -> Hostile:
    """Up to two hundred times what may be read, in a few kilobytes."""
    part = chance.choice((b"\0", b"<p>", b"a ", PROSE)) * 20_000
    times = size // 200 + 1
    name = chance.choice(("gzip", "deflate", "br"))
    if name == "br":
        packer = brotli.Compressor(quality=4)
        body = b"".join(packer.process(part) for _ in range(times)) + packer.finish()
    else:
        squeezer = zlib.compressobj(wbits=31 if name == "gzip" else 15)
        body = b"".join(squeezer.compress(part) for _ in range(times)) + squeezer.flush()
    return Hostile("", body, (("content-encoding", name),))


def a_bomb_in_bombs(chance: Chance, size: int) -> Hostile:
    body = b"a" * size
    for _ in range(chance.randrange(2, 12)):
        body = chance.choice((gzip.compress, zlib.compress, zstandard.compress))(body)
    return Hostile(
        "", body, (("content-encoding", ", ".join(chance.choice((["gzip"], ["gzip"] * 9, ["br", "zstd"])))),)
    )


def chunks(chance: Chance, size: int) -> Hostile:
    return Hostile("", b"1\r\na\r\n" * size, (("x-archive-orig-transfer-encoding", "chunked"),))


def pdf_of_many_operations(chance: Chance, size: int) -> Hostile:
    return Hostile("", write_pdf("n\n" * min(size, 200_000)), media_type="application/pdf")


def pdf_with_a_bomb(chance: Chance, size: int) -> Hostile:
    packed = zlib.compress(chance.choice((b"BT (a) Tj ET\n", b"q ", b"\0", b"[(a) 1]TJ ")) * size * 10)
    stream = b"<< /Length %d /Filter /FlateDecode >> stream\n" % len(packed) + packed + b"\nendstream"
    return Hostile(
        "",
        write_pdf("a").replace(b"stream\n", stream[: chance.randrange(1, len(stream))] + b"\n", 1),
        media_type="application/pdf",
    )


def pdf_of_nested_objects(chance: Chance, size: int) -> Hostile:
    part = chance.choice((b"[", b"<<", b"<</A", b"(", b"1 0 obj", b"1 0 R "))
    return Hostile(
        "", b"%PDF-1.4\n1 0 obj\n" + part * size + b"\ntrailer << /Root 1 0 R >>\n%%EOF", media_type="application/pdf"
    )


def a_language_of_none(chance: Chance, size: int) -> Hostile:
    letters = "".join(
        chr(chance.choice((0x4E00, 0x0600, 0x0400, 0x1F600, 0x0300, 0x200B)) + chance.randrange(80))
        for _ in range(size // 4)
    )
    return Hostile("", f"<p>{letters}</p>".encode() + PROSE)


def charset_of_another(chance: Chance, size: int) -> Hostile:
    text = "Datenschutzerklärung für Gäste — プライバシー " * (size // 40 + 1)
    written = chance.choice(("utf-8", "utf-16", "utf-32", "shift_jis", "utf-7", "gb18030"))
    return Hostile(
        "", text.encode(written, "replace"), charset=chance.choice(CHARSETS), media_type=chance.choice(TYPES)
    )


ATTACKS = (
    *("noise", "nested_elements", "nested_and_told", "many_elements", "many_attributes", "a_long_attribute"),
    *("a_long_title", "a_long_word", "a_long_line", "many_lines", "many_short_lines_with_figures", "many_links"),
    *("many_headings", "a_wide_table", "frames", "open_comments", "metas", "a_bomb", "a_bomb_in_bombs", "chunks"),
    *("pdf_of_many_operations", "pdf_with_a_bomb", "pdf_of_nested_objects", "a_language_of_none", "charset_of_another"),
)
