"""Pages that say they do not exist, with a status that says they do."""

import pytest

from crawler.screening.soft_404 import find_absence
from tests.screening.pages import POLICY, page


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, the page you are looking for does not exist or has been moved.",
        "We can't find the page that you asked for.",
        "The requested URL /privacy was not found on this server.",
        "Oops! That page can't be found. It looks like nothing was found at this location.",
        "Die Seite wurde leider nicht gefunden.",
        "Cette page est introuvable.",
        "La página que busca no existe.",
        "A página que procura não foi encontrada.",
        "La pagina che cercate non esiste più.",
        "Deze pagina kon niet worden gevonden.",
        "Strona, której szukasz, nie istnieje.",
        "Sidan kunde inte hittas.",
        "Запрошенная страница не найдена.",
        "您访问的页面不存在",
        "お探しのページは見つかりませんでした。",
    ],
)
def test_a_page_that_is_not_there_is_known_in_many_languages(text: str) -> None:
    assert find_absence(page(text))


@pytest.mark.parametrize("title", ["404", "Error 404", "Page not found", "404 - palace.example", "Fehler 404"])
def test_it_is_known_by_its_title(title: str) -> None:
    assert find_absence(page("Would you like to go home?", title))


@pytest.mark.parametrize("title", ["Privacy policy", "Our 404 employees", "Lost and found"])
def test_a_policy_is_none(title: str) -> None:
    assert find_absence(page(POLICY, title)) is None


def test_a_long_policy_that_mentions_a_page_not_found_is_none() -> None:
    assert find_absence(page(f"{POLICY} We count how often a page was not found.", times=4)) is None
