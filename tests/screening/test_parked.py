"""Pages of domains that are parked, for sale or not yet used."""

import pytest

from crawler.screening.parked import find_offer
from tests.screening.pages import POLICY, page


@pytest.mark.parametrize(
    "text",
    [
        "The domain palace.example is for sale. Make an offer on it today.",
        "Buy this domain. Related searches: castles, towers",
        "This web page is parked FREE, courtesy of a registrar.",
        "This domain name has expired. Renew this domain now.",
        "Diese Domain steht zum Verkauf.",
        "Hier entsteht in Kürze eine neue Internetpräsenz.",
        "Ce nom de domaine est à vendre.",
        "Este dominio está en venta.",
        "Este domínio está à venda.",
        "Questo dominio è in vendita.",
        "Dit domein is te koop.",
        "Ta domena jest na sprzedaż.",
        "Этот домен продаётся.",
    ],
)
def test_a_domain_on_offer_is_known_in_many_languages(text: str) -> None:
    assert find_offer(page(text))


def test_a_policy_that_speaks_of_its_domain_is_none() -> None:
    assert find_offer(page(f"{POLICY} It covers our domain name and no other.")) is None


def test_a_long_policy_of_a_registrar_is_none() -> None:
    assert (
        find_offer(page(f"{POLICY} If a domain is parked with us, its visitors see advertisements.", times=5)) is None
    )
