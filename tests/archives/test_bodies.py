"""What an archive sends, and the page that is in it."""

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.archives.bodies import MAX_BODY, decode_body
from crawler.errors import Skip
from crawler.outcomes import Outcome

PAGE = b"<!DOCTYPE html><html><head><title>Privacy</title></head><body>" + b"".join(
    b"<p>Clause %d: we keep your address for %d days.</p>\n" % (n, n * 7919 % 1000) for n in range(400)
)


def gzipped(page, level=6):
    return gzip.compress(page, level, mtime=0)


def raw_deflate(page):
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(page) + stream.flush()


def zstd(page, checksum=True):
    return zstandard.ZstdCompressor(write_checksum=checksum).compress(page)


def chunks(page, size=1000, end=b"0\r\n\r\n"):
    parts = (page[at : at + size] for at in range(0, len(page), size))
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + end


def declared(*values):
    return [("Content-Encoding", value) for value in values]


PACKED = {
    "gzip": gzipped(PAGE),
    "zlib": zlib.compress(PAGE),
    "deflate": raw_deflate(PAGE),
    "br": brotli.compress(PAGE),
    "zstd": zstd(PAGE),
}
HEADER_OF = {"gzip": "gzip", "zlib": "deflate", "deflate": "deflate", "br": "br", "zstd": "zstd"}
STEPS = list(PACKED)
CHECKED = ["gzip", "zlib", "zstd"]


# ---- what was declared


def test_a_plain_body_is_the_page():
    assert decode_body(PAGE, [("Content-Type", "text/html")]).body == PAGE


def test_a_plain_body_is_clean():
    assert decode_body(PAGE, []).clean


@pytest.mark.parametrize("step", STEPS)
def test_a_declared_coding_is_undone(step):
    decoded = decode_body(PACKED[step], declared(HEADER_OF[step]))
    assert (decoded.body, decoded.steps, decoded.truncated) == (PAGE, (step,), False)


@pytest.mark.parametrize("step", CHECKED)
def test_a_coding_declared_once_and_proved_by_its_checksum_is_clean(step):
    assert decode_body(PACKED[step], declared(HEADER_OF[step])).clean


@pytest.mark.parametrize("step", ["br", "deflate"])
def test_a_coding_without_a_checksum_is_not_clean(step):
    assert not decode_body(PACKED[step], declared(HEADER_OF[step])).clean


def test_a_zstd_frame_written_without_its_checksum_is_not_clean():
    assert not decode_body(zstd(PAGE, checksum=False), declared("zstd")).clean


@pytest.mark.parametrize(
    "values", [("", "gzip"), ("gzip", ""), (", gzip",), ("gzip,",), (" , GZip , ",), ("X-GZIP",), ("identity, gzip",)]
)
def test_an_empty_coding_beside_the_real_one_does_not_matter(values):
    assert decode_body(PACKED["gzip"], declared(*values)) == decode_body(PACKED["gzip"], declared("gzip"))


@pytest.mark.parametrize("name", ["content-encoding", "CONTENT-ENCODING", "Content-Encoding"])
def test_the_case_of_a_header_does_not_matter(name):
    assert decode_body(PACKED["br"], [(name, "br")]).body == PAGE


@pytest.mark.parametrize("values", [("gzip, br",), ("gzip", "br")])
def test_several_codings_are_undone_last_one_first(values):
    assert decode_body(brotli.compress(PACKED["gzip"]), declared(*values)).steps == ("br", "gzip")


@pytest.mark.parametrize("value", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "utf-8", "compress", "\x00"])
def test_a_body_that_is_plain_though_a_coding_is_declared_is_kept(value):
    assert decode_body(PAGE, declared(value)).body == PAGE


def test_a_declared_coding_that_is_not_there_is_not_clean():
    assert not decode_body(PAGE, declared("gzip")).clean


def test_one_gzip_declared_twice_is_undone_once_and_not_clean():
    decoded = decode_body(PACKED["gzip"], declared("gzip", "gzip"))
    assert (decoded.body, decoded.steps, decoded.clean) == (PAGE, ("gzip",), False)


def test_a_coding_declared_under_the_wrong_name_is_found_all_the_same():
    assert decode_body(PACKED["zstd"], declared("gzip")).body == PAGE


# ---- what was not declared


@pytest.mark.parametrize("step", CHECKED)
def test_a_coding_that_no_header_names_is_found_by_its_first_bytes(step):
    decoded = decode_body(PACKED[step], [])
    assert (decoded.body, decoded.steps, decoded.clean) == (PAGE, (step,), False)


def test_double_gzip_is_undone_twice():
    decoded = decode_body(gzipped(PACKED["gzip"]), declared("gzip"))
    assert (decoded.body, decoded.steps, decoded.clean) == (PAGE, ("gzip", "gzip"), False)


@pytest.mark.parametrize("step", ["br", "deflate"])
def test_a_coding_without_magic_is_undone_where_the_origin_named_it(step):
    headers = [("x-archive-orig-content-encoding", HEADER_OF[step])]
    assert decode_body(PACKED[step], headers).body == PAGE


def test_brotli_of_the_origin_inside_gzip_of_the_archive_is_undone():
    headers = [("Content-Encoding", "gzip"), ("X-Archive-Orig-Content-Encoding", "br")]
    assert decode_body(gzipped(PACKED["br"]), headers).steps == ("gzip", "br")


def test_a_page_that_the_archive_had_already_decoded_is_kept_though_the_origin_named_brotli():
    assert decode_body(PAGE, [("x-archive-orig-content-encoding", "br")]).body == PAGE


@pytest.mark.parametrize("text", [b"x^2 + y^2 = z^2", b"x\x9cuvre", b"x\x01 is a variable", b"(\xb5/\xfd) is no zstd"])
def test_text_that_begins_like_a_stream_stays_text(text):
    assert decode_body(text * 20, []).body == text * 20


# ---- chunk-size lines that old crawlers left


@pytest.mark.parametrize("end", [b"0\r\n\r\n", b"0\r\n", b""])
def test_chunk_size_lines_left_in_the_body_are_taken_out(end):
    decoded = decode_body(chunks(PAGE, end=end), [])
    assert (decoded.body, decoded.steps) == (PAGE, ("chunked",))


def test_chunk_sizes_padded_with_spaces_or_extended_are_understood():
    assert decode_body(b"6   \r\n<html>\r\n3;x=1\r\nabc\r\n0\r\n\r\n", []).body == b"<html>abc"


def test_chunks_without_number_are_left_alone_rather_than_counted():
    body = b"1\r\na\r\n" * 60_000
    assert decode_body(body, []).body == body


def test_gzip_inside_chunk_lines_is_undone():
    decoded = decode_body(chunks(PACKED["gzip"]), declared("gzip"))
    assert (decoded.body, decoded.steps) == (PAGE, ("chunked", "gzip"))


def test_a_body_cut_inside_a_later_chunk_keeps_what_came():
    decoded = decode_body(chunks(PAGE)[:5000], [])
    assert decoded.truncated
    assert PAGE.startswith(decoded.body)
    assert len(decoded.body) > 4900


def test_a_body_cut_inside_its_first_chunk_is_understood_where_the_origin_sent_chunks():
    headers = [("x-archive-orig-transfer-encoding", "chunked")]
    assert decode_body(b"ffff\r\n" + PAGE, headers).body == PAGE


@pytest.mark.parametrize(
    "text",
    [b"2002\r\nwas a good year\r\n", b"1\r\n2\r\n3\r\n", b"5\r\nwords and more\r\n", b"0\r\n\r\n", b"1\r\na\r\n0\r\nb"],
)
def test_lines_of_numbers_are_not_chunk_sizes_where_the_arithmetic_does_not_hold(text):
    assert decode_body(text, []).body == text


# ---- bodies that are cut or spoilt


@pytest.mark.parametrize("step", ["gzip", "zlib", "deflate", "br"])
def test_what_can_be_read_of_a_cut_stream_is_kept_and_flagged(step):
    cut = PACKED[step][: len(PACKED[step]) * 2 // 3]
    decoded = decode_body(cut, declared(HEADER_OF[step]))
    assert (decoded.truncated, decoded.clean) == (True, False)
    assert PAGE.startswith(decoded.body)
    assert len(decoded.body) > len(PAGE) // 3


def test_a_zstd_stream_cut_short_gives_its_whole_blocks_of_128_kb():
    page = PAGE * 30
    decoded = decode_body(zstd(page)[:-20], declared("zstd"))
    assert decoded.truncated
    assert decoded.body == page[: 3 * 131_072]


@pytest.mark.parametrize("step", ["gzip", "zstd"])
def test_a_stream_cut_before_any_text_came_is_kept_as_it_is_and_flagged(step):
    decoded = decode_body(PACKED[step][:14], declared(HEADER_OF[step]))
    assert (decoded.body, decoded.truncated, decoded.clean) == (PACKED[step][:14], True, False)


@pytest.mark.parametrize("step", ["gzip", "zlib"])
def test_what_came_before_a_spoilt_byte_is_kept(step):
    packed = bytearray(PACKED[step])
    packed[len(packed) // 2] ^= 0xFF
    decoded = decode_body(bytes(packed), declared(HEADER_OF[step]))
    assert decoded.truncated
    assert decoded.body[: len(PAGE) // 3] == PAGE[: len(PAGE) // 3]


@pytest.mark.parametrize("step", ["gzip", "zlib", "zstd"])
def test_a_wrong_checksum_loses_no_text_and_is_flagged(step):
    packed = PACKED[step][:-1] + bytes([PACKED[step][-1] ^ 1])
    decoded = decode_body(packed, declared(HEADER_OF[step]))
    assert decoded.truncated
    assert not decoded.clean
    assert decoded.body == PAGE or step == "zstd"


@pytest.mark.parametrize("step", STEPS)
def test_garbage_behind_the_end_is_dropped_and_not_clean(step):
    decoded = decode_body(PACKED[step] + b"\r\n0\r\n\x00\x00", declared(HEADER_OF[step]))
    assert (decoded.body, decoded.truncated, decoded.clean) == (PAGE, False, False)


def test_gzip_members_in_a_row_are_one_body():
    packed = b"".join(gzipped(PAGE[at : at + 5000]) for at in range(0, len(PAGE), 5000))
    assert decode_body(packed, declared("gzip")).body == PAGE


def test_an_empty_gzip_stream_is_an_empty_body():
    assert decode_body(gzipped(b""), declared("gzip")).body == b""


def test_a_body_shorter_than_the_origin_promised_is_flagged():
    assert decode_body(PAGE, [("x-archive-orig-content-length", str(len(PAGE) + 1))]).truncated


@pytest.mark.parametrize("length", ["-1", "", "abc", "²", "9" * 40, str(len(PAGE)), "10"])
def test_a_promised_length_that_is_garbage_or_kept_flags_nothing(length):
    assert not decode_body(PAGE, [("x-archive-orig-content-length", length)]).truncated


def test_the_length_of_a_coded_original_says_nothing_of_a_decoded_body():
    headers = [("x-archive-orig-content-encoding", "gzip"), ("x-archive-orig-content-length", "60")]
    assert not decode_body(b"<p>short</p>", headers).truncated


# ---- bombs


def bomb(pack):
    return pack(b"\x00" * (MAX_BODY + 1))


@pytest.mark.parametrize(
    ("pack", "name"), [(gzipped, "gzip"), (zlib.compress, "deflate"), (raw_deflate, "deflate"), (zstd, "zstd")]
)
def test_a_body_that_unpacks_beyond_the_limit_is_too_large(pack, name):
    with pytest.raises(Skip) as raised:
        decode_body(bomb(pack), declared(name))
    assert raised.value.outcome is Outcome.TOO_LARGE


def test_a_brotli_body_that_unpacks_beyond_the_limit_is_too_large():
    stream = brotli.Compressor(quality=1)
    with pytest.raises(Skip) as raised:
        decode_body(stream.process(b"a" * (MAX_BODY + 1)) + stream.finish(), declared("br"))
    assert raised.value.outcome is Outcome.TOO_LARGE


def test_members_that_only_together_pass_the_limit_are_too_large():
    half = gzipped(b"\x00" * (MAX_BODY // 2 + 1))
    with pytest.raises(Skip) as raised:
        decode_body(half + half, declared("gzip"))
    assert raised.value.outcome is Outcome.TOO_LARGE


def test_a_body_of_exactly_the_limit_is_read():
    assert len(decode_body(gzipped(b"a" * MAX_BODY, 1), declared("gzip")).body) == MAX_BODY


def test_a_plain_body_beyond_the_limit_is_too_large():
    with pytest.raises(Skip) as raised:
        decode_body(b"a" * (MAX_BODY + 1), [])
    assert raised.value.outcome is Outcome.TOO_LARGE


def test_a_body_coded_over_and_over_is_undecodable():
    body = PAGE
    for _ in range(9):
        body = gzipped(body)
    with pytest.raises(Skip) as raised:
        decode_body(body, [])
    assert raised.value.outcome is Outcome.UNDECODABLE


# ---- what holds for all


CODING_NAMES = st.sampled_from(
    ["gzip", "deflate", "br", "zstd", "", "identity", "x-gzip", "gzip, br", "br,", "none", "q"]
)
HEADERS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["content-encoding", "x-archive-orig-content-encoding"]), CODING_NAMES),
        st.tuples(st.just("X-Archive-Orig-Transfer-Encoding"), st.just("chunked")),
        st.tuples(st.just("x-archive-orig-content-length"), st.one_of(st.text(max_size=5), st.integers().map(str))),
        st.tuples(st.text(max_size=20), st.text(max_size=20)),
    ),
    max_size=5,
)
PACKS = st.sampled_from([gzipped, zlib.compress, raw_deflate, brotli.compress, zstd, chunks])


@st.composite
def bodies(draw):
    """Text or bytes, packed some times over, then perhaps cut, spoilt or followed by garbage."""
    body = draw(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode), st.just(PAGE)))
    for pack in draw(st.lists(PACKS, max_size=3)):
        body = pack(body)
    if draw(st.booleans()):
        body = body[: draw(st.integers(0, len(body)))]
    if body and draw(st.booleans()):
        at = draw(st.integers(0, len(body) - 1))
        body = body[:at] + draw(st.binary(max_size=3)) + body[at + 1 :]
    return draw(st.sampled_from([b"", b"\x1f\x8b\x08", b"0\r\n", b"1f\r\n"])) + body + draw(st.binary(max_size=10))


@settings(max_examples=400, deadline=None)
@given(bodies(), HEADERS)
@example(b"\x1f\x8b\x08", [("content-encoding", "gzip")])
@example(b";", [("content-encoding", "br"), ("x-archive-orig-content-encoding", "br")])
def test_any_body_with_any_headers_is_decoded_or_skipped_and_decoding_it_again_changes_nothing(body, headers):
    try:
        decoded = decode_body(body, headers)
    except Skip:
        return
    kept = [(name, value) for name, value in headers if name != "content-encoding"]
    again = decode_body(decoded.body, kept)
    assert (again.body, again.steps) == (decoded.body, ())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=2000), st.sampled_from([(gzipped, "gzip"), (zlib.compress, "deflate"), (zstd, "zstd")]))
def test_what_is_clean_is_what_was_packed(page, coding):
    pack, name = coding
    try:
        decoded = decode_body(pack(page), declared(name))
    except Skip:
        return
    assert decoded.body == page or not decoded.clean
