"""Knows what the corpus' reader took out of the article it had chosen."""

from lxml.etree import _Element as Element

from crawler.reading.corpus.naming import SHARING, class_weight, match_string, shows_video
from crawler.reading.corpus.nodes import (
    child_nodes,
    count,
    holds_only,
    inner_text,
    is_phrasing,
    link_density,
    next_element,
    replace,
    text_content,
)
from crawler.reading.corpus.tables import data_tables
from crawler.reading.taking_out import take_out

_SHARING_LETTERS = 500  # a block named for sharing that holds more than this is no share bar
_EMBEDS = ("object", "embed", "iframe")


def clean_article(article: Element, title: str, weigh_classes: bool, clean_conditionally: bool) -> None:
    """Everything that happens to the chosen article, in the order in which it happened."""
    cleaner = _Cleaner(article, weigh_classes, clean_conditionally)
    cleaner.drop_fishy("form")
    cleaner.drop_fishy("fieldset")
    for tag in ("object", "embed", "h1", "footer", "link", "aside"):
        cleaner.drop(tag)
    cleaner.drop_share_bars()
    cleaner.drop_heading_like(title)
    for tag in ("iframe", "input", "textarea", "select", "button"):
        cleaner.drop(tag)
    cleaner.drop_bad_headings()
    cleaner.drop_fishy("table")
    cleaner.drop_fishy("ul")
    cleaner.drop_fishy("div")
    cleaner.drop_empty_paragraphs()
    cleaner.drop_breaks_before_paragraphs()
    cleaner.unwrap_single_cells()


class _Cleaner:
    def __init__(self, article: Element, weigh_classes: bool, clean_conditionally: bool) -> None:
        self.article = article
        self.weigh_classes = weigh_classes
        self.clean_conditionally = clean_conditionally
        self.data_tables = data_tables(article)

    def weight(self, element: Element) -> int:
        return class_weight(element) if self.weigh_classes else 0

    def all(self, *tags: str) -> list[Element]:
        return list(self.article.iterdescendants(*tags))

    def drop(self, tag: str) -> None:
        for element in reversed(self.all(tag)):
            if tag not in _EMBEDS or not shows_video(element):
                take_out(element)

    def drop_share_bars(self) -> None:
        for top in list(self.article.iterchildren("*")):
            end = next_element(top, skip_inside=True)
            node = next_element(top)
            while node is not None and node is not end:
                is_bar = SHARING.search(match_string(node)) and len(text_content(node)) < _SHARING_LETTERS
                following = next_element(node, skip_inside=bool(is_bar))
                if is_bar:
                    take_out(node)
                node = following

    def drop_heading_like(self, title: str) -> None:
        """A single second-level heading that repeats the title goes."""
        headings = self.all("h2")
        if len(headings) != 1 or not title:
            return
        said = text_content(headings[0])
        difference = (len(said) - len(title)) / len(title)
        if abs(difference) < 0.5 and (title in said if difference > 0 else said in title):
            self.drop("h2")

    def drop_bad_headings(self) -> None:
        for heading in reversed(self.all("h1", "h2")):
            if self.weight(heading) < 0:
                take_out(heading)

    def drop_fishy(self, tag: str) -> None:
        """Elements of this tag that look like furniture by their counts of things."""
        if not self.clean_conditionally:
            return
        for element in reversed(self.all(tag)):
            if element in self.data_tables or any(
                above in self.data_tables for above in element.iterancestors("table")
            ):
                continue
            if self.weight(element) < 0 or (inner_text(element).count(",") < 10 and self._is_fishy(element)):
                take_out(element)

    def _is_fishy(self, element: Element) -> bool:
        embeds = list(element.iterdescendants(*_EMBEDS))
        if any(shows_video(embed) for embed in embeds):
            return False
        weight = self.weight(element)
        density = link_density(element)
        letters = len(inner_text(element))
        paragraphs, images = count(element, "p"), count(element, "img")
        is_list = element.tag in ("ul", "ol")
        in_figure = any(above.tag == "figure" for above in list(element.iterancestors())[:4])
        return (
            (images > 1 and paragraphs / images < 0.5 and not in_figure)
            or (not is_list and count(element, "li") - 100 > paragraphs)
            or count(element, "input") > paragraphs // 3
            or (not is_list and letters < 25 and (images == 0 or images > 2) and not in_figure)
            or (not is_list and weight < 25 and density > 0.2)
            or (weight >= 25 and density > 0.5)
            or (len(embeds) == 1 and letters < 75)
            or len(embeds) > 1
        )

    def drop_empty_paragraphs(self) -> None:
        for paragraph in reversed(self.all("p")):
            if not count(paragraph, "img", *_EMBEDS) and not text_content(paragraph).strip():
                take_out(paragraph)

    def drop_breaks_before_paragraphs(self) -> None:
        for line_break in self.all("br"):
            following = line_break.getnext()
            if not (line_break.tail or "").strip() and following is not None and following.tag == "p":
                take_out(line_break)

    def unwrap_single_cells(self) -> None:
        """A table of one cell is layout: its cell takes its place."""
        for table in self.all("table"):
            rows = next(table.iterchildren("*")) if holds_only(table, "tbody") else table
            if not holds_only(rows, "tr"):
                continue
            row = next(rows.iterchildren("*"))
            if holds_only(row, "td"):
                cell = next(row.iterchildren("*"))
                cell.tag = "p" if all(map(is_phrasing, child_nodes(cell))) else "div"
                replace(table, cell)
