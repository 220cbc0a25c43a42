"""Knows how the corpus' reader took the article out of a page: up to four attempts, each less strict."""

import copy
import re
from dataclasses import dataclass

from lxml.etree import _Element as Element

from crawler.reading.corpus.cleaning import clean_article
from crawler.reading.corpus.naming import BYLINE, PERHAPS, UNLIKELY, is_visible, match_string
from crawler.reading.corpus.nodes import (
    Node,
    ancestors,
    child_nodes,
    count,
    holds_only,
    inner_text,
    is_phrasing,
    is_white,
    link_density,
    next_element,
    put_child_nodes,
    replace,
    text_content,
)
from crawler.reading.corpus.preparing import prepare
from crawler.reading.corpus.scoring import Scores, raise_to_common
from crawler.reading.taking_out import take_out

_ENOUGH = 500  # letters of an article that is taken without a further attempt
_SCORED = frozenset(("section", "h2", "h3", "h4", "h5", "h6", "p", "td", "pre"))
_GONE_WHEN_EMPTY = frozenset(("div", "section", "header", "h1", "h2", "h3", "h4", "h5", "h6"))
_SENTENCE_END = re.compile(r"\.(?: |$)")
_BLOCKS = ("a", "blockquote", "dl", "div", "img", "ol", "p", "pre", "table", "ul", "select")
_KEPT_AS_THEY_ARE = frozenset(("div", "article", "section", "p"))


@dataclass(frozen=True, slots=True)
class _Strictness:
    strip_unlikely: bool
    weigh_classes: bool
    clean_conditionally: bool


_ATTEMPTS = (
    _Strictness(True, True, True),
    _Strictness(False, True, True),
    _Strictness(False, False, True),
    _Strictness(False, False, False),
)


def grab_article(root: Element, title: str) -> Element | None:
    """The article of a page as the corpus has it; None where it has none. The tree is spent afterwards."""
    body = root.find("body")
    if body is None:
        return None
    prepare(root, body)
    byline_found = False
    attempts: list[tuple[int, Element]] = []
    for strictness in _ATTEMPTS:
        page = copy.deepcopy(body)
        html = root.makeelement("html", {})
        html.append(page)
        scored, byline_found = _prepare_blocks(page, strictness, byline_found)
        article = _choose(page, scored, strictness)
        clean_article(article, title, strictness.weigh_classes, strictness.clean_conditionally)
        letters = len(inner_text(article))
        if letters >= _ENOUGH:
            return article
        attempts.append((letters, article))
    letters, article = max(attempts, key=lambda attempt: attempt[0])
    return article if letters else None


def _prepare_blocks(page: Element, strictness: _Strictness, byline_found: bool) -> tuple[list[Element], bool]:
    """Drop what cannot be the article and turn divs into paragraphs; the elements that are to be scored."""
    scored: list[Element] = []
    node: Element | None = page if is_visible(page) else None
    while node is not None:
        is_byline = not byline_found and _is_byline(node)
        byline_found = byline_found or is_byline
        if node is not page and (is_byline or _must_go(node, strictness)):
            following = next_element(node, skip_inside=True)
            take_out(node)
            node = following
            continue
        if node.tag in _SCORED:
            scored.append(node)
        if node.tag == "div":
            node = _as_paragraph(node, scored)
        node = next_element(node)
    return scored, byline_found


def _must_go(node: Element, strictness: _Strictness) -> bool:
    if not is_visible(node):
        return True
    if strictness.strip_unlikely:
        names = match_string(node)
        if UNLIKELY.search(names) and not PERHAPS.search(names) and node.tag != "a" and not _is_in_table(node):
            return True
        if node.get("role") == "complementary":
            return True
    return node.tag in _GONE_WHEN_EMPTY and _is_empty(node)


def _is_in_table(node: Element) -> bool:
    return any(above.tag == "table" for above in ancestors(node, 4))


def _is_byline(node: Element) -> bool:
    if (
        node.get("rel") != "author"
        and "author" not in (node.get("itemprop") or "")
        and not BYLINE.search(match_string(node))
    ):
        return False
    return 0 < len(text_content(node).strip()) < 100


def _is_empty(node: Element) -> bool:
    if text_content(node).strip():
        return False
    inside = sum(1 for _ in node.iterchildren("*"))
    return inside == 0 or inside == count(node, "br", "hr")


def _as_paragraph(div: Element, scored: list[Element]) -> Element:
    """Lines of text right in a div become paragraphs; a div that is no more than a paragraph becomes one."""
    put_child_nodes(div, _lines_wrapped(div))
    if holds_only(div, "p") and link_density(div) < 0.25:
        paragraph = next(div.iterchildren("*"))
        replace(div, paragraph)
        scored.append(paragraph)
        return paragraph
    if next(div.iterdescendants(*_BLOCKS), None) is None:
        div.tag = "p"
        scored.append(div)
    return div


def _lines_wrapped(div: Element) -> list[Node]:
    nodes: list[Node] = []
    line: list[Node] = []

    def end_line(trimmed: bool) -> None:
        if not line:
            return
        while trimmed and line and is_white(line[-1]):
            line.pop()
        paragraph = div.makeelement("p", {})
        nodes.append(paragraph)
        put_child_nodes(paragraph, list(line))
        line.clear()

    for node in child_nodes(div):
        if is_phrasing(node):
            if line or not is_white(node):
                line.append(node)
            else:
                nodes.append(node)
        else:
            end_line(trimmed=True)
            nodes.append(node)
    end_line(trimmed=False)  # only a line that something follows was trimmed
    return nodes


def _choose(page: Element, scored: list[Element], strictness: _Strictness) -> Element:
    scores = Scores(strictness.weigh_classes)
    for element in scored:
        scores.add_text_of(element)
    top = scores.best()
    if not top or top[0].tag == "body":
        chosen = page.makeelement("div", {})
        put_child_nodes(chosen, child_nodes(page))
        put_child_nodes(page, [chosen])
        scores.of.pop(chosen, None)
        scores.begin(chosen)
    else:
        chosen = raise_to_common(scores, top)
    return _with_siblings(page, chosen, scores)


def _with_siblings(page: Element, chosen: Element, scores: Scores) -> Element:
    """The best block together with those beside it that belong to the text."""
    parent = chosen.getparent()
    article = page.makeelement("div", {})
    taken = [
        sibling
        for sibling in (parent.iterchildren("*") if parent is not None else [chosen])
        if sibling is chosen or _belongs(sibling, chosen, scores)
    ]
    for sibling in taken:
        if sibling.tag not in _KEPT_AS_THEY_ARE:
            sibling.tag = "div"
    put_child_nodes(article, list(taken))
    return article


def _belongs(sibling: Element, chosen: Element, scores: Scores) -> bool:
    best = scores.of[chosen]
    same_class = bool(chosen.get("class")) and sibling.get("class") == chosen.get("class")
    score = scores.of.get(sibling)
    if score is not None and score + (best * 0.2 if same_class else 0) >= max(10, best * 0.2):
        return True
    if sibling.tag != "p":
        return False
    text = inner_text(sibling)
    density = link_density(sibling)
    if len(text) > 80:
        return density < 0.25
    return 0 < len(text) < 80 and density == 0 and _SENTENCE_END.search(text_content(sibling).strip()) is not None
