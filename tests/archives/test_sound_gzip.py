"""Gzip that is sound comes out as zlib has it; about any other nothing is said."""

import gzip
import zlib

from hypothesis import given
from hypothesis import strategies as st

from crawler.archives.sound_gzip import unpack_sound

PAGE = b"<p>We keep what you tell us about yourself.</p>" * 200
PACKED = gzip.compress(PAGE, mtime=0)
ROOM = 1_000_000


def as_zlib_has_it(body: bytes) -> tuple[bytes, int] | None:
    stream = zlib.decompressobj(31)
    try:
        out = stream.decompress(body)
    except zlib.error:
        return None
    return (out, len(body) - len(stream.unused_data)) if stream.eof else None


def unpacked(body: bytes, room: int = ROOM) -> tuple[bytes, int] | None:
    return unpack_sound(memoryview(body), room)


def test_a_sound_stream_gives_its_content_and_its_length() -> None:
    assert unpacked(PACKED) == (PAGE, len(PACKED))


def test_what_lies_behind_a_stream_is_not_taken() -> None:
    assert unpacked(PACKED + b"more") == (PAGE, len(PACKED))


def test_of_a_stream_that_is_cut_nothing_is_said() -> None:
    assert [unpacked(PACKED[:length]) for length in range(len(PACKED))] == [None] * len(PACKED)


def test_of_a_stream_that_gives_too_much_nothing_is_said() -> None:
    assert unpacked(PACKED, len(PAGE) - 1) is None


def test_a_stream_that_gives_just_enough_is_sound() -> None:
    assert unpacked(PACKED, len(PAGE)) == (PAGE, len(PACKED))


@given(place=st.integers(0, len(PACKED) - 1), byte=st.integers(0, 255))
def test_with_any_byte_changed_it_is_what_zlib_has_or_nothing(place: int, byte: int) -> None:
    changed = PACKED[:place] + bytes([byte]) + PACKED[place + 1 :]
    assert unpacked(changed) in (None, as_zlib_has_it(changed))


@given(content=st.binary(max_size=5_000), level=st.integers(0, 9), behind=st.binary(max_size=20), name=st.booleans())
def test_whatever_is_packed_comes_out(content: bytes, level: int, behind: bytes, name: bool) -> None:
    packed = gzip.compress(content, level, mtime=0)
    if name:  # the header may have one
        packed = packed[:3] + b"\x08" + packed[4:10] + b"page.html\0" + packed[10:]
    assert unpacked(packed + behind) == (content, len(packed))
