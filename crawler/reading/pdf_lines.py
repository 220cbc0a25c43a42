"""Knows how to get the lines of text out of a PDF: where each stands, how large it is, whether it is bold.

pypdf tells of each piece of text in the order in which the file draws it, which is the order of reading in all but
hand-made files; two columns come one after the other. Pieces on one base line are one line.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from math import hypot
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import FileNotDecryptedError, LimitReachedError
from pypdf.generic import ArrayObject, NullObject, StreamObject

from crawler.errors import Skip
from crawler.outcomes import Outcome

MAX_PAGES = 300  # the longest policies published as PDF have about a hundred
MAX_OPERATIONS = 100_000  # drawing operations, some 20 µs each; a dense page has about a thousand
FORM_COSTS = 200  # operations that drawing a form counts as, since a form can draw forms that draw forms
MAX_CONTENT = 3 * 1024 * 1024  # bytes of drawing operations, some two seconds of parsing; a hundred pages have half
END = 4096  # bytes from the last in which a whole file says that it ends; servers append a little
LEANING = 0.1  # text drawn more aslant than this is a watermark

# It logs what it forgives in a broken file. What it does not forgive becomes a miss of ours.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_CATALOG = re.compile(rb"(\d{1,7}) (\d{1,5}) obj[^>]{0,200}?/Type\s*/Catalog\b")
_SYMBOLS = re.compile(r"symbol|wingdings|dingbats", re.IGNORECASE)
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\xa0": " "})
# Control characters come of fonts that do not say what their glyphs mean; the private ones are symbols of such fonts,
# except that those of Word's bullets are known.
_NO_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|[\ue000-\uf8ff](?<![\uf0a7\uf0b7])"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. `x` and `y` are in points, y growing upward; `place` is 0 at a page's foot and 1 at its head."""

    page: int
    x: float
    y: float
    place: float
    size: float
    bold: bool
    text: str


@dataclass(frozen=True, slots=True)
class Pages:
    """What was read of a PDF: the title that its properties give, its lines, how many pages, whether it was cut off."""

    title: str
    lines: tuple[Line, ...]
    count: int
    cut: bool


@dataclass(slots=True)
class _Piece:
    x: float
    y: float
    place: float
    size: float
    bold: bool
    text: str


class _Effort:
    """Counts drawing operations, so that a file made to keep us busy is given up."""

    def __init__(self) -> None:
        self.operations = 0

    def count(self, operator: bytes, *_: Any) -> None:
        self.operations += FORM_COSTS if operator == b"Do" else 1
        if self.operations > MAX_OPERATIONS:
            raise Skip(
                Outcome.TOO_SLOW,
                f"expected a PDF of at most {MAX_OPERATIONS:,} drawing operations, more came; the bytes are kept",
            )


def read_pages(body: bytes) -> Pages:
    """The lines of a PDF. `Skip` for one that is encrypted, broken, or more than a policy can be."""
    try:
        return _read_pages(body)
    except FileNotDecryptedError as error:
        raise Skip(Outcome.ENCRYPTED_PDF, "the PDF opens with a password only; its bytes are kept") from error
    except LimitReachedError as error:
        raise Skip(Outcome.TOO_LARGE, f"the PDF unpacks to more than a policy can be ({error}); it is kept") from error
    except Skip:
        raise
    except Exception as error:  # a broken PDF raises whatever the part of pypdf that meets it raises
        said = f"{type(error).__name__}: {str(error)[:200]}"
        raise Skip(
            Outcome.BROKEN_PDF, f"expected a PDF that can be parsed, pypdf says {said}; the bytes are kept"
        ) from error


def _read_pages(body: bytes) -> Pages:
    cut = b"%%EOF" not in body[-END:]
    reader = PdfReader(BytesIO(_with_end(body) if cut else body))
    if len(reader.pages) > MAX_PAGES:
        raise Skip(Outcome.TOO_LARGE, f"expected at most {MAX_PAGES} pages of PDF, {len(reader.pages)} came")
    title = reader.metadata.title if reader.metadata else None
    effort = _Effort()
    lines: list[Line] = []
    content = 0
    for number, page in enumerate(reader.pages):
        content += _measure_content(page)
        if content > MAX_CONTENT:
            raise Skip(Outcome.TOO_LARGE, f"expected at most {MAX_CONTENT:,} bytes of drawing operations, more came")
        lines += _join_pieces(number, _read_pieces(page, effort))
    return Pages(_clean(str(title or "")), tuple(lines), len(reader.pages), cut)


def _measure_content(page: PageObject) -> int:
    """How many bytes of drawing operations a page has, told before they are parsed."""
    contents = page.get("/Contents", NullObject()).get_object()
    streams = contents if isinstance(contents, ArrayObject) else [contents]
    drawn = (stream.get_object() for stream in streams)
    return sum(len(stream.get_data()) for stream in drawn if isinstance(stream, StreamObject))


def _with_end(body: bytes) -> bytes:
    """The file with an end where it was cut off, so that pypdf looks through what there is for objects."""
    catalog = _CATALOG.search(body)
    trailer = b"\ntrailer\n<< /Root %b %b R >>" % catalog.groups() if catalog else b""
    return body + trailer + b"\nstartxref\n0\n%%EOF\n"


def _read_pieces(page: PageObject, effort: _Effort) -> list[_Piece]:
    pieces: list[_Piece] = []
    box = page.mediabox
    corners = [(float(x), float(y)) for x in (box.left, box.right) for y in (box.bottom, box.top)]

    def see(text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float) -> None:
        if not text.strip(" \n") and not pieces:
            return
        a, b, c, d, e, f = _multiply(tm, cm)
        if not text.strip():
            pieces.append(_Piece(0, 0, 0, 0, False, " "))
            return
        length = hypot(a, b) or 1.0
        along, up = a / length, b / length
        if min(abs(along), abs(up)) > LEANING:
            return
        name = str(font.get("/BaseFont", "")) if font else ""
        if text.strip() == "\x7f" or (len(text.strip()) == 1 and _SYMBOLS.search(name)):
            text = "• "  # a single sign of these fonts, however coded, and what Western encodings leave open
        heights = [up * -x + along * y for x, y in corners]
        y = along * f - up * e
        pieces.append(
            _Piece(
                x=along * e + up * f,
                y=y,
                place=(y - min(heights)) / ((max(heights) - min(heights)) or 1.0),
                size=abs(size) * hypot(c, d),
                bold=_BOLD.search(name) is not None,
                text=text.strip("\n") + " " * text.endswith("\n"),
            )
        )

    page.extract_text(visitor_text=see, visitor_operand_before=effort.count)
    return pieces


def _join_pieces(page: int, pieces: list[_Piece]) -> Iterator[Line]:
    """Pieces on one base line become one line."""
    line: list[_Piece] = []
    for piece in pieces:
        if line and piece.text != " ":
            first = line[0]
            if abs(piece.y - first.y) > 0.5 * max(piece.size, first.size) or piece.x < first.x:
                yield from _end_line(page, line)
                line = []
        line.append(piece)
    yield from _end_line(page, line)


def _end_line(page: int, line: list[_Piece]) -> Iterator[Line]:
    pieces = [piece for piece in line if piece.size]
    if not pieces:
        return
    weight = sum(len(piece.text.strip()) for piece in pieces) or 1
    size = max(pieces, key=lambda piece: len(piece.text.strip())).size
    bold = 2 * sum(len(piece.text.strip()) for piece in pieces if piece.bold) > weight
    first = pieces[0]
    texts = "".join(piece.text for piece in line).strip().split("\n")
    for row, text in enumerate(texts):
        if cleaned := _clean(text):
            yield Line(page, first.x, first.y - 1.2 * size * row, first.place, size, bold, cleaned)


def _clean(text: str) -> str:
    return " ".join(_NO_TEXT.sub("", text).translate(_LIGATURES).split())


def _multiply(first: list[float], second: list[float]) -> tuple[float, float, float, float, float, float]:
    """What two transformations do one after the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
