"""Knows the title of a page: what its `<title>` says, and the better one of a page that has none."""

from lxml.html import HtmlElement

_MAIN_HEADINGS = ("h1", "h2")


def page_title(root: HtmlElement) -> str:
    """The first `<title>` outside drawings, runs of white space made one space, trimmed; empty where there is none."""
    for title in root.iter("title"):
        if not any(True for _ in title.iterancestors("svg")):
            return " ".join("".join(title.itertext()).split())
    return ""


def better_title(root: HtmlElement) -> str:
    """For a page without a `<title>`: its `og:title`, else its first heading; empty where there is neither."""
    for meta in root.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() == "og:title":
            said = " ".join((meta.get("content") or "").split())
            if said:
                return said
    for level in _MAIN_HEADINGS:
        for heading in root.iter(level):
            said = " ".join("".join(heading.itertext()).split())
            if said:
                return said
    return ""
