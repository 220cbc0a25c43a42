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

texts = st.lists(st.tuples(st.sampled_from(SPACES), st.sampled_from(WORDS)), max_size=3).flatmap(
    lambda words: st.sampled_from(SPACES).map(lambda end: "".join(space + word for space, word in words) + end)
)


def _attributes(tag: str) -> st.SearchStrategy[str]:
    if tag == "a":
        titled = st.one_of(st.just(""), st.sampled_from(TITLES).map(lambda title: f' title="{title}"'))
        named = st.one_of(st.just(" name=n"), st.sampled_from(ADDRESSES).map(lambda address: f' href="{address}"'))
        return st.tuples(named, titled).map("".join)
    if tag == "abbr":
        return st.sampled_from(["", ' title="in full"', ' title=""'])
    if tag == "ol":
        return st.sampled_from(["", "", " start=5", ' start="-1"', " start=x", " type=a"])
    if tag in ("td", "th"):
        return st.sampled_from(["", "", " colspan=2"])
    return st.just("")


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.one_of(*(st.sampled_from(tags) for tags in (BLOCKS, INLINE, ["a"], TABLES, RARE)))
    return tags.flatmap(
        lambda tag: st.tuples(_attributes(tag), children).map(lambda parts: f"<{tag}{parts[0]}>{parts[1]}</{tag}>")
    )


def _siblings(node: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(st.one_of(texts, node, st.sampled_from(EMPTY)), max_size=5).map("".join)


fragments: st.SearchStrategy[str] = _siblings(
    st.recursive(_element(texts), lambda node: _element(_siblings(node)), max_leaves=12)
)
