"""Knows how to undo one content coding, never beyond a limit, and keeps what it can of a stream that is cut or spoilt.

A stream is fed in small blocks, each told how much room is left, so that a decompression bomb costs no more memory
than the limit. Where a block is spoilt, the stream is opened anew and that block fed byte by byte: what came before
the spoilt byte is kept. Most streams are sound and need none of that: where a coding has a quicker way for these, it is
tried first.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import brotli
import zstandard

from crawler.archives.sound_gzip import unpack_sound
from crawler.errors import Skip
from crawler.outcomes import Outcome

BLOCK = 16 * 1024
ZSTD_BLOCK = 256  # zstd may make 128 KB of 4 bytes and takes no limit: 256 bytes are at most 8 MB
ZSTD_WINDOW = 8 * 1024 * 1024  # what RFC 9659 lets a content coding ask of its reader
MEMBERS = 1_000  # gzip members or zstd frames in a row; block-wise compressors write some hundreds into 20 MB

_SPOILT = (zlib.error, brotli.error, zstandard.ZstdError)


class Stream(Protocol):
    """A decompressor at work."""

    def feed(self, block: memoryview, room: int) -> bytes:
        """What the block gives: all of it, or more than `room` bytes when there is more than that."""

    @property
    def finished(self) -> bool:
        """Whether the coding said that this is its end."""

    @property
    def unused(self) -> int:
        """How many bytes of the last block lie behind the end."""


@dataclass(frozen=True, slots=True)
class Coding:
    """A content coding: how its streams begin, whether several may follow each other, whether they prove themselves."""

    name: str
    open: Callable[[], Stream]
    magic: tuple[bytes, ...] = ()
    repeats: bool = False
    is_checked: Callable[[bytes], bool] = lambda body: False
    sound: Callable[[memoryview, int], tuple[bytes, int] | None] = lambda body, room: None  # a quicker way, if any

    def starts(self, body: bytes | memoryview) -> bool:
        """Whether the body begins as this coding does."""
        return bytes(body[:4]).startswith(self.magic)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What was inside. `whole`: its end was reached; `checked`: by a checksum too; `rest`: bytes behind the end."""

    body: bytes
    whole: bool
    checked: bool
    rest: int

    @property
    def is_exact(self) -> bool:
        """Whether nothing was lost or guessed."""
        return self.whole and self.checked and not self.rest


class _Zlib:
    """The three shapes that zlib reads, told apart by its `wbits`."""

    def __init__(self, wbits: int) -> None:
        self._stream = zlib.decompressobj(wbits)

    def feed(self, block: memoryview, room: int) -> bytes:
        return self._stream.decompress(block, room + 1)

    @property
    def finished(self) -> bool:
        return self._stream.eof

    @property
    def unused(self) -> int:
        return len(self._stream.unused_data)


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def feed(self, block: memoryview, room: int) -> bytes:
        parts = [self._stream.process(block, output_buffer_limit=room + 1)]
        size = len(parts[0])
        while size <= room and not self._stream.can_accept_more_data() and not self._stream.is_finished():
            parts.append(self._stream.process(b"", output_buffer_limit=room + 1 - size))
            size += len(parts[-1])
        return b"".join(parts)

    @property
    def finished(self) -> bool:
        return bool(self._stream.is_finished())

    @property
    def unused(self) -> int:
        return 0  # it calls a block that goes on behind the end spoilt, so the end is found byte by byte


class _Zstd:
    def __init__(self) -> None:
        self._stream = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()
        self._unfed = 0

    def feed(self, block: memoryview, room: int) -> bytes:
        out = bytearray()
        for start in range(0, len(block), ZSTD_BLOCK):
            self._unfed = max(0, len(block) - start - ZSTD_BLOCK)
            out += self._stream.decompress(block[start : start + ZSTD_BLOCK])
            if self.finished or len(out) > room:
                break
        return bytes(out)

    @property
    def finished(self) -> bool:
        return self._stream.eof

    @property
    def unused(self) -> int:
        return self._unfed + len(self._stream.unused_data)


def _has_zstd_checksum(body: bytes) -> bool:
    try:
        return zstandard.get_frame_parameters(body).has_checksum
    except zstandard.ZstdError:
        return False


GZIP = Coding("gzip", lambda: _Zlib(31), (b"\x1f\x8b\x08",), True, lambda body: True, unpack_sound)
ZLIB = Coding("zlib", lambda: _Zlib(15), (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"), False, lambda body: True)
DEFLATE = Coding("deflate", lambda: _Zlib(-15))
BROTLI = Coding("br", _Brotli)
ZSTD = Coding("zstd", _Zstd, (b"\x28\xb5\x2f\xfd",), repeats=True, is_checked=_has_zstd_checksum)


def unpack(coding: Coding, body: bytes, limit: int) -> Unpacked | None:
    """Undo one coding; None where the body holds nothing in it. `Skip` where the result would pass the limit."""
    rest = memoryview(body)
    parts: list[bytes] = []
    size = members = 0
    finished = checked = True
    while finished and members < MEMBERS and (not members or coding.starts(rest)):
        checked = checked and coding.is_checked(bytes(rest[:32]))
        part, finished, used = _read_stream(coding, rest, limit - size)
        parts.append(part)
        size += len(part)
        members += 1
        rest = rest[used:]
        if not coding.repeats:
            break
    if not size and not finished:
        return None
    whole = finished and not (coding.repeats and coding.starts(rest))
    return Unpacked(b"".join(parts), whole, checked and whole, len(rest))


def _read_stream(coding: Coding, body: memoryview, room: int) -> tuple[bytes, bool, int]:
    """One stream from the start of the body: what it gives, whether it ended, and how many bytes it took."""
    if sound := coding.sound(body, room):
        return sound[0], True, sound[1]
    stream = coding.open()
    out = bytearray()
    for start in range(0, len(body), BLOCK):
        block = body[start : start + BLOCK]
        try:
            _feed(stream, block, out, room, coding)
        except _SPOILT:
            return _read_spoilt(coding, body, start, room)
        if stream.finished:
            return bytes(out), True, start + len(block) - stream.unused
    return bytes(out), False, len(body)


def _read_spoilt(coding: Coding, body: memoryview, sound: int, room: int) -> tuple[bytes, bool, int]:
    """The same where the block at `sound` cannot be fed whole."""
    stream = coding.open()
    out = bytearray()
    for start in range(0, sound, BLOCK):
        _feed(stream, body[start : start + BLOCK], out, room, coding)
    for at in range(sound, min(sound + BLOCK, len(body))):
        try:
            _feed(stream, body[at : at + 1], out, room, coding)
        except _SPOILT:
            return bytes(out), False, at
        if stream.finished:
            return bytes(out), True, at + 1
    return bytes(out), False, len(body)


def _feed(stream: Stream, block: memoryview, out: bytearray, room: int, coding: Coding) -> None:
    left = room - len(out)
    out += stream.feed(block, left)
    if len(out) > room:
        raise Skip(
            Outcome.TOO_LARGE,
            f"the body unpacks from {coding.name} to more than a page can be: read at most {room:,} bytes of it, "
            "and more came; the wire bytes are kept, look at them before raising MAX_BODY",
        )
