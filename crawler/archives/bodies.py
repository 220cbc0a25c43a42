"""Knows how to get from the bytes that an archive sent to the bytes of the page.

Headers of old captures say little about their bodies: a coding is named twice, beside an empty one, not at all, or
though the body is plain. So the codings that `content-encoding` declares are undone first, last one first, and what
cannot be undone is left alone; then, until nothing more is found, whatever the bytes themselves show: gzip, zlib and
zstd by how they begin, brotli and raw deflate only where the origin named them, chunk-size lines by their arithmetic.
Decoding is bounded in size and depth, and decoding a decoded body changes nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.archives.codings import BROTLI, DEFLATE, GZIP, ZLIB, ZSTD, Coding, Unpacked, unpack
from crawler.errors import Skip
from crawler.outcomes import Outcome

MAX_BODY = 20 * 1024 * 1024  # a policy is far below it (the longest PDF policies reach 5 MB); a bomb soon passes it
MAX_LAYERS = 4  # real captures show two codings and chunk lines; an archive that holds itself never ends

CODINGS_BY_NAME: dict[str, tuple[Coding, ...]] = {
    "gzip": (GZIP,),
    "x-gzip": (GZIP,),
    "deflate": (ZLIB, DEFLATE),  # servers that take the name at its word send it without the zlib frame
    "br": (BROTLI,),
    "zstd": (ZSTD,),
}
SHOWN_BY_THE_BYTES = (GZIP, ZLIB, ZSTD)
ONLY_BY_NAME = (BROTLI, DEFLATE)  # nothing in their bytes says what they are

MAX_CHUNKS = 50_000  # 20 MB sent line by line; more is made to keep us busy, and is left as it is
CHUNK_SIZE_LINE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r\n")
CUT_SIZE_LINE = re.compile(rb"(?:[0-9A-Fa-f]{1,8}\r?)?")
# What no text holds: control characters other than white space and ESC, which ISO-2022 charsets shift with.
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
LEAST_SALVAGE = 32  # bytes; less than that from a stream without checksum is as likely chance as text


@dataclass(frozen=True, slots=True)
class Decoded:
    """The bytes of the page and what was undone to get them, outermost first.

    `truncated`: the body ended too early or was spoilt, and what could be read of it is here.
    `clean`: every coding was declared, once, and undone whole with its checksum right, so that these bytes without
    the `content-encoding` header say all that the wire bytes said.
    """

    body: bytes
    steps: tuple[str, ...]
    truncated: bool
    clean: bool

    @property
    def stands_in(self) -> bool:
        """Whether these bytes are kept in place of those that came (docs/decisions/0001)."""
        return self.clean and bool(self.steps)


@dataclass(frozen=True, slots=True)
class _Layer:
    step: str
    unpacked: Unpacked


def decode_body(body: bytes, headers: Sequence[tuple[str, str]]) -> Decoded:
    """Undo all codings of a body. `Skip(TOO_LARGE)` for a bomb, `Skip(UNDECODABLE)` for one nested without end."""
    _refuse_too_large(body)
    declared = _read_codings(headers, "content-encoding")
    archived = _read_codings(headers, "x-archive-orig-content-encoding")
    hints = tuple(coding for name in archived for coding in CODINGS_BY_NAME.get(name, ()) if coding in ONLY_BY_NAME)
    was_chunked = "chunked" in _read_values(headers, "x-archive-orig-transfer-encoding")

    layers = _undo_declared(body, declared)
    clean = len(layers) == len(declared) and all(layer.unpacked.is_exact for layer in layers)
    shown = _undo_shown(layers[-1].unpacked.body if layers else body, hints, was_chunked)
    layers += shown

    steps = tuple(layer.step for layer in layers)
    longest = max([len(body), *(len(layer.unpacked.body) for layer in layers)])
    page = layers[-1].unpacked.body if layers else body
    return Decoded(
        body=page,
        steps=steps,
        truncated=not all(layer.unpacked.whole for layer in layers)
        or _is_cut_at_once(page)
        or _is_shorter_than_archived(headers, archived, steps, longest),
        clean=clean and not shown,
    )


def _read_values(headers: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    """The values of a header in their order: split on commas, in small letters, empty ones dropped."""
    values = (value for given, value in headers if given.strip().lower() == name)
    return tuple(word for value in values for word in (part.strip().lower() for part in value.split(",")) if word)


def _read_codings(headers: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(word for word in _read_values(headers, name) if word not in ("identity", "none"))


def _undo_declared(body: bytes, declared: Sequence[str]) -> list[_Layer]:
    """Undo what was declared, the coding applied last first; one that does not hold is passed over."""
    layers: list[_Layer] = []
    for name in declared[: -MAX_LAYERS - 1 : -1]:
        for coding in CODINGS_BY_NAME.get(name, ()):
            if (unpacked := _unpack_soundly(coding, body)) is not None:
                layers.append(_Layer(coding.name, unpacked))
                body = unpacked.body
                break
    return layers


def _undo_shown(body: bytes, hints: Sequence[Coding], was_chunked: bool) -> list[_Layer]:
    """Undo what the bytes show, until they show no more."""
    layers: list[_Layer] = []
    while (layer := _find_layer(body, hints, was_chunked)) is not None:
        if len(layers) == MAX_LAYERS:
            raise Skip(
                Outcome.UNDECODABLE,
                f"the body is coded more than {MAX_LAYERS} times over, which no honest server does; "
                "the wire bytes are kept, nothing is to be done",
            )
        layers.append(layer)
        body = layer.unpacked.body
    return layers


def _find_layer(body: bytes, hints: Sequence[Coding], was_chunked: bool) -> _Layer | None:
    """The outermost coding that the bytes show, undone."""
    if (joined := _join_chunks(body, was_chunked)) is not None:
        return _Layer("chunked", joined)
    for coding in SHOWN_BY_THE_BYTES:
        if coding.starts(body) and (unpacked := _unpack_soundly(coding, body)) is not None:
            return _Layer(coding.name, unpacked)
    for coding in () if _looks_like_text(body) else hints:
        if (unpacked := _unpack_soundly(coding, body)) is not None:
            return _Layer(coding.name, unpacked)
    return None


def _unpack_soundly(coding: Coding, body: bytes) -> Unpacked | None:
    """Undo one coding where the result can be believed: text that happens to begin like a stream stays text."""
    unpacked = unpack(coding, body, MAX_BODY) if body else None
    if unpacked is None:
        return None
    if unpacked.whole and (unpacked.checked or not unpacked.rest):
        return unpacked
    if _looks_like_text(body):
        return None
    if coding in ONLY_BY_NAME and not (len(unpacked.body) >= LEAST_SALVAGE and _looks_like_page(unpacked.body)):
        return None
    return unpacked


def _join_chunks(body: bytes, was_chunked: bool) -> Unpacked | None:
    """The body without the chunk-size lines that old crawlers left in it, where their arithmetic holds.

    A body cut inside its first chunk proves nothing by arithmetic; it is believed where the origin answered in
    chunks and a page or a compressed one begins behind the line."""
    parts, ended, rest = _read_chunks(body)
    joined = b"".join(parts)
    if not joined:
        return None
    if ended:
        return Unpacked(joined, True, False, len(rest)) if was_chunked or not rest.strip() else None
    is_cut = CUT_SIZE_LINE.fullmatch(rest) is not None
    is_sure = len(parts) > 1 and len(joined) >= LEAST_SALVAGE
    return (
        Unpacked(joined, False, False, 0) if is_cut and (is_sure or (was_chunked and _begins_a_page(joined))) else None
    )


def _read_chunks(body: bytes) -> tuple[list[bytes], bool, bytes]:
    """The chunks that stand whole at the start (the last one perhaps cut), whether they ended, and what follows."""
    parts: list[bytes] = []
    at = 0
    while len(parts) < MAX_CHUNKS and (line := CHUNK_SIZE_LINE.match(body, at)):
        size = int(line[1], 16)
        end = line.end() + size
        if not size:
            return parts, True, body[line.end() :]
        if not b"\r\n".startswith(body[end : end + 2]):
            break
        parts.append(body[line.end() : end])
        at = end + 2
    return parts, False, body[at:]


def _is_cut_at_once(body: bytes) -> bool:
    """Whether a stream begins here and ended before its first byte of text (of zstd, its first block) came."""
    return not _looks_like_text(body) and (GZIP.starts(body) or ZSTD.starts(body))


def _begins_a_page(body: bytes) -> bool:
    return body.lstrip()[:1] == b"<" or any(coding.starts(body) for coding in SHOWN_BY_THE_BYTES)


def _looks_like_text(body: bytes) -> bool:
    return CONTROLS.search(body, 0, 1024) is None


def _looks_like_page(body: bytes) -> bool:
    return _looks_like_text(body) or body.startswith(b"%PDF-")


def _is_shorter_than_archived(
    headers: Sequence[tuple[str, str]], archived: Sequence[str], steps: Sequence[str], longest: int
) -> bool:
    """Whether the origin promised more bytes than came in any of the forms that the body went through.

    The promise counts the body as the origin coded it, so it says nothing where that coding was not met."""
    promised = [value for value in _read_values(headers, "x-archive-orig-content-length") if value.isascii()]
    if not promised or not promised[-1].isdigit() or len(promised[-1]) > 12:
        return False
    met = set(steps) | ({"deflate"} if "zlib" in steps else set())
    return int(promised[-1]) > longest and all(name.removeprefix("x-") in met for name in archived)


def _refuse_too_large(body: bytes) -> None:
    if len(body) > MAX_BODY:
        raise Skip(
            Outcome.TOO_LARGE,
            f"the body is more than a page can be: expected at most {MAX_BODY:,} bytes, {len(body):,} came; "
            "look at it before raising MAX_BODY",
        )
