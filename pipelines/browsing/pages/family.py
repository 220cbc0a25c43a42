"""Knows the page of a family: who shares these words, and when they were first seen."""

from dataclasses import dataclass

from pipelines.browsing.addresses import family_address
from pipelines.browsing.asking import AFTER_ID, FAMILY, NotThere
from pipelines.browsing.page import Page
from pipelines.database.opening_to_read import Database
from pipelines.database.questions.browsing_documents import Sharing, family_of, family_part

_MOST = 200


@dataclass(frozen=True, slots=True)
class Family:
    """Some documents of a family, each where it was first seen, the earliest first, and where they go on."""

    family: int
    documents: tuple[Sharing, ...]
    next: str | None


def answer(engine: Database, family: int, after: int) -> Family:
    known = family_of(engine, family)
    if known is None:
        raise NotThere(f"there is no family {family}")
    part = family_part(engine, known, after, _MOST)
    members = sorted(part.members, key=lambda one: (one.first_seen, one.document_id))
    return Family(known, tuple(members), None if part.next is None else family_address(known, part.next))


PAGE = Page(
    "/families/{family}",
    "family",
    "Documents of all domains with nearly the same words.",
    (FAMILY, AFTER_ID),
    Family,
    answer,
)
