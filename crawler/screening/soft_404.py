"""Knows pages that say they do not exist although their server called them good."""

import re

from crawler.items import Document

_LONGEST = 300  # words; a policy that mentions a page not found is longer
_TITLE = re.compile(r"\b404\b|not found|page (does not|doesn.t) exist|nicht gefunden|introuvable|no encontrad", re.I)
_TEXT = re.compile(
    r"(page|url|file|address|document)[^.]{0,60}(could not be found|cannot be found|can.t be found|was not found|"
    r"not found|no longer (exists|available)|does not exist|doesn.t exist)|"
    r"(couldn.t|could not|cannot|can.t) find (the|that|this|your) (page|file|document)|"
    r"seite (konnte |wurde )?(leider )?nicht gefunden|page (est )?introuvable|p[áa]gina no (fue )?encontrada",
    re.I,
)


def is_soft_404(document: Document) -> bool:
    """Whether a short page says in its title or text that what was asked for is not there."""
    if document.words > _LONGEST:
        return False
    return bool(_TITLE.search(document.title) or _TEXT.search(document.text))
