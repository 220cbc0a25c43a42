"""Knows whether a document is a policy at all: one rule a file, in order, and nothing is deleted.

A rule looks at a document and gives its evidence, a short text for people, or None where it does not hold.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256

from crawler.items import Document
from crawler.outcomes import Outcome
from crawler.screening.another_domain import find_owner
from crawler.screening.application_shell import find_plea
from crawler.screening.challenge_page import find_challenge
from crawler.screening.languages import Language, find_other_language, tell_language
from crawler.screening.not_a_policy import find_other_kind
from crawler.screening.parked import find_offer
from crawler.screening.policy_model import policy_probability
from crawler.screening.soft_404 import find_absence
from crawler.screening.too_few_words import find_shortness

Rule = Callable[[Document], str | None]


def rules(languages: frozenset[str] = frozenset()) -> Sequence[tuple[Outcome, Rule]]:
    """The rules in their order; documents in other languages than these, if any are named, are screened out."""
    return (
        (Outcome.CHALLENGE_PAGE, find_challenge),
        (Outcome.SOFT_404, find_absence),
        (Outcome.PARKED, find_offer),
        (Outcome.APPLICATION_SHELL, find_plea),
        (Outcome.TOO_FEW_WORDS, find_shortness),
        (Outcome.OTHER_LANGUAGE, partial(find_other_language, wanted=languages)),
        (Outcome.NOT_A_POLICY, find_other_kind),
        (Outcome.ANOTHER_DOMAIN, find_owner),
    )


RULES = rules()
_MOST_KNOWN = 1_000  # verdicts kept, of the texts judged last
_known: dict[bytes, tuple[Language | None, float | None]] = {}


def _judged(document: Document) -> tuple[Language | None, float | None]:
    """The language of a text, and how likely it is a policy. The captures of one policy come one after the other, and
    sixteen of them have one text: it is judged once."""
    text = sha256(f"{document.title}\n{document.text}".encode(errors="replace")).digest()
    if text not in _known:
        language = tell_language(document.text)
        probability = policy_probability(document.title, document.text, language.code if language else None)
        if len(_known) >= _MOST_KNOWN:
            del _known[next(iter(_known))]
        _known[text] = language, probability
    return _known[text]


def screen(document: Document, languages: frozenset[str] = frozenset()) -> Document:
    """The document with its language and how likely it is a policy; with the first reason for which it is none, if
    any, and the evidence (in its notes, as `screen`)."""
    notes = tuple(note for note in document.notes if note[0] != "screen")  # of an earlier screening
    language, probability = _judged(document)
    document = replace(
        document,
        screened=None,
        notes=notes,
        language=language.code if language else None,
        language_confidence=language.confidence if language else None,
        policy_probability=probability,
    )
    for outcome, find in rules(languages):
        evidence = find(document)
        if evidence is not None:
            return replace(document, screened=outcome, notes=(*notes, ("screen", evidence)))
    return document
