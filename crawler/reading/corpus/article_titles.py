"""Knows what the corpus' reader took for the title of an article: only used to drop a heading that repeats it.

The title that a document shows is the page's own, see titles.py.
"""

import re

from lxml.etree import _Element as Element

from crawler.reading.corpus.nodes import inner_text, text_content

_PROPERTY = re.compile(
    r"\s*(dc|dcterm|og|twitter)\s*:\s*(author|creator|description|title|site_name)\s*", re.IGNORECASE
)
_NAME = re.compile(
    r"^\s*(?:(dc|dcterm|og|twitter|weibo:(article|webpage))\s*[.:]\s*)?(author|creator|description|title|site_name)\s*$",
    re.IGNORECASE,
)
_PREFERRED = ("dc:title", "dcterm:title", "og:title", "weibo:article:title", "weibo:webpage:title", "title")
_SEPARATOR = re.compile(r" [|\-\\/>»] ")
_HIERARCHY = re.compile(r" [\\/>»] ")
_SPACE = re.compile(r"\s+")


def article_title(root: Element, page_title: str) -> str:
    """What the page's meta elements call it, else the part of its title that names it."""
    said = _meta_values(root)
    for name in (*_PREFERRED, "twitter:title"):
        if said.get(name):
            return said[name]
    return _shortened(root, page_title)


def _meta_values(root: Element) -> dict[str, str]:
    values: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = meta.get("content")
        if not content:
            continue
        matches = [match.group() for match in _PROPERTY.finditer(meta.get("property") or "")]
        for match in reversed(matches):
            values[_SPACE.sub("", match.lower())] = content.strip()
        name = meta.get("name") or ""
        if not matches and _NAME.match(name):
            values[_SPACE.sub("", name.lower()).replace(".", ":")] = content.strip()
    return values


def _shortened(root: Element, title: str) -> str:
    short = title
    hierarchical = False
    if _SEPARATOR.search(title):
        hierarchical = bool(_HIERARCHY.search(title))
        short = re.sub(r"(.*)[|\-\\/>»] .*", r"\1", title)
        if _words(short) < 3:
            short = re.sub(r"[^|\-\\/>»]*[|\-\\/>»](.*)", r"\1", title)
    elif ": " in title:
        short = _behind_colon(root, title)
    elif len(title) > 150 or len(title) < 15:
        headings = list(root.iter("h1"))
        if len(headings) == 1:
            short = inner_text(headings[0])
    short = re.sub(r"\s{2,}", " ", short.strip())
    words = _words(short)
    if words <= 4 and (not hierarchical or words != _words(re.sub(r"[|\-\\/>»]+", "", title)) - 1):
        return title
    return short


def _behind_colon(root: Element, title: str) -> str:
    if any(text_content(heading).strip() == title for heading in root.iter("h1", "h2")):
        return title
    short = title[title.rindex(":") + 1 :]
    if _words(short) < 3:
        return title[title.index(":") + 1 :]
    return title if _words(title[: title.index(":")]) > 5 else short


def _words(text: str) -> int:
    return len(_SPACE.split(text))
