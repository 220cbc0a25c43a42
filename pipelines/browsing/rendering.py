"""Knows how an archived document becomes safe HTML: only its words, their structure, and links that lead to pages.

Archived text can carry anything. Three walls stand one behind the other: the markdown parser knows no HTML and no
pictures, a sanitiser lets only named elements pass, and the policy header of every answer forbids what is left.
"""

from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

MOST_LETTERS = 200_000  # shown of one document; the whole is a link away
_LONG_PARAGRAPH = 20_000  # letters: beyond, a paragraph is shown as it stands; what is inside it could take minutes
_FIRST_HEADING = 2  # the page has a heading of its own above

_ELEMENTS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "a"),
    *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
}
_SCHEMES = {"http", "https", "mailto"}


def render(markdown: str) -> str:
    """The HTML of a document's markdown, or of its beginning where it is longer than any policy."""
    whole = markdown[:MOST_LETTERS].encode(errors="replace").decode()  # half a surrogate pair is no letter
    html = _PARSER.render(whole)
    return nh3.clean(
        html,
        tags=_ELEMENTS,
        clean_content_tags={"script", "style"},
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )


def _parse_inline(state: StateCore) -> None:
    """As the parser's own rule, but what is inside a paragraph without end is left alone."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        if len(token.content) > _LONG_PARAGRAPH:
            token.children = [Token("text", "", 0, content=token.content)]
            continue
        token.children = []
        state.md.inline.parse(token.content, state.md, state.env, token.children)
        _drop_empty_links(token.children)


def _drop_empty_links(children: list[Token]) -> None:
    """A link without a word, left of a picture, tells nobody where it leads."""
    place = 0
    while place < len(children):
        if children[place].type == "link_open":
            end = next((at for at in range(place, len(children)) if children[at].type == "link_close"), None)
            if end is not None and not _says_anything(children[place + 1 : end]):
                del children[end], children[place]
                continue
        place += 1


def _says_anything(tokens: Sequence[Token]) -> bool:
    return any(token.content.strip() for token in tokens)


def _level_headings(state: StateCore) -> None:
    """Headings start below that of the page and skip no level, whatever the archived page did; empty ones go."""
    above: list[int] = []  # the levels as they were written of the headings that this one stands under
    kept: list[Token] = []
    for place, token in enumerate(state.tokens):
        if token.type == "heading_open" and not _says_anything(state.tokens[place + 1].children or ()):
            token.type = "dropped"
        if token.type == "heading_open":
            written = int(token.tag[1])
            while above and above[-1] >= written:
                above.pop()
            above.append(written)
            token.tag = f"h{min(_FIRST_HEADING + len(above) - 1, 6)}"
        elif token.type == "heading_close":
            opened = kept[-2] if len(kept) >= 2 else None
            if opened is None or opened.type != "heading_open":
                kept.pop()  # the words of a heading that has none
                continue
            token.tag = opened.tag
        if token.type != "dropped":
            kept.append(token)
    state.tokens = kept


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20, "xhtmlOut": False})
    parser.enable("table").disable(["html_block", "html_inline", "image", "lheading", "fence", "reference"])
    parser.core.ruler.at("inline", _parse_inline)
    parser.core.ruler.after("inline", "level_headings", _level_headings)
    return parser


_PARSER = _make_parser()
