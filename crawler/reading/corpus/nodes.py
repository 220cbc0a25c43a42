"""Knows a page as a browser's script sees it: elements and texts side by side as the children of an element."""

from typing import TypeAlias

from lxml import etree
from lxml.etree import _Element as Element

from crawler.reading.tags import word_set

Node: TypeAlias = Element | str

PHRASING = word_set(
    "abbr audio b bdo br button cite code data datalist dfn em embed i img input kbd label mark math meter noscript "
    "object output progress q ruby samp script select small span strong sub sup textarea time var wbr"
)
_PHRASING_WHERE_ALL_INSIDE_IS = frozenset(("a", "del", "ins"))

_text_content = etree.XPath("string()")


def text_content(element: Element) -> str:
    """All text inside, comments left out."""
    return str(_text_content(element))


def inner_text(element: Element) -> str:
    """All text inside, trimmed, every white space made one space: as long as where only runs of it are."""
    return " ".join(text_content(element).split())


def child_nodes(element: Element) -> list[Node]:
    """Texts and elements (comments among them) right inside."""
    nodes: list[Node] = [element.text] if element.text else []
    for child in element:
        nodes.append(child)
        if child.tail:
            nodes.append(child.tail)
    return nodes


def put_child_nodes(element: Element, nodes: list[Node]) -> None:
    """Make these the children; whatever stood there and is not among them is gone."""
    for child in list(element):
        element.remove(child)
    element.text = None
    last: Element | None = None
    for node in nodes:
        if isinstance(node, str):
            if last is None:
                element.text = (element.text or "") + node
            else:
                last.tail = (last.tail or "") + node
        else:
            element.append(node)
            node.tail = None
            last = node


def elements_inside(element: Element) -> list[Element]:
    """The elements right inside, comments left out."""
    return list(element.iterchildren("*"))


def count(element: Element, *tags: str) -> int:
    """How many elements of these tags are inside, at any depth."""
    return sum(1 for _ in element.iterdescendants(*tags))


def replace(element: Element, other: Element) -> None:
    """Put another element where this one stands; the text behind it stays."""
    parent = element.getparent()
    if parent is not None:
        tail = element.tail
        parent.replace(element, other)
        other.tail = tail
        element.tail = None


def next_element(node: Element, skip_inside: bool = False) -> Element | None:
    """The next element of the page in its order; `skip_inside` passes over what is inside this one."""
    if not skip_inside and (inside := next(node.iterchildren("*"), None)) is not None:
        return inside
    current: Element | None = node
    while current is not None:
        if (after := next(current.itersiblings("*"), None)) is not None:
            return after
        current = current.getparent()
    return None


def ancestors(element: Element, most: int = 0) -> list[Element]:
    """What holds the element, innermost first."""
    found: list[Element] = []
    for above in element.iterancestors():
        found.append(above)
        if len(found) == most:
            break
    return found


def is_phrasing(node: Node) -> bool:
    """Whether the node is part of a line of text."""
    if isinstance(node, str) or node.tag in PHRASING:
        return True
    return node.tag in _PHRASING_WHERE_ALL_INSIDE_IS and all(map(is_phrasing, child_nodes(node)))


def is_white(node: Node) -> bool:
    """Whether the node is white space or a line break."""
    return not node.strip() if isinstance(node, str) else node.tag == "br"


def holds_only(element: Element, tag: str) -> bool:
    """Whether one element of this tag is all that is inside. Text counts only where it ends in a letter, as it did."""
    inside = elements_inside(element)
    if len(inside) != 1 or inside[0].tag != tag:
        return False
    return not any(isinstance(node, str) and not node[-1].isspace() for node in child_nodes(element))


def link_density(element: Element) -> float:
    """Which part of the text inside is in links."""
    letters = len(inner_text(element))
    if not letters:
        return 0.0
    return sum(len(inner_text(link)) for link in element.iterdescendants("a")) / letters
