"""Knows what a rule may ask of a page: how much of its text a block holds, and what comes after the last prose."""

from dataclasses import dataclass, field

from crawler.reading.blocks import Block


@dataclass(frozen=True, slots=True)
class PageText:
    """The measured page that a block is judged on."""

    body: Block
    has_buttons: bool
    after_prose: frozenset[Block] = field(default=frozenset())

    def share(self, block: Block) -> float:
        """Which part of the page's prose the block holds; of all its text where the page has no prose."""
        if self.body.long:
            return block.long / self.body.long
        return block.chars / self.body.chars if self.body.chars else 0.0


def page_text(body: Block) -> PageText:
    """A measured page, ready to be asked."""
    has_buttons = any(block.buttons for block in body.everything())
    return PageText(body, has_buttons, frozenset(_after_prose(body)))


def _after_prose(body: Block) -> list[Block]:
    """The outermost blocks that come after the last line of prose."""
    found: list[Block] = []
    block: Block | None = body if body.long else None
    while block is not None:
        inner: Block | None = None
        for child in reversed(block.children):
            if child.long:
                inner = child
                break
            found.append(child)
        block = inner
    return found
