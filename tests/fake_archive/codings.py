"""Knows the broken content codings in which the archive has been seen to replay a body (protocol sheet 2.7)."""

import gzip
import zlib
from collections.abc import Callable
from functools import lru_cache

import brotli

from tests.fake_archive.answers import Ending

GZIP = ("Content-Encoding", "gzip")
Coded = tuple[bytes, tuple[tuple[str, str], ...], Ending]


@lru_cache(maxsize=512)
def squeezed(body: bytes) -> bytes:
    """The same bytes every time: gzip without the moment of compression."""
    return gzip.compress(body, 6, mtime=0)


def _empty_then_gzip(body: bytes) -> Coded:
    return squeezed(body), (("content-encoding", ""), GZIP), Ending.WHOLE


def _gzip_then_empty(body: bytes) -> Coded:
    return squeezed(body), (GZIP, ("content-encoding", "")), Ending.WHOLE


def _merged_header(body: bytes) -> Coded:
    return squeezed(body), (("Content-Encoding", ", gzip"),), Ending.WHOLE


def _gzip_unsaid(body: bytes) -> Coded:
    return squeezed(body), (), Ending.WHOLE


def _zlib_unsaid(body: bytes) -> Coded:
    return zlib.compress(body), (), Ending.WHOLE


def _plain_said_gzip(body: bytes) -> Coded:
    return body, (GZIP,), Ending.WHOLE


def _gzip_twice(body: bytes) -> Coded:
    return squeezed(squeezed(body)), (GZIP,), Ending.WHOLE


def _gzip_cut(body: bytes) -> Coded:
    whole = squeezed(body)
    return whole[: len(whole) * 2 // 3], (GZIP,), Ending.WHOLE


def _gzip_with_junk(body: bytes) -> Coded:
    return squeezed(body) + b"\r\n\x00junk", (GZIP,), Ending.WHOLE


def _brotli(body: bytes) -> Coded:
    return brotli.compress(body), (("Content-Encoding", "br"),), Ending.WHOLE


def _brotli_unsaid(body: bytes) -> Coded:
    """Only the header of the time tells: brotli has no magic number."""
    return brotli.compress(body), (("x-archive-orig-content-encoding", "br"),), Ending.WHOLE


def _chunk_lines(body: bytes) -> Coded:
    """An old capture whose chunk sizes were stored with the body."""
    middle = len(body) // 2
    parts = (body[:middle], body[middle:])
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts if part) + b"0\r\n\r\n"
    return chunks, (("x-archive-orig-transfer-encoding", "chunked"),), Ending.WHOLE


def _short(body: bytes) -> Coded:
    """Fewer bytes than promised, then the connection ends: also how a transfer breaks off in the middle."""
    return body, (), Ending.CUT


CODINGS: dict[str, Callable[[bytes], Coded]] = {
    "empty-then-gzip": _empty_then_gzip,
    "gzip-then-empty": _gzip_then_empty,
    "merged-header": _merged_header,
    "gzip-unsaid": _gzip_unsaid,
    "zlib-unsaid": _zlib_unsaid,
    "plain-said-gzip": _plain_said_gzip,
    "gzip-twice": _gzip_twice,
    "gzip-cut": _gzip_cut,
    "gzip-with-junk": _gzip_with_junk,
    "brotli": _brotli,
    "brotli-unsaid": _brotli_unsaid,
    "chunk-lines": _chunk_lines,
    "short": _short,
}
