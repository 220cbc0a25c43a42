"""Knows what kind of thing the bytes of a capture are: by how they begin, and only then by what was said of them."""

from enum import Enum, auto


class Media(Enum):
    """Kinds of bytes that are read in different ways."""

    NOTHING = auto()
    TEXT = auto()
    PDF = auto()
    OTHER = auto()


# How pictures, archives, office files, programs, sounds and fonts begin.
_OTHER_SIGNS = (
    *(
        b"\x89PNG",
        b"GIF8",
        b"\xff\xd8\xff",
        b"RIFF",
        b"\x00\x00\x01\x00",
        b"BM\x00",
        b"PK\x03\x04",
        b"Rar!",
        b"7z\xbc\xaf",
    ),
    *(
        b"\xd0\xcf\x11\xe0",
        b"{\\rtf",
        b"MZ\x90",
        b"\x7fELF",
        b"ID3",
        b"OggS",
        b"wOFF",
        b"wOF2",
        b"CWS",
        b"FWS",
        b"%!PS",
    ),
)
_OTHER_TYPES = ("image/", "audio/", "video/", "font/", "application/zip", "application/x-shockwave-flash")
_OTHER_TEXTS = ("text/css", "text/javascript", "application/javascript", "application/x-javascript", "application/json")
_PDF_SIGN = b"%PDF-"
_PDF_WITHIN = 1024  # bytes before the sign that readers put up with


def tell_media(body: bytes, media_type: str | None) -> Media:
    """What the bytes are."""
    start = body[:_PDF_WITHIN].lstrip()
    if not start:
        return Media.NOTHING if not body.strip() else Media.TEXT
    if _PDF_SIGN in start and not start.startswith(b"<"):
        return Media.PDF
    if start.startswith(_OTHER_SIGNS):
        return Media.OTHER
    kind = (media_type or "").lower()
    if start.startswith(b"<"):
        return Media.TEXT  # a page, whatever it was sent as
    return Media.OTHER if kind.startswith(_OTHER_TYPES) or kind in _OTHER_TEXTS else Media.TEXT
