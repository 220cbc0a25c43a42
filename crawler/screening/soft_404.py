"""Knows pages that say they do not exist although their server called them good."""

from crawler.items import Document
from crawler.screening.signs import find_sign

_LONGEST = 300  # words; a policy that mentions a page not found is longer
_PAGE = r"(web ?page|page|url|file|address|document|resource|content|link|article)"
_SIGNS = (
    r"\b(error|fehler|erreur|errore|erro|błąd|ошибка|fout) ?[:#]?\(?404\b|\b404\b ?[:|–-]|^404\b|http 404",
    r"\b404\b.{0,20}(error|not found|fehler|erreur|página|pagina)",
    _PAGE + r"[^.!?]{0,80}(could not be|cannot be|can.t be|couldn.t be|was not|wasn.t|is not|isn.t|not) found",
    _PAGE + r"[^.!?]{0,60}(no longer (exists|available|here)|does not exist|doesn.t exist|has been removed or)",
    _PAGE + r" you (are|were) looking for[^.!?]{0,60}(moved|removed|gone|not|n.t|no longer|unavailable)",
    r"(couldn.t|could not|cannot|can.t|unable to|not able to) (find|locate) (the|that|this|your) (requested )?" + _PAGE,
    r"^(page )?not found$|page not found|nothing (was )?found (here|at this)|object not found|file not found",
    r"(oops|sorry|whoops)[^.]{0,40}(page|that)[^.]{0,30}(found|exist|missing|gone)|it looks like nothing was found",
    # German, French
    r"(seite|datei|adresse|dokument|inhalt)[^.!?]{0,60}nicht (gefunden|vorhanden|mehr verfügbar|existiert)",
    r"(seite|datei|adresse|dokument)[^.!?]{0,60}(existiert|gibt es) (leider )?nicht|nicht gefunden$",
    r"(page|adresse|document|fichier)[^.!?]{0,60}(introuvable|n.existe (pas|plus)|n.a pas (été|pu être) trouvé)",
    r"page (non|pas) trouvée|impossible de trouver (la|cette) page",
    # Spanish, Portuguese, Italian
    r"(página|dirección|archivo|documento)[^.!?]{0,60}no (existe|(fue|ha sido|se ha podido|se pudo|pudo ser) )",
    r"(página|contenido|archivo) no (encontrad[ao]|disponible|se encuentra|se encontró)|no encontramos la página",
    r"(página|endereço|ficheiro|arquivo)[^.!?]{0,60}não (existe|foi encontrad|pôde ser|pode ser encontrad)",
    r"página não encontrada|não (conseguimos )?encontra(mos|r) (a|esta) página",
    r"(pagina|indirizzo|documento)[^.!?]{0,60}non (esiste|è stat[ao] trovat|è (più )?disponibile)",
    r"pagina non trovata",
    # Dutch, Polish, Swedish, Danish, Czech, Hungarian, Turkish, Russian, Greek
    r"pagina[^.!?]{0,60}(niet gevonden|bestaat niet|kon niet|niet worden gevonden)|niet gevonden$",
    r"(strona|strony|adres|plik)[^.!?]{0,60}nie (istnieje|została odnaleziona|znaleziono|odnaleziono)",
    r"nie znaleziono strony",
    r"(sidan|adressen|filen)[^.!?]{0,60}(hittades inte|finns inte|kunde inte hittas)|hittar inte sidan",
    r"siden (blev ikke|findes ikke|kunne ikke|ble ikke|finnes ikke)|ikke fundet$|sivua ei (löyt|ole)",
    r"strán?k[au][^.!?]{0,60}(nebyla nalezena|neexistuje|nenalezena)|az oldal nem található|sayfa bulunamadı",
    r"страниц[аы][^.!?]{0,60}не (найден|существует|обнаружен)|η σελίδα δεν βρέθηκε",
    r"(页面|頁面|网页|網頁)(不存在|未找到|找不到)|(找不到|没有找到)(该|您|此|指定的)?[^。]{0,12}(页|頁)",
    r"ページ(が|は)(見つかりません|存在しません)|お探しのページ|페이지를 찾을 수 없",
)


def find_absence(document: Document) -> str | None:
    """Where a short page says, in its title or its text, that what was asked for is not there."""
    return find_sign(document, _SIGNS, _LONGEST)
