"""Bot checks and error pages that were archived as good answers."""

import pytest

from crawler.screening.challenge_page import find_challenge
from tests.screening.pages import POLICY, page


@pytest.mark.parametrize(
    "text",
    [
        "Checking your browser before accessing palace.example. This process is automatic.",
        "Please verify you are human by completing the action below.",
        "Bitte bestätigen Sie, dass Sie ein Mensch sind.",
        "Veuillez vérifier que vous êtes humain.",
        "Controleer even of u een mens bent: controleren of u een mens bent kan kort duren.",
        "Подтвердите, что вы человек, и страница откроется.",
    ],
)
def test_a_bot_check_is_known_in_many_languages(text: str) -> None:
    assert find_challenge(page(text))


@pytest.mark.parametrize(
    "text",
    [
        "503 Service Temporarily Unavailable",
        "Bandwidth Limit Exceeded. The server is temporarily unable to service your request.",
        "Error establishing a database connection",
        "Warning: include(head.php): failed to open stream: No such file in /www/index.php on line 3",
        "Server Error in '/' Application.",
        "This account has been suspended. Contact your provider.",
        "Access Denied. You don't have permission to access this page.",
        "Zugriff verweigert",
        "Le service est indisponible. Service temporairement indisponible.",
        "Nuestra tienda está en mantenimiento.",
        "Strona w trakcie budowy, zapraszamy wkrótce.",
        "This is the default web page for this server.",
    ],
)
def test_an_error_page_of_a_server_is_known(text: str) -> None:
    assert find_challenge(page(text))


def test_the_title_alone_is_enough() -> None:
    assert find_challenge(page("Ray 7f3b", "Attention Required!")) == "its title says “Attention Required!”"


def test_the_evidence_quotes_what_the_page_says() -> None:
    evidence = find_challenge(
        page("Our shop is closed. 502 Bad Gateway. The machine that answers has not answered yet.")
    )
    assert evidence == "it says “…shop is closed. 502 Bad Gateway. The machine that answers…”"


def test_a_policy_that_speaks_of_captchas_is_none() -> None:
    assert find_challenge(page(f"{POLICY} We ask you to verify that you are human.", times=3)) is None


def test_a_policy_is_none() -> None:
    assert find_challenge(page(POLICY, "Privacy policy")) is None
