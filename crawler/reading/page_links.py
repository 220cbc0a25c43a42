"""Knows links that only move about the page: to its top, past its menu, to the printer."""

import re

from lxml.etree import _Element as Element

from crawler.reading.taking_out import take_out

_HERE = ("#", "javascript:")
_WORDS = re.compile(
    r"\W*(?:(?:back|return|go|jump)?(?: to)?(?: the)? ?top(?: of(?: the| this)? page)?|skip(?: to| navigation)?"
    r"(?: the)?(?: main)?(?: content| navigation| menu)?|print(?: this)?(?: page| version)?|nach oben|zum seitenanfang"
    r"|(?:zurück )?zum anfang|zum inhalt(?: springen)?|seite drucken|haut de(?: la)? page|retour en haut"
    r"|aller au contenu(?: principal)?|imprimer|volver arriba|arriba|ir al contenido|imprimir|torna su"
    r"|vai al contenuto)\W*",
    re.IGNORECASE,
)


def drop_page_links(element: Element) -> int:
    """Take out such links with their words, which are no part of a policy. How many there were."""
    found = [
        link
        for link in element.iter("a")
        if (link.get("href") or "").strip().lower().startswith(_HERE) and _WORDS.fullmatch("".join(link.itertext()))
    ]
    for link in found:
        take_out(link)
    return len(found)
