"""Knows what the words of a document are: its plain text, and its wording, by which two documents are compared.

The one rule of what counts as the same wording. Two documents have the same wording when the same words come in the
same order in their bodies. Not wording, and left out before they are compared:

1. the title, which names the page and changes with the dress of a site;
2. markup and layout: emphasis, headings, lists, tables, line ends, white space, punctuation, capital letters;
3. where a link leads (its words stay);
4. the moment of viewing: dates and clock times that are named as today's, or clock times to the second;
5. the years beside a copyright sign;
6. counters: visitors, views, comments, seconds a page took.

Everything else is wording: a changed effective date, number, name or e-mail address is a change.
"""

import hashlib
import re

# Links in the published form, one level of brackets inside; possessive, so that no page can make it slow.
_LINK = re.compile(r"\[((?:[^\[\]]++|\[[^\[\]]*+\])*+)\]\((?:[^()\\\n]++|\\.|\([^()\n]*+\))*+\)")
_LINE_MARK = re.compile(r"^(?:>[> ]*)?(?:#{1,6} +| *\* (?=\S)(?!\* \*))?", re.MULTILINE)
_RULE_LINE = re.compile(r"^[>\s]*(?:\* \* \*|(?:---\|)*---) *$", re.MULTILINE)
_EMPHASIS = re.compile(r"\*\*|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)")
_ESCAPE = re.compile(r"^(\s*\d*)\\(?=[.+-])", re.MULTILINE)
_SPACES_AT_END = re.compile(r"[^\S\n]+$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{3,}")

_WORD = re.compile(r"[^\W_]+")
# Han, kana, Thai, Lao, Khmer, Myanmar: written without spaces, so that a line end may fall between any two letters.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNSPACED_LETTER = re.compile(f"[{UNSPACED}]")
_SPACE_INSIDE_UNSPACED = re.compile(f"(?<=[{UNSPACED}]) (?=[{UNSPACED}])")

_YEARS = r"(?:19|20)\d\d(?:\s*[-–—,/]\s*(?:(?:19|20)?\d\d|present|today))*"
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:\s*[ap]\.?m\b\.?)?"
_NOW = (
    r"(?:today(?:['’]s date)?(?: is)?|current (?:date|time)|server time|local time|it is now"
    r"|page (?:generated|printed|loaded)|printed|date (?:viewed|accessed|printed))"
)

# (what must be somewhere in the text for the pattern to be worth trying, what is taken out)
_NOT_WORDING: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (
        ("©", "copyright", "(c)"),
        re.compile(rf"(?:©|\(c\)|copyright)[^\n\d]{{0,40}}{_YEARS}|{_YEARS}[ ,]*(?:©|\(c\)|copyright)"),
    ),
    (
        ("today", "current ", " time", "it is now", "page ", "printed", "date "),
        re.compile(rf"\b{_NOW}(?: on| at| in)?\s*:?\s*[^\n.]{{0,12}}\b\d[^\n]{{0,40}}$", re.MULTILINE),
    ),
    ((":",), re.compile(r"\b\d{1,2}:\d\d:\d\d(?:\s*[ap]\.?m\b\.?)?")),
    (
        ("visit", "view", "hits", "comment", "online", "second", "cart"),
        re.compile(
            r"\b(?:visit(?:or|ed)s?|page ?views?|views?|hits?|comments?|users? online|cart)"
            r"(?: number| no\.?| count(?:er)?)?\s*[:#(]+\s*\d[\d,.]*"
            r"|\bvisitor (?:number |no\.? )?#?\d[\d,.]*"
            r"|\b\d[\d,.]* (?:visitors?|page ?views?|hits?|views|comments?|(?:users?|guests?|members?) online)\b"
            r"|\b(?:in|took) \d+[.,]\d+ (?:sec|seconds)\b"
        ),
    ),
)


def plain_text(markdown: str) -> str:
    """The document for people who want no markup: its words, line by line, without the marks of the form."""
    text = _without_links(markdown)
    text = _RULE_LINE.sub("", text)
    text = _LINE_MARK.sub("", text)
    text = _EMPHASIS.sub("", text)
    text = _ESCAPE.sub(r"\1", text)
    text = _SPACES_AT_END.sub("", text)
    return _BLANK_LINES.sub("\n\n", text).strip()


def wording(markdown: str) -> str:
    """The words by which documents are compared (see the rule above): lower case, one space between two."""
    text = _without_links(_without_title(markdown)).casefold()
    for signs, pattern in _NOT_WORDING:
        if any(sign in text for sign in signs):
            text = pattern.sub(" ", text)
    words = " ".join(_WORD.findall(text))
    if _UNSPACED_LETTER.search(words):
        words = _SPACE_INSIDE_UNSPACED.sub("", words)
    return words


def wording_sha256(markdown: str) -> str:
    """The name of a wording: equal for two documents that say the same."""
    return hashlib.sha256(wording(markdown).encode()).hexdigest()


def count_words(text: str) -> int:
    """How many words a text has; in scripts without spaces every letter is counted as one, as word processors do."""
    return len(_WORD.findall(_UNSPACED_LETTER.sub(" x ", text)))


def _without_title(markdown: str) -> str:
    if not markdown.startswith("# "):
        return markdown
    return markdown.partition("\n")[2]


def _without_links(markdown: str) -> str:
    return _LINK.sub(r"\1", markdown) if "](" in markdown else markdown
