"""Knows pages of domains that are parked, for sale or not yet used."""

from crawler.items import Document
from crawler.screening.signs import find_sign

_LONGEST = 400  # words; parked pages are a headline and advertisements
_SIGNS = (
    r"domain( name)?( \S+)? (is|may be|might be) (for sale|available)|buy this domain|domain (is )?parked",
    r"parked (free|domain|page)|this (web ?page|web ?site|site|page) is parked",
    r"sponsored (listings|links) (for|displayed)",
    r"related (searches|links)[:\s]+.{0,200}(sponsored|buy|domain)|inquire about (this|the) domain",
    r"make an offer (on|for) ",
    r"(acquire|purchase|own|get|lease) this (premium )?domain|premium domain (name )?(is )?(for sale|available)",
    r"the owner of .{3,60} (is offering it|has parked)|domain (has|name has) (recently )?(been registered|expired)",
    r"this domain (name )?(was|has been) (recently )?registered|domain (name )?(registration )?has expired",
    r"future home of (something|.{3,60}\.)|registered (at|with|by|through) .{3,40} on behalf of|renew this domain",
    r"(diese|die) domain( \S+)? (ist|steht|wurde|kann).{0,40}(verkauf|gekauft|geparkt|registriert|reserviert)",
    r"domain (kaufen|zu verkaufen|ist geparkt)|hier entsteht (in kürze )?(eine neue|ein neuer|unser)",
    r"(ce|le) (nom de )?domaine( \S+)? (est|peut être) (à vendre|en vente|acheté|réservé|parqué|enregistré)",
    r"(este|el) dominio( \S+)? (est[áa]|puede estar) (en venta|a la venta|aparcado|estacionado|disponible)",
    r"comprar este dominio",
    r"(este|o) domínio( \S+)? (está|pode estar) (à venda|estacionado|disponível)|compr(e|ar) este domínio",
    r"(questo|il) dominio( \S+)? (è|potrebbe essere) (in vendita|parcheggiato|disponibile|stato registrato)",
    r"(deze|dit|de) domein(naam)?( \S+)? (is|staat|kan) .{0,20}(te koop|geparkeerd|gereserveerd|geregistreerd)",
    r"(ta|ten|domena)( domena)?( \S+)? (jest|może być) (na sprzedaż|zaparkowana|dostępna)|kup tę domenę",
    r"(den här )?domänen( \S+)? är (till salu|parkerad|registrerad)|domænet( \S+)? er (til salg|parkeret)",
    r"(этот )?домен( \S+)? (прода[её]тся|припаркован|выставлен на продажу)|купить (этот )?домен",
    r"此域名|该域名(可|正在)?出售",
    r"このドメインは|ドメインを購入|bu alan adı (satılık|park)",
)


def find_offer(document: Document) -> str | None:
    """Where a short page offers its own domain, or says that nobody uses it yet."""
    return find_sign(document, _SIGNS, _LONGEST)
