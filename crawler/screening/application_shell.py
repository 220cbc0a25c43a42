"""Knows documents that say only that scripts must run: shells that the reader took for pages."""

from crawler.items import Document
from crawler.screening.signs import find_sign

_LONGEST = 80  # words; `reading/shells.py` knows the page, here only its text is left
_SIGNS = (
    r"(enable|activate|turn on|allow|requires?|without|need|supports?) java ?script",
    r"java ?script (is |must be )?(disabled|required|enabled|needed|turned)",
    r"(doesn.t|does not) work (properly )?without java ?script|^(loading|please wait)( \.\.\.|…|\.\.\.)?$",
    r"java ?script (aktivieren|einschalten|ist (deaktiviert|ausgeschaltet))",
    r"(aktivieren|benötigt|ohne) (sie )?(bitte )?java ?script",
    r"(activ(er|ez)|nécessite|sans|autoris(er|ez)) (le )?java ?script|java ?script (est )?(désactivé|requis)",
    r"(activ[ae]r?|habilit[ae]r?|necesita|requiere|sin) java ?script",
    r"(ativ[ae]r?|habilit[ae]r?|sem) o? ?java ?script",
    r"(abilit(a|are)|attiv(a|are)|richiede|senza) java ?script|java ?script (in te )?(inschakelen|schakel)",
    r"schakel java ?script",
    r"(włącz(yć)?|wymaga) (obsługi )?java ?script|(aktivera|slå på|kräver) java ?script|включит[еь] java ?script",
    r"java ?scriptを有効|请?(启用|開啟|启动|啟用) ?java ?script",
)


def find_plea(document: Document) -> str | None:
    """Where a document of hardly a word asks for its scripts."""
    return find_sign(document, _SIGNS, _LONGEST)
