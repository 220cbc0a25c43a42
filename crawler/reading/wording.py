"""Knows what the words of a document are: its plain text, and its wording, by which two documents are compared.

The one rule of what counts as the same wording. Two documents have the same wording when the same words come in the
same order in their bodies. Not wording, and left out before they are compared:

1. the title, which names the page and changes with the dress of a site;
2. markup and layout: emphasis, headings, lists, tables, line ends, white space, punctuation, capital letters;
3. where a link leads (its words stay);
4. the moment of viewing: dates that are named as today's, and clock times to the second (see passing.py);
5. the years beside a copyright sign (passing.py);
6. counters: visitors, views, comments, seconds a page took (passing.py).

Everything else is wording: a changed effective date, number, name or e-mail address is a change.
"""

import hashlib
import re
from dataclasses import dataclass

from crawler.reading.passing import without_passing

# Links in the published form, one level of brackets inside; possessive, so that no page can make it slow.
_LINK = re.compile(r"\[((?:[^\[\]]++|\[[^\[\]]*+\])*+)\]\((?:[^()\\\n]++|\\.|\([^()\n]*+\))*+\)")
_LINE_MARKS = frozenset("#>*-|\\0123456789")
_RULES = frozenset(("* * *", "---"))
_ESCAPED = re.compile(r"(\d*)\\(?=[.+-])")

# Han, kana, Thai, Lao, Khmer, Myanmar: written without spaces, so that a line end may fall between any two letters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNSPACED_LETTER = re.compile(f"[{_UNSPACED}]")
_SPACE_INSIDE_UNSPACED = re.compile(f"(?<=[{_UNSPACED}]) (?=[{_UNSPACED}])")

_ASCII = bytes(range(0x80))
_ASCII_WORDS = bytes(
    code if code > 0x7F else ord(chr(code).lower()) if chr(code).isalnum() else 0x20 for code in range(0x100)
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a document says: `text` for people, `wording` for comparing, `count` of its words (letters, in scripts
    without spaces, as word processors count)."""

    text: str
    wording: str
    count: int

    @property
    def sha256(self) -> str:
        """The name of the wording: equal for two documents that say the same."""
        return hashlib.sha256(self.wording.encode()).hexdigest()


def read_words(markdown: str) -> Words:
    """The words of a document, given from its title's line on."""
    title, body = _split_title(markdown)
    text = _without_marks(body)
    words, count = _normal_words(text)
    return Words(f"{title}\n\n{text}".strip(), words, count)


def plain_text(markdown: str) -> str:
    """The document for people who want no markup: its words, line by line, without the marks of the form."""
    return read_words(markdown).text


def wording(markdown: str) -> str:
    """The words by which documents are compared (see the rule above): small letters, one space between two."""
    return read_words(markdown).wording


def _split_title(markdown: str) -> tuple[str, str]:
    if not markdown.startswith("# "):
        return "", markdown
    line, _, body = markdown.partition("\n")
    return line[2:], body


def _without_marks(body: str) -> str:
    text = _LINK.sub(r"\1", body) if "](" in body else body
    text = text.replace("**", "")
    if "_" in text:
        text = _without_outer_underscores(text)
    lines = [line.strip() for line in text.split("\n")]
    for place, line in enumerate(lines):
        if line[:1] in _LINE_MARKS:
            lines[place] = _without_line_marks(line)
    text = "\n".join(lines).strip()
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def _without_outer_underscores(text: str) -> str:
    """An underscore between two letters belongs to a word, any other is emphasis."""
    first, *others = text.split("_")
    parts = [first]
    for part in others:
        parts.append("_" + part if parts[-1][-1:].isalnum() and part[:1].isalnum() else part)
    return "".join(parts)


def _without_line_marks(line: str) -> str:
    line = line.lstrip("> ")
    if line in _RULES or not line.strip("-| "):
        return ""
    if line.startswith("#"):
        return line.lstrip("#").lstrip()
    if line.startswith("* "):
        line = line[2:].lstrip()
    return _ESCAPED.sub(r"\1", line, count=1) if "\\" in line[:8] else line


def _normal_words(text: str) -> tuple[str, int]:
    """The wording of a text and how many words it has."""
    text = without_passing(text)
    beyond_ascii = _beyond_ascii(text)
    if any(sign.casefold() != sign for sign in beyond_ascii):
        text = text.casefold()  # of ASCII letters, the table below makes small ones
        beyond_ascii = _beyond_ascii(text)
    for sign in beyond_ascii:
        if not sign.isalnum():
            text = text.replace(sign, " ")
    words = text.encode(errors="replace").translate(_ASCII_WORDS).split()
    joined = b" ".join(words).decode()
    if not any(map(_UNSPACED_LETTER.match, beyond_ascii)):
        return joined, len(words)
    return _SPACE_INSIDE_UNSPACED.sub("", joined), len(_UNSPACED_LETTER.sub(" x ", joined).split())


def _beyond_ascii(text: str) -> set[str]:
    """The letters and signs of a text that are not ASCII; by way of its bytes, which is faster than any search."""
    return set(text.encode(errors="replace").translate(None, _ASCII).decode())
