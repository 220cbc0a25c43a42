"""Policies that lie on another registered domain."""

import pytest

from crawler.screening.another_domain import find_owner
from tests.screening.pages import page_at


@pytest.mark.parametrize(
    "url",
    [
        "http://palace.example/privacy",
        "https://www.palace.example/privacy",
        "https://legal.eu.palace.example:8443/privacy",
    ],
)
def test_a_policy_on_the_domain_or_under_it_is_its_own(url: str) -> None:
    assert find_owner(page_at(url)) is None


def test_a_policy_on_another_domain_is_another_ones() -> None:
    assert find_owner(page_at("https://castles.test/privacy")) == "it lies at castles.test, not at palace.example"


def test_a_longer_name_that_ends_alike_is_another_domain() -> None:
    assert find_owner(page_at("https://my-palace.example/privacy"))


def test_owners_are_not_guessed_from_names() -> None:
    assert find_owner(page_at("https://palace.test/privacy"))
