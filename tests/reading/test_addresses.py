"""Holds the resolving of links to what the URL standard says a browser does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.addresses import parse_address, resolve_link

PAGE = parse_address("http://www.acme.example/legal/privacy.htm?lang=en#top")


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("terms.htm", "http://www.acme.example/legal/terms.htm"),
        ("./terms.htm", "http://www.acme.example/legal/terms.htm"),
        ("../", "http://www.acme.example/"),
        ("../../../x", "http://www.acme.example/x"),
        ("..", "http://www.acme.example/"),
        (".", "http://www.acme.example/legal/"),
        ("a/%2e%2E/b", "http://www.acme.example/legal/b"),
        ("/", "http://www.acme.example/"),
        ("//cdn.example", "http://cdn.example/"),
        ("///cdn.example/x", "http://cdn.example/x"),
        ("?a=1", "http://www.acme.example/legal/privacy.htm?a=1"),
        ("#x y", "http://www.acme.example/legal/privacy.htm?lang=en#x%20y"),
        ("", "http://www.acme.example/legal/privacy.htm?lang=en"),
        ("  terms.htm\n", "http://www.acme.example/legal/terms.htm"),
        ("ter\nms.htm", "http://www.acme.example/legal/terms.htm"),
        ("a b?c d#e f", "http://www.acme.example/legal/a%20b?c%20d#e%20f"),
        ("a'b?c'd", "http://www.acme.example/legal/a'b?c%27d"),
        ("ä?ö#ü", "http://www.acme.example/legal/%C3%A4?%C3%B6#%C3%BC"),
        ("a%zz", "http://www.acme.example/legal/a%zz"),
        ("a\\b", "http://www.acme.example/legal/a/b"),
        ("http:terms.htm", "http://www.acme.example/legal/terms.htm"),
        ("https:terms.htm", "https://terms.htm/"),
        ("HTTP://WWW.Acme.EXAMPLE", "http://www.acme.example/"),
        ("http://acme.example:80/", "http://acme.example/"),
        ("http://acme.example:8080/", "http://acme.example:8080/"),
        ("https://acme.example:443/a", "https://acme.example/a"),
        ("http://user:pass@acme.example/", "http://user:pass@acme.example/"),
        ("http://[::1]/", "http://[::1]/"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http:\\\\acme.example\\a", "http://acme.example/a"),
        ("mailto:a@acme.example?subject=x y", "mailto:a@acme.example?subject=x%20y"),
        ("MAILTO:a@acme.example", "mailto:a@acme.example"),
        ("tel:+1 555", "tel:+1 555"),
        ("ftp://acme.example/a/../b", "ftp://acme.example/b"),
        ("data:text/html,<b>", "data:text/html,<b>"),
    ],
)
def test_a_link_leads_where_a_browser_goes(link: str, leads_to: str) -> None:
    assert resolve_link(link, PAGE) == leads_to


@pytest.mark.parametrize("link", ["http://", "http://a b/", "http://acme.example:99999/", "http://acme.example:1x/"])
def test_what_a_browser_refuses_is_left_as_it_stands(link: str) -> None:
    assert resolve_link(link, PAGE) == link


def test_without_a_page_relative_links_are_left_alone() -> None:
    assert resolve_link("terms.htm", None) == "terms.htm"


@given(st.text(alphabet="ahtp:/\\.?#%@[]ä \n-0e2", max_size=30))
def test_resolving_twice_changes_nothing(link: str) -> None:
    once = resolve_link(link, PAGE)

    assert resolve_link(once, PAGE) == once or once == link
