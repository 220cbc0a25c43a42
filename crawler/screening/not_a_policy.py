"""Knows pages of another kind: terms, news, help, shops, lists of posts, imprints."""

from crawler.items import Document
from crawler.screening.policy_model import the_model


def find_other_kind(document: Document) -> str | None:
    """How unlikely a document is a policy, where it is so unlikely that it counts as another page."""
    probability, threshold = document.policy_probability, the_model().threshold
    if probability is None or probability >= threshold:
        return None
    return f"a policy with probability {probability:.3f}; at least {threshold} is asked for"
