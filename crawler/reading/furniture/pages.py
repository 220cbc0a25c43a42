"""Knows what a rule may ask of a page: how much of its text a block holds, its buttons, what follows the last prose."""

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.reading.blocks import Block, Measured

_LONGEST_LABEL = 60  # letters of a button; more is a card to click on
_MOST_LABELS = 40  # of one block: what has more is no dialog


@dataclass(frozen=True, slots=True)
class PageText:
    """The measured page that a block is judged on. `buttons` says what the buttons anywhere in a block say."""

    body: Block
    buttons: dict[Block, list[str]]
    after_prose: frozenset[Block]

    def share(self, block: Block) -> float:
        """Which part of the page's prose the block holds; of all its text where the page has no prose."""
        if self.body.long:
            return block.long / self.body.long
        return block.chars / self.body.chars if self.body.chars else 0.0


def page_text(page: Measured) -> PageText:
    """A measured page, ready to be asked."""
    return PageText(page.body, _buttons(page.with_buttons), frozenset(_after_prose(page.body)))


def _buttons(blocks: list[Block]) -> dict[Block, list[str]]:
    found: dict[Block, list[str]] = {}
    for block in dict.fromkeys(blocks):
        labels = [label for label in block.buttons if len(label) <= _LONGEST_LABEL]
        above: Block | None = block if labels else None
        while above is not None:
            held = found.setdefault(above, [])
            if len(held) < _MOST_LABELS:
                held += labels
            above = above.parent
    return found


def _after_prose(body: Block) -> Iterator[Block]:
    """The outermost blocks that come after the last line of prose."""
    block: Block | None = body if body.long else None
    while block is not None:
        inner: Block | None = None
        for child in reversed(block.children):
            if child.long:
                inner = child
                break
            yield child
        block = inner
