"""Holds the addresses that Cloudflare hides to what its script makes of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawler.reading.hidden_addresses import show_addresses


def hide(address: str, key: int) -> str:
    return bytes([key, *(letter ^ key for letter in address.encode())]).hex()


def shown(markup: str) -> str:
    root = html.fromstring(f"<div>{markup}</div>")
    show_addresses(root)
    return html.tostring(root, encoding="unicode")[5:-6]


@given(st.integers(0, 255))
def test_an_address_is_shown_whatever_its_key(key: int) -> None:
    assert shown(f'At <b data-cfemail="{hide("a@b.example", key)}">hidden</b>, daily') == "At a@b.example, daily"


def test_a_link_leads_to_the_address_that_it_hides() -> None:
    link = f'<a href="https://acme.example/cdn-cgi/l/email-protection#{hide("a@b.example", 7)}">us</a>'
    assert shown(link) == '<a href="mailto:a@b.example">us</a>'


def test_an_address_that_was_written_as_references_is_shown_as_letters() -> None:
    hidden = hide("&#97;&#x40;b.example", 7)
    assert shown(f'<b data-cfemail="{hidden}">hidden</b>') == "a@b.example"


@pytest.mark.parametrize(
    "digits",
    ["", "7", "zz", "7f", hide("no address", 9), hide("a@b\x00.example", 9), "00ff" * 9, hide("a@b" + "\n", 9)],
)
def test_what_hides_no_address_is_left_as_it_is(digits: str) -> None:
    markup = f'<b data-cfemail="{digits}">[email protected]</b>'
    assert shown(markup) == markup


def test_an_other_link_of_that_place_is_left_as_it_is() -> None:
    markup = '<a href="/cdn-cgi/l/email-protection">protected</a>'
    assert shown(markup) == markup


@given(st.text(), st.text(alphabet="0123456789abcdefABCDEF"))
def test_nothing_that_a_page_holds_is_an_error(text: str, digits: str) -> None:
    root = html.Element("div")
    for value in (text, digits):
        printable = "".join(letter for letter in value if letter.isprintable())
        html.etree.SubElement(root, "b", {"data-cfemail": printable})
        html.etree.SubElement(root, "a", {"href": f"/cdn-cgi/l/email-protection#{printable}"})
    show_addresses(root)
    assert len(root.findall("a")) == 2
