"""Knows how to make up HTML: every element and text that the written form treats in its own way."""

from hypothesis import strategies as st

BLOCKS = [
    "p", "div", "h1", "h2", "h3", "h4", "h6", "blockquote", "pre", "ul", "ol", "li", "dl", "dt", "dd",
    "center", "section",
]  # fmt: skip
INLINE = [
    "b", "strong", "i", "em", "u", "del", "s", "strike", "code", "tt", "kbd", "q", "abbr", "span", "font",
    "sup", "small",
]  # fmt: skip
TABLES = ["table", "thead", "tbody", "tr", "td", "th", "caption"]
RARE = [
    "script", "style", "noscript", "title", "form", "option", "address", "o:p", "iframe", "head", "body", "h7",
    "dir", "menu", "textarea", "button",
]  # fmt: skip
EMPTY = [
    "<br>", "<hr>", "<img src=i alt=x>", "<input value=x>", "<!-- said aside -->", "<?php said ?>", "<wbr>",
    "<meta name=x>",
]  # fmt: skip
WORDS = [
    "a", "Bc", "1.", "12.", "-", "--", "+", "*", "#", "_", "\\", "\\*", "\\-", "|", "`", "~", "!", ".", ",", "?", ";",
    ")", "(", "[x]", "é", "“", "漢字", "&amp;", "&lt;", "&gt;", "&nbsp;", "&nbsp;&nbsp;", "&copy;", "&#8203;",
    "\u2003", "\u3000", "\u2028", "&#13;", "https://a.example/", "#", '"', "'",
]  # fmt: skip
SPACES = ["", "", " ", " ", "  ", "\n", "\n  ", "\t"]
ADDRESSES = [
    "https://a.example/", "https://a.example/", "/p", "#top", "", "mailto:a@b.example", "ftp://a.example/(x)",
    "x y", "?a=1&amp;b=2", " #", "a\\b",
]  # fmt: skip
TITLES = ["", " ", "A title", "(a) [b] \\c", "&quot;said&quot;", "two\nlines", "no&nbsp;break"]

CLOSE = "close the innermost"

texts = st.lists(st.tuples(st.sampled_from(SPACES), st.sampled_from(WORDS)), max_size=3).flatmap(
    lambda words: st.sampled_from(SPACES).map(lambda end: "".join(space + word for space, word in words) + end)
)
titles = st.one_of(st.just(""), st.sampled_from(TITLES).map(lambda title: f' title="{title}"'))
addresses = st.one_of(st.just(" name=n"), st.sampled_from(ADDRESSES).map(lambda address: f' href="{address}"'))
ATTRIBUTES = {
    "a": st.tuples(addresses, titles).map("".join),
    "abbr": titles,
    "ol": st.sampled_from(["", "", " start=5", ' start="-1"', " start=x", " type=a"]),
    "td": st.sampled_from(["", " colspan=2"]),
}
beginnings = st.one_of(*(st.sampled_from(tags) for tags in (BLOCKS, INLINE, ["a"], TABLES, RARE))).flatmap(
    lambda tag: ATTRIBUTES.get(tag, st.just("")).map(lambda attributes: f"<{tag}{attributes}>")
)


def _nested(pieces: list[str]) -> str:
    """The pieces in a row, with an end tag for the innermost open element wherever one is to close."""
    written: list[str] = []
    ends: list[str] = []
    for piece in pieces:
        if piece is not CLOSE:
            written.append(piece)
        elif ends:
            written.append(ends.pop())
        if piece.startswith("<") and piece not in EMPTY:
            ends.append(f"</{piece[1:-1].split()[0]}>")
    return "".join(written)


fragments = st.lists(
    st.one_of(texts, beginnings, st.just(CLOSE), st.sampled_from(EMPTY)), min_size=10, max_size=60
).map(_nested)
