"""Knows every charset label of the WHATWG encoding standard and how to decode what it stands for.

The table is the standard's own (https://encoding.spec.whatwg.org/#names-and-labels, read 2026-11). It is written out
because what keeps such a table on the package index was last released in 2017. Where a browser decodes with a superset
of the charset named, so do we: latin1 is windows-1252, gb2312 is gb18030, shift_jis is cp932, euc-kr is cp949.
"""

import codecs
from dataclasses import dataclass
from functools import cache

LABELS = {
    "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8",
    "ibm866": "866 cp866 csibm866 ibm866",
    "iso-8859-2": "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
    "iso-8859-3": "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
    "iso-8859-4": "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
    "iso-8859-5": "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988",
    "iso-8859-6": "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e "
    "iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
    "iso-8859-7": "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 "
    "iso_8859-7 iso_8859-7:1987 sun_eu_greek",
    "iso-8859-8": "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 "
    "iso_8859-8 iso_8859-8:1988 visual",
    "iso-8859-8-i": "csiso88598i iso-8859-8-i logical",
    "iso-8859-10": "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6",
    "iso-8859-13": "iso-8859-13 iso8859-13 iso885913",
    "iso-8859-14": "iso-8859-14 iso8859-14 iso885914",
    "iso-8859-15": "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9",
    "iso-8859-16": "iso-8859-16",
    "koi8-r": "cskoi8r koi koi8 koi8-r koi8_r",
    "koi8-u": "koi8-ru koi8-u",
    "macintosh": "csmacintosh mac macintosh x-mac-roman",
    "windows-874": "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874",
    "windows-1250": "cp1250 windows-1250 x-cp1250",
    "windows-1251": "cp1251 windows-1251 x-cp1251",
    "windows-1252": "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 "
    "iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252",
    "windows-1253": "cp1253 windows-1253 x-cp1253",
    "windows-1254": "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 "
    "latin5 windows-1254 x-cp1254",
    "windows-1255": "cp1255 windows-1255 x-cp1255",
    "windows-1256": "cp1256 windows-1256 x-cp1256",
    "windows-1257": "cp1257 windows-1257 x-cp1257",
    "windows-1258": "cp1258 windows-1258 x-cp1258",
    "x-mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "gbk": "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk",
    "gb18030": "gb18030",
    "big5": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc-jp": "cseucpkdfmtjapanese euc-jp x-euc-jp",
    "iso-2022-jp": "csiso2022jp iso-2022-jp",
    "shift_jis": "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis",
    "euc-kr": "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
    "windows-949",
    "utf-16be": "unicodefffe utf-16be",
    "utf-16le": "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le",
    "x-user-defined": "x-user-defined",
    # The standard shows nothing at all of these two, lest a page deceive a browser; we only read.
    "hz-gb-2312": "hz-gb-2312",
    "iso-2022-kr": "csiso2022kr iso-2022-kr",
}

# The codecs of Python that decode it, tried in order; where one is not named, the charset's own name is a codec.
CODECS = {
    "ibm866": ("cp866",),
    "iso-8859-8-i": ("iso-8859-8",),
    "macintosh": ("mac_roman",),
    "windows-874": ("cp874",),
    "x-mac-cyrillic": ("mac_cyrillic",),
    "gbk": ("gb18030",),
    "big5": ("big5hkscs", "cp950"),
    "euc-jp": ("euc_jp", "euc_jis_2004"),  # only the second knows the circled numbers that policies count with
    "iso-2022-jp": ("iso2022_jp", "iso2022_jp_ext"),
    "shift_jis": ("cp932", "shift_jis_2004"),
    "euc-kr": ("cp949",),
    "x-user-defined": ("cp1252",),  # what the HTML standard makes of it in <meta>
    "hz-gb-2312": ("hz",),
    "iso-2022-kr": ("iso2022_kr",),
}
MANY_BYTES = frozenset(
    [
        "utf-8",
        "gbk",
        "gb18030",
        "big5",
        "euc-jp",
        "iso-2022-jp",
        "shift_jis",
        "euc-kr",
        "utf-16be",
        "utf-16le",
        "hz-gb-2312",
        "iso-2022-kr",
    ]
)
# Below 0x80 they are more than ASCII, so that a body of nothing but ASCII bytes is not yet a text.
SHIFTING = frozenset(["iso-2022-jp", "utf-16be", "utf-16le", "hz-gb-2312", "iso-2022-kr"])


@dataclass(frozen=True, slots=True)
class Charset:
    """A charset by its name in the standard."""

    name: str

    @property
    def is_wide(self) -> bool:
        """Whether it is one of the two that ASCII cannot be read through."""
        return self.name in ("utf-16be", "utf-16le")

    def decode(self, body: bytes) -> tuple[str, int]:
        """The text, and how many places in it could not be decoded (each a U+FFFD)."""
        if self.name not in SHIFTING and body.isascii():
            return body.decode("ascii"), 0
        if self.name not in MANY_BYTES:
            text = codecs.charmap_decode(body, "strict", _one_byte_table(self.name))[0]
            return text, text.count("\ufffd")
        for codec in CODECS.get(self.name, (self.name,)):
            try:
                return body.decode(codec), 0
            except UnicodeDecodeError:
                continue
        text = body.decode(CODECS.get(self.name, (self.name,))[0], "replace")
        return text, max(1, text.count("\ufffd"))


UTF_8 = Charset("utf-8")
UTF_16BE = Charset("utf-16be")
UTF_16LE = Charset("utf-16le")
WINDOWS_1252 = Charset("windows-1252")

_CHARSETS = {label: Charset(name) for name, labels in LABELS.items() for label in labels.split()}


def find_charset(label: str) -> Charset | None:
    """The charset that a label stands for, as the standard's "get an encoding" does; None for an unknown one."""
    return _CHARSETS.get(label.strip("\t\n\f\r ").lower())


@cache
def _one_byte_table(name: str) -> str:
    """What each of the 256 bytes means. What Python leaves open below 0xA0 is a control character, as in browsers."""
    codec = CODECS.get(name, (name,))[0]
    table = (bytes([byte]).decode(codec, "replace") for byte in range(256))
    return "".join(chr(byte) if char == "\ufffd" and byte < 0xA0 else char for byte, char in enumerate(table))
