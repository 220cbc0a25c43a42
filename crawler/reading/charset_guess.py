"""Knows how to guess the charset of a page that declares none and is not UTF-8.

Three guesses in a row. The letters: a page whose letters beyond ASCII, read in one charset, all belong to the alphabet
of one language is in that charset; this settles the Latin pages, of which statistics know too little (measured on one
paragraph each in 27 charsets and languages: charset-normalizer takes French, Portuguese and Italian for windows-1250).
Kana: Japanese in EUC-JP is full of the one row of characters that Korean and Chinese in their EUC hardly use. Then
charset-normalizer, which knows the other scripts well, on a sample.
"""

import re

from charset_normalizer import from_bytes

from crawler.reading.charsets import Charset, find_charset

EUC_JP = Charset("euc-jp")
SAMPLE = 8 * 1024  # bytes; the guess takes a millisecond of it, and is no better with more

WEST = tuple(
    frozenset(letters)
    for letters in (
        "àâæçéèêëîïôœùûüÿ",  # French
        "äöüßéàè",  # German, with its loan words
        "áéíñóúüç",  # Spanish, Galician
        "áàâãçéêíóôõúü",  # Portuguese
        "àèéìíîòóùú",  # Italian
        "àçèéíïòóúü",  # Catalan
        "åäöéàæøüóòôâê",  # Swedish, Danish, Norwegian, Finnish
        "áéëèïíóöúüê",  # Dutch
        "áðéíóúýþæö",  # Icelandic
    )
)
CENTRAL = tuple(
    frozenset(letters)
    for letters in (
        "ąćęłńóśźż",  # Polish
        "áčďéěíňóřšťúůýž",  # Czech
        "áäčďéíĺľňóôŕšťúýž",  # Slovak
        "áéíóöőúüű",  # Hungarian
        "ăâîșțşţ",  # Romanian
        "čćđšž",  # Croatian, Slovene
    )
)
BALTIC = tuple(frozenset(letters) for letters in ("ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž"))
TURKISH = (frozenset("çğıiöşüâîû"),)
BY_LETTERS = (
    ("windows-1252", WEST),
    ("windows-1250", CENTRAL),
    ("iso-8859-2", CENTRAL),
    ("windows-1257", BALTIC),
    ("windows-1254", TURKISH),
)
# What stands in texts of every language and proves nothing.
MARKS = frozenset("’‘‚“”„–—…•·«»‹›°©®™€£¢¥§¡¿ªº´¨²³½¼¾×±\xa0\xad")
# Between two letters they are letters themselves, of another charset: Polish "wglądu" read as "wgl±du".
_MARK_IN_WORD = re.compile(r"[^\W\d_][«»‹›°©®™€£¢¥§¡¿´¨²³½¼¾×±][^\W\d_]")

# What charset-normalizer may answer, and the label of the encoding standard for it.
BY_STATISTICS = {
    "cp1251": "windows-1251",
    "koi8_r": "koi8-r",
    "cp1250": "windows-1250",
    "iso8859_2": "iso-8859-2",
    "cp1252": "windows-1252",
    "mac_roman": "macintosh",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp1257": "windows-1257",
    "cp874": "windows-874",
    "cp932": "shift_jis",
    "euc_jp": "euc-jp",
    "gb18030": "gb18030",
    "big5": "big5",
    "cp949": "euc-kr",
}

_TAG = re.compile(rb"<[^<>]*>")


def guess_charset(body: bytes) -> Charset | None:
    """The likeliest charset of a page, or None where nothing is likely."""
    sample = take_sample(body)
    for label, alphabets in BY_LETTERS:
        if (charset := find_charset(label)) and _is_of_one_alphabet(charset.decode(sample)[0], alphabets):
            return charset
    if _is_full_of_kana(EUC_JP, sample):
        return EUC_JP
    best = from_bytes(sample, cp_isolation=list(BY_STATISTICS)).best()
    return find_charset(BY_STATISTICS.get(best.encoding, "")) if best else None


def take_sample(body: bytes) -> bytes:
    """The first texts between tags that hold more than ASCII."""
    texts: list[bytes] = []
    size = 0
    for text in _TAG.split(body):
        if not text.isascii():
            texts.append(text.strip())
            size += len(text)
            if size >= SAMPLE:
                break
    return b" ".join(texts)[:SAMPLE]


def _is_full_of_kana(charset: Charset, sample: bytes) -> bool:
    text, ill = charset.decode(sample)
    beyond = [char for char in text if not char.isascii()]
    # Of Japanese text about half is hiragana; the sample may be cut inside its last character.
    return ill <= 1 and 5 * sum("\u3041" <= char <= "\u3093" for char in beyond) > len(beyond)


def _is_of_one_alphabet(text: str, alphabets: tuple[frozenset[str], ...]) -> bool:
    beyond = {char for char in text if not char.isascii()} - MARKS
    if not all(char.isalpha() for char in beyond) or _MARK_IN_WORD.search(text):
        return False
    letters = {char.lower() for char in beyond}
    return any(letters <= alphabet for alphabet in alphabets)
