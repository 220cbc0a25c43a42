"""Documents that say only that scripts must run."""

import pytest

from crawler.screening.application_shell import find_plea
from tests.screening.pages import POLICY, page


@pytest.mark.parametrize(
    "text",
    [
        "You need to enable JavaScript to run this app.",
        "This site requires Javascript. Please turn on JavaScript and reload.",
        "We're sorry but palace doesn't work properly without JavaScript enabled.",
        "Bitte aktivieren Sie JavaScript.",
        "Veuillez activer JavaScript.",
        "Por favor, active JavaScript en su navegador.",
        "Schakel JavaScript in om deze pagina te zien.",
        "Loading...",
    ],
)
def test_a_plea_for_scripts_is_known_in_many_languages(text: str) -> None:
    assert find_plea(page(text))


def test_a_policy_that_explains_scripts_is_none() -> None:
    assert find_plea(page(f"{POLICY} Our counter needs JavaScript.")) is None
