"""Knows what a rule may ask of a page: its text in all, how much of that a block holds, and whether it has buttons."""

from dataclasses import dataclass

from crawler.reading.blocks import Block


@dataclass(frozen=True, slots=True)
class PageText:
    """The measured page that a block is judged on."""

    body: Block
    has_buttons: bool

    def share(self, block: Block) -> float:
        """Which part of the page's prose the block holds; of all its text where the page has no prose."""
        if self.body.long:
            return block.long / self.body.long
        return block.chars / self.body.chars if self.body.chars else 0.0
