"""Knows the rules that tell furniture, in order, and marks the blocks they hold for."""

from collections.abc import Callable
from dataclasses import dataclass

from crawler.reading.blocks import Block, Measured
from crawler.reading.furniture.class_words import has_furniture_name
from crawler.reading.furniture.consent import asks_consent
from crawler.reading.furniture.consent_buttons import has_consent_buttons
from crawler.reading.furniture.copyright_lines import is_copyright_line
from crawler.reading.furniture.form_blocks import is_form
from crawler.reading.furniture.laid_over import is_laid_over
from crawler.reading.furniture.landmarks import is_landmark
from crawler.reading.furniture.link_blocks import is_mostly_links
from crawler.reading.furniture.pages import PageText, page_text
from crawler.reading.tags import HEADINGS


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to tell furniture. `by_name`: it trusts what the page calls its parts; where such rules leave too
    little of a page, they are not followed."""

    name: str
    holds: Callable[[Block, PageText], bool]
    by_name: bool = False


# The first rule that holds names the reason; a block inside a marked block is not asked about.
RULES = (
    Rule("consent", asks_consent),
    Rule("laid-over", is_laid_over),
    Rule("landmark", is_landmark, by_name=True),
    Rule("class-word", has_furniture_name, by_name=True),
    Rule("form", is_form),
    Rule("consent-buttons", has_consent_buttons),
    Rule("link-block", is_mostly_links),
    Rule("copyright-line", is_copyright_line),
)


def find_furniture(measured: Measured, rules: tuple[Rule, ...] = RULES) -> list[tuple[Block, Rule]]:
    """The outermost blocks that are furniture, each with the rule that says so."""
    page = page_text(measured)
    found: list[tuple[Block, Rule]] = []
    asked = [(rule, rule.holds) for rule in rules]
    waiting = list(reversed(measured.body.children))
    while waiting:
        block = waiting.pop()
        if block.tag in HEADINGS:
            continue  # a heading is named for what it heads
        for rule, holds in asked:
            if holds(block, page):
                found.append((block, rule))
                break
        else:
            waiting.extend(reversed(block.children))
    return found
