"""Knows how to get from the bytes of a page to its text, and tells what was declared and what was chosen.

The order is that of the WHATWG standards: byte-order mark, HTTP header, what the page itself declares; then UTF-8 if
the bytes are valid as that; then a guess. One departure: a declared charset in which many of the bytes mean nothing
is passed over, where a browser would show the reader its replacement characters. Text is never repaired: what a
browser of the time showed garbled is garbled here, and flagged.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from crawler.reading.charset_guess import guess_charset
from crawler.reading.charset_marks import find_byte_order_mark, find_late_meta, prescan
from crawler.reading.charsets import UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, Charset, find_charset

# Undecodable places for each character beyond ASCII above which a declared charset is not the page's. Real pages in a
# wrong charset are far above it, pages with a stray quote or a cut end far below.
MOST_ILL = 0.1


class How(Enum):
    """What the choice of a charset rests on."""

    MARK = "byte-order-mark"
    HEADER = "header"
    PAGE = "page"
    VALID = "valid-utf-8"
    GUESS = "guess"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text of a page. `declared` is the label that ranked first; `chosen` is a name of the encoding standard.

    `held`: what was declared (if anything was) is what the bytes are. `mojibake`: the text holds sequences that come
    of decoding twice, such as "â€™"; they are kept as they are."""

    text: str
    declared: str | None
    chosen: str
    how: How
    held: bool
    mojibake: bool


def decode_text(body: bytes, declared: str | None) -> DecodedText:
    """Decode the bytes of a page, given the charset of its HTTP header if it had one. Always answers."""
    marked = find_byte_order_mark(body)
    claims = [] if marked else list(_read_claims(body, declared))
    label = claims[0][0] if claims else (declared or "").strip().lower() or None
    if marked:
        charset, length = marked
        text, ill = charset.decode(body[length:])
        how, held = How.MARK, not ill and (label is None or find_charset(label) == charset)
    else:
        text, charset, how, ill = _choose(body, claims)
        held = not claims or (charset == claims[0][1] and not ill and not _is_rather_utf_8(body, charset))
    if b"\0" in body:
        text = text.replace("\0", "")  # as the HTML standard does within the body of a page
    return DecodedText(text, label, charset.name, how, held, has_mojibake(text))


def _read_claims(body: bytes, declared: str | None) -> Iterator[tuple[str, Charset, How]]:
    """What the header and the page say, in the order in which it counts."""
    if declared and (charset := find_charset(declared.strip("\"' "))):
        yield declared.strip("\"' \t\r\n\f").lower(), charset, How.HEADER
    if in_page := prescan(body) or (None if body.isascii() else find_late_meta(body)):
        yield *in_page, How.PAGE


def _choose(body: bytes, claims: list[tuple[str, Charset, How]]) -> tuple[str, Charset, How, int]:
    """The text, the charset, what that rests on, and the number of undecodable places."""
    for _, charset, how in claims:
        text, ill = charset.decode(body)
        if ill == 1 and text.endswith("\ufffd"):
            ill = 0  # the body was cut inside its last character
        if not ill or ill <= MOST_ILL * _count_beyond_ascii(text):
            return text, charset, how, ill
    for charset, how in _read_bytes_alone(body):
        text, ill = charset.decode(body)
        if not ill or ill <= MOST_ILL * _count_beyond_ascii(text):
            return text, charset, how, ill
    charset = claims[0][1] if claims else WINDOWS_1252
    text, ill = charset.decode(body)
    return text, charset, How.FALLBACK, ill


def _read_bytes_alone(body: bytes) -> Iterator[tuple[Charset, How]]:
    """What the bytes could be where nothing declared holds, likeliest first."""
    # A page in UTF-16 begins with "<", and every other byte of its first tags is zero. Zeros are valid UTF-8 too.
    for charset, start, zeros in ((UTF_16LE, b"<\0", body[1:64:2]), (UTF_16BE, b"\0<", body[0:64:2])):
        if body.startswith(start) and not zeros.strip(b"\0"):
            yield charset, How.GUESS
    if b"\x1b$" in body and body.isascii():
        yield Charset("iso-2022-jp"), How.GUESS
    yield UTF_8, How.VALID
    if guessed := guess_charset(body):
        yield guessed, How.GUESS


def _count_beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _is_rather_utf_8(body: bytes, charset: Charset) -> bool:
    """Whether bytes said to be something else are valid UTF-8 beyond ASCII, which hardly comes by chance."""
    return charset != UTF_8 and not body.isascii() and not UTF_8.decode(body)[1]


# ---- mojibake

# UTF-8 read as windows-1252: the second bytes 0x80-0xBF, as windows-1252 or as ISO-8859-1 shows them.
_TRAIL = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
# After "Ã", which ends Portuguese words, those are left out that may stand behind a word.
_TRAIL_OF_LETTER = "\x80-\x9f¡-ª¬-º¼-¿€‚ƒ„†‡ˆ‰Š‹ŒŽ‘“•˜™šœžŸ"
MOJIBAKE = (
    ("â", re.compile(f"â€[{_TRAIL}]")),
    ("Ã", re.compile(f"Ã[{_TRAIL_OF_LETTER}]")),
    ("Â", re.compile("Â[\xa0©®°·§«»¿¡£]")),
    ("Ð", re.compile(f"(?:[ÐÑ][{_TRAIL}]){{3}}")),  # Cyrillic
    ("ã", re.compile(f"(?:[ãäåæçèé][{_TRAIL}]{{2}}){{3}}")),  # Chinese and Japanese
    ("ï", re.compile("ï¿½|ï»¿")),  # a replacement character, a byte-order mark
    ("¡", re.compile("[A-Za-z]¡[¯°±®ª]|¡[°±][A-Za-z]")),  # quotes of GBK read as ISO-8859-1
)


def has_mojibake(text: str) -> bool:
    """Whether the text holds what comes of decoding in the wrong charset, or twice."""
    if text.isascii():
        return False
    return any(lead in text and pattern.search(text) is not None for lead, pattern in MOJIBAKE)
