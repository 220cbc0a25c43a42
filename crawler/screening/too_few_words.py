"""Knows documents too short to be a policy."""

from crawler.items import Document

# The shortest real policies in the five seed documents' corpus are a paragraph; below this stand bare link lists,
# headlines and "coming soon".
LEAST_WORDS = 40


def has_too_few_words(document: Document) -> bool:
    """Whether there are fewer words than any policy needs."""
    return document.words < LEAST_WORDS
