"""Knows which buttons are headings of what they fold away, and takes out those that only do something to the page."""

from lxml.etree import _Element as Element

from crawler.reading.tags import HEADINGS, INLINE
from crawler.reading.taking_out import take_out
from crawler.reading.veils import texts_in

_HEADED = HEADINGS | {"dt", "summary", "legend"}
_FOLDS = ("aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle")
_LEAST_FOLDED = 40  # letters of a block that a button right before it may be the heading of


def drop_buttons(element: Element) -> int:
    """Take out buttons such as "Print this page"; their words are no part of a policy. How many there were."""
    buttons = [button for button in element.iter("button") if not _is_heading(button)]
    for button in buttons:
        take_out(button)
    return len(buttons)


def _is_heading(button: Element) -> bool:
    if any(button.get(name) is not None for name in _FOLDS):
        return True
    above = button.getparent()
    if above is None or above.tag in _HEADED or (above.getparent() is not None and above.getparent().tag in _HEADED):
        return True
    following = button.getnext()
    if following is None and len(above) == 1 and not (above.text or "").strip():
        following = above.getnext()  # alone in its block: what it folds stands behind that
    if following is None or following.tag in INLINE:
        return False
    return sum(len(text.strip()) for text in texts_in(following)) >= _LEAST_FOLDED
