"""Knows bot checks and error pages of servers that were archived as good answers."""

from crawler.items import Document
from crawler.screening.signs import find_sign

_LONGEST = 250  # words; a policy may speak of such things, a challenge says nothing else
_SIGNS = (
    # bot checks
    r"checking (if the site connection is secure|your browser|you are not a bot)",
    r"verify(ing)? (that )?you are (a )?human|prove (that )?you are (a )?human|you are not a robot|are you a robot",
    r"confirm (that )?you are (a )?human|human verification|bot (verification|detection)|just a moment\.\.\.",
    r"enable javascript and cookies to continue|(please )?complete the (security check|captcha)",
    r"unusual traffic|ddos[- ]protection|attention required|pardon our interruption",
    r"access to this page has been denied",
    r"(überprüfen|prüfen) sie ihren browser|ihr browser wird (überprüft|geprüft)",
    r"bestätigen sie, dass sie ein mensch",
    r"dass sie kein roboter sind|ungewöhnlichen datenverkehr",
    r"vérifi(ez|er|cation) que vous êtes (bien )?(un )?humain|vous n'êtes pas un robot|trafic inhabituel",
    r"verificar? que (usted )?es (un )?humano|no (eres|es) un robot|tráfico inusual",
    r"verifica(re)? di essere umano|non sei un robot|traffico insolito",
    r"verifi(que|car) se (você|o senhor) é humano|não é um robô",
    r"controleren of u een mens bent|je bent geen robot|u bent geen robot",
    r"że jesteś człowiekiem|nie jesteś robotem|att du är (en )?människa",
    r"проверка браузера|что вы не робот|подтвердите, что вы человек|请完成安全验证|安全验证|ロボットではありません",
    # refusals
    r"access (is )?denied|request (was )?(blocked|rejected)|you have been blocked|403 forbidden",
    r"forbidden you don.t have",
    r"you don.t have permission to access|not authorized to view this page|directory listing denied",
    r"zugriff (verweigert|nicht gestattet)|accès (refusé|interdit)|acceso (denegado|prohibido)|accesso negato",
    r"acesso negado|toegang geweigerd|brak dostępu|odmowa dostępu|åtkomst nekad|доступ (запрещ[её]н|ограничен)",
    # failing servers
    r"bad gateway|gateway time-?out|service (is )?(temporarily )?unavailable|internal server error|runtime error",
    r"too many requests|(bandwidth|resource) limit (is )?(exceeded|reached)",
    r"(account|site|website) (has been )?suspended",
    r"error establishing a database connection|could not connect to (the )?(database|mysql|sql server)",
    r"(fatal error|warning|parse error): .{0,200} on line \d+|server error in '.{0,40}' application",
    r"mysql_connect\(\)",
    r"website is offline|the (origin )?web server (is down|reported)|connection timed out error code",
    r"technical difficulties|server (is )?(too busy|overloaded)|temporarily (offline|unavailable|out of service)",
    r"(interner|internen) serverfehler|vorübergehend nicht (erreichbar|verfügbar)|erreur interne du serveur",
    r"service (momentanément|temporairement) indisponible|error interno del servidor|no disponible temporalmente",
    r"errore interno del server|temporaneamente non disponibile|erro interno d[oe] servidor",
    r"temporariamente indisponível",
    r"interne serverfout|tijdelijk niet (beschikbaar|bereikbaar)|tymczasowo niedostępn|tillfälligt otillgänglig",
    r"внутренняя ошибка сервера|временно недоступ",
    # sites at work
    r"(under|undergoing|down for|scheduled) (\w+ )?maintenance",
    r"(site|website|page) (is )?(currently )?under construction",
    r"wartungsarbeiten|wegen wartung|im wartungsmodus|(seite|website) (ist )?im aufbau|en (cours de )?maintenance",
    r"site en construction|en mantenimiento|(sitio|página) en construcción|in manutenzione",
    r"sito in (costruzione|allestimento)",
    r"em manutenção|(site|página) em construção|wegens onderhoud|in onderhoud|w trakcie (konserwacji|budowy)",
    r"prace (konserwacyjne|techniczne)|под(д?)ержка сайта|технические работы|сайт в разработке|メンテナンス中",
    # servers that nobody has set up
    r"apache2? .{0,30}default page|welcome to nginx|this is the default (web ?page|page) (for|of) this|it works!$",
    r"iis windows server|web server.s default page|default (plesk|cpanel) page|webserver is running",
)


def find_challenge(document: Document) -> str | None:
    """What a short page says that only bot checks and failing servers say."""
    return find_sign(document, _SIGNS, _LONGEST)
