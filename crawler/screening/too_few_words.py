"""Knows documents too short to be a policy."""

from crawler.items import Document

# The shortest real policies in the five seed documents' corpus are a paragraph; below this stand bare link lists,
# headlines and "coming soon".
LEAST_WORDS = 40


def find_shortness(document: Document) -> str | None:
    """How many words there are, where that is fewer than any policy needs."""
    if document.words >= LEAST_WORDS:
        return None
    return f"it has {document.words} word{'s' * (document.words != 1)}, a policy has at least {LEAST_WORDS}"
