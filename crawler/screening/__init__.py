"""Knows whether a document is a policy at all: one rule a file, in order, and nothing is deleted."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from crawler.items import Document
from crawler.outcomes import Outcome
from crawler.screening.challenge_page import is_challenge_page
from crawler.screening.parked import is_parked
from crawler.screening.soft_404 import is_soft_404
from crawler.screening.too_few_words import has_too_few_words

RULES: Sequence[tuple[Outcome, Callable[[Document], bool]]] = (
    (Outcome.CHALLENGE_PAGE, is_challenge_page),
    (Outcome.SOFT_404, is_soft_404),
    (Outcome.PARKED, is_parked),
    (Outcome.TOO_FEW_WORDS, has_too_few_words),
)


def screen(document: Document) -> Document:
    """The document, with the first reason for which it is no policy, if any."""
    reason = next((outcome for outcome, holds in RULES if holds(document)), None)
    return replace(document, screened=reason)
