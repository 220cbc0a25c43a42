"""Knows where a page itself says its charset: byte-order mark, <meta>, XML declaration.

`prescan` is the HTML standard's "prescan a byte stream to determine its encoding"
(https://html.spec.whatwg.org/multipage/parsing.html, read 2026-11), which looks at bytes before anything is parsed.
"""

import re

from crawler.reading.charsets import UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, Charset, find_charset

PRESCANNED = 1024  # bytes, as the standard says
# A <meta> behind the prescanned bytes makes a browser start anew; head sections that long end within this.
HEAD = 64 * 1024

BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", UTF_8), (b"\xfe\xff", UTF_16BE), (b"\xff\xfe", UTF_16LE))

_TAG = re.compile(rb"<(?:(!--)|(meta)(?=[\t\n\f\r /])|(/?[a-z][^\t\n\f\r >]*)|([!/?]))", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rb"[\t\n\f\r /]*(=?[^\t\n\f\r /=>]+)[\t\n\f\r ]*"
    rb"(?:=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|(?![\"'])([^\t\n\f\r >]*)(?=[\t\n\f\r >])))?"
)
_CHARSET_IN_CONTENT = re.compile(
    rb"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|(?![\"'])([^\t\n\f\r ;]*))", re.IGNORECASE
)
_XML_ENCODING = re.compile(rb"<\?xml[^>]*?encoding[\x00-\x20]*=[\x00-\x20]*([\"'])([^\x00-\x20>]*?)\1")
_END_OF_HEAD = re.compile(rb"</head|<body", re.IGNORECASE)


def find_byte_order_mark(body: bytes) -> tuple[Charset, int] | None:
    """The charset that the first bytes are the mark of, and how many they are."""
    for mark, charset in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return charset, len(mark)
    return None


def prescan(body: bytes) -> tuple[str, Charset] | None:
    """The label and the charset that the first 1024 bytes declare."""
    if body.startswith(b"<\x00?\x00x\x00"):
        return "utf-16le", UTF_16LE
    if body.startswith(b"\x00<\x00?\x00x"):
        return "utf-16be", UTF_16BE
    window = body[:PRESCANNED]
    return _scan_tags(window) or _read_xml_declaration(window)


def find_late_meta(body: bytes) -> tuple[str, Charset] | None:
    """The label and the charset of a <meta> that stands in the head but behind the prescanned bytes."""
    end = _END_OF_HEAD.search(body, 0, HEAD)
    head = body[: end.start() if end else HEAD]
    return _scan_tags(head) if len(head) > PRESCANNED and b"charset" in head[PRESCANNED - 8 :].lower() else None


def _scan_tags(window: bytes) -> tuple[str, Charset] | None:
    at = 0
    while tag := _TAG.search(window, at):
        comment, meta, name, _ = tag.groups()
        at = tag.end()
        if comment:
            at = window.find(b"-->", tag.start() + 2) + 3
            if at == 2:
                return None
        elif meta or name:
            attributes, at = _read_attributes(window, at)
            if meta and (declared := _read_meta(attributes)):
                return declared
        else:
            at = window.find(b">", at) + 1
            if not at:
                return None
    return None


def _read_attributes(window: bytes, at: int) -> tuple[dict[bytes, bytes], int]:
    """The attributes of a tag, the first of each name, and where they end."""
    attributes: dict[bytes, bytes] = {}
    while attribute := _ATTRIBUTE.match(window, at):
        name, *values = attribute.groups()
        attributes.setdefault(name.lower(), next((value for value in values if value is not None), b""))
        at = attribute.end()
    return attributes, at


def _read_meta(attributes: dict[bytes, bytes]) -> tuple[str, Charset] | None:
    if b"charset" in attributes:
        return _read_label(attributes[b"charset"])
    if attributes.get(b"http-equiv", b"").lower() != b"content-type":
        return None
    found = _CHARSET_IN_CONTENT.search(attributes.get(b"content", b""))
    return _read_label(next(value for value in found.groups() if value is not None)) if found else None


def _read_xml_declaration(window: bytes) -> tuple[str, Charset] | None:
    found = _XML_ENCODING.match(window)
    return _read_label(found[2]) if found else None


def _read_label(value: bytes) -> tuple[str, Charset] | None:
    """A label inside the page. It was read byte by byte, so UTF-16 cannot be true: the standard makes it UTF-8."""
    label = value.decode("latin-1").strip().lower()
    charset = find_charset(label)
    if charset is None:
        return None
    if charset.is_wide:
        return label, UTF_8
    return label, WINDOWS_1252 if charset.name == "x-user-defined" else charset
