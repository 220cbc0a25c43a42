"""Knows how the corpus' reader scored the blocks of a page and chose the best."""

from lxml.etree import _Element as Element

from crawler.reading.corpus.naming import class_weight
from crawler.reading.corpus.nodes import ancestors, inner_text, link_density

TOP = 5
_CLOSE = 0.75
_LEAST_CLOSE = 3
_SHORTEST = 25

_FIRST_SCORE = (
    {"div": 5}
    | dict.fromkeys(("pre", "td", "blockquote"), 3)
    | dict.fromkeys(("address", "ol", "ul", "dl", "dd", "dt", "li", "form"), -3)
    | dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "th"), -5)
)


class Scores:
    """The scores of one attempt. Elements are kept here, so that each stays one and the same object."""

    def __init__(self, weigh_classes: bool) -> None:
        self.of: dict[Element, float] = {}
        self._weigh_classes = weigh_classes

    def weight(self, element: Element) -> int:
        return class_weight(element) if self._weigh_classes else 0

    def begin(self, element: Element) -> None:
        """Give an element the score it starts with, where it has none."""
        if element not in self.of:
            self.of[element] = _FIRST_SCORE.get(element.tag, 0) + self.weight(element)

    def add_text_of(self, element: Element) -> None:
        """Credit what holds a paragraph with it: the parent in full, those above it less and less."""
        if element.getparent() is None:
            return
        text = inner_text(element)
        if len(text) < _SHORTEST:
            return
        score = 1 + text.count(",") + 1 + min(len(text) // 100, 3)
        for level, above in enumerate(ancestors(element, 3)):
            if above.getparent() is None:
                continue  # the document's own element is no candidate
            self.begin(above)
            self.of[above] += score / (1, 2, 6)[level]

    def best(self) -> list[Element]:
        """The highest scores, each scaled by how little of its text is linked; the first to come wins a tie."""
        top: list[Element] = []
        for element in self.of:
            self.of[element] *= 1 - link_density(element)
            for place in range(TOP):
                if place >= len(top) or self.of[element] > self.of[top[place]]:
                    top.insert(place, element)
                    del top[TOP:]
                    break
        return top


def raise_to_common(scores: Scores, top: list[Element]) -> Element:
    """From the best block up to the one that a text spread over several of them stands in."""
    chosen = _holder_of_close_ones(scores, top)
    scores.begin(chosen)
    chosen = _rising_parent(scores, chosen)
    parent = chosen.getparent()
    while parent is not None and parent.tag != "body" and sum(1 for _ in parent.iterchildren("*")) == 1:
        chosen = parent
        parent = chosen.getparent()
    scores.begin(chosen)
    return chosen


def _holder_of_close_ones(scores: Scores, top: list[Element]) -> Element:
    chosen = top[0]
    close = [set(ancestors(other)) for other in top[1:] if _is_close(scores.of[other], scores.of[chosen])]
    if len(close) < _LEAST_CLOSE:
        return chosen
    parent = chosen.getparent()
    while parent is not None and parent.tag != "body":
        if sum(parent in above for above in close) >= _LEAST_CLOSE:
            return parent
        parent = parent.getparent()
    return chosen


def _is_close(score: float, best: float) -> bool:
    return best != 0 and score / best >= _CLOSE


def _rising_parent(scores: Scores, chosen: Element) -> Element:
    last = scores.of[chosen]
    least = last / 3
    parent = chosen.getparent()
    while parent is not None and parent.tag != "body":
        score = scores.of.get(parent)
        if score is not None:
            if score < least:
                break
            if score > last:
                return parent
            last = score
        parent = parent.getparent()
    return chosen
