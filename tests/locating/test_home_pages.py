"""Which links of a home page lead to a policy page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import FoundBy
from crawler.locating.home_pages import policy_links
from tests.examples import DOMAIN, HOME


def links(page, home=HOME, charset=None):
    body = page if isinstance(page, bytes) else page.encode()
    return policy_links(DOMAIN, home, body, charset)


def urls(page, home=HOME):
    return [link.url for link in links(page, home)]


def test_a_link_to_the_policy_is_found_with_its_words():
    found = links('<p>Welcome <a href="/privacy.html">Privacy  Policy</a>')[0]
    assert (found.url, found.link_text, found.found_by) == (f"{HOME}privacy.html", "Privacy Policy", FoundBy.HOME_PAGE)


def test_a_home_page_without_such_a_link_has_none():
    assert urls('<a href="/rooms">Rooms</a> <a href="/">Home</a>') == []


@pytest.mark.parametrize(
    "text",
    ["Datenschutz", "Vie privée", "Privacidad", "Конфиденциальность", "プライバシーポリシー", "개인정보처리방침"],
)
def test_a_link_is_found_by_what_it_says_in_any_language_whatever_its_address(text):
    assert urls(f'<meta charset="utf-8"><a href="/page/17">{text}</a>') == [f"{HOME}page/17"]


def test_a_link_is_found_by_its_address_whatever_it_says():
    assert urls('<a href="/privacy">click here</a>') == [f"{HOME}privacy"]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/p/17" title="Privacy policy"></a>',
        '<a href="/p/17" aria-label="Privacy policy"></a>',
        '<a href="/p/17"><img src="p.gif" alt="Privacy policy"></a>',
        '<map><area href="/p/17" alt="Privacy policy"></map>',
        '<a href="/p/17"><b>Privacy</b> <i>policy</i></a>',
    ],
)
def test_the_words_of_a_link_are_its_text_its_title_or_what_its_picture_is_called(link):
    assert urls(link) == [f"{HOME}p/17"]


def test_a_text_speaks_before_a_title():
    assert links('<a href="/p/17" title="Privacy policy">Rooms</a>') == ()


# ---- order


def test_the_exact_name_comes_before_one_that_holds_it():
    page = '<a href="/p/1">Read our privacy policy here</a> <a href="/p/2">Privacy policy</a>'
    assert urls(page) == [f"{HOME}p/2", f"{HOME}p/1"]


def test_the_policy_comes_before_one_that_stands_beside():
    page = '<a href="/cookies">Cookie policy</a><a href="/privacy">Privacy</a>'
    assert urls(page)[0] == f"{HOME}privacy"


def test_an_article_about_privacy_loses_even_where_nothing_else_is():
    assert urls('<a href="/blog/2014/privacy-policy">Privacy policy</a> <a href="/tag/privacy">privacy</a>') == []


def test_of_a_page_that_lists_many_only_the_likeliest_are_taken():
    page = "".join(f'<a href="/p/{number}">our privacy notice {number}</a>' for number in range(50))
    assert len(urls(page)) == 4


def test_a_page_that_is_linked_twice_is_taken_once_with_its_better_words():
    found = links('<a href="/privacy?a=1&b=2">more on privacy</a> <a href="/Privacy/?b=2&a=1">Privacy Policy</a>')
    assert [link.link_text for link in found] == ["Privacy Policy"]


# ---- addresses


@pytest.mark.parametrize(
    "href",
    [
        "javascript:openPrivacy()",
        "JavaScript:void(0)",
        " javascript:void(0)",
        "java\nscript:void(0)",
        "mailto:privacy@palace.example",
        "tel:+1555",
        "data:text/html,privacy",
        "ftp://palace.example/privacy",
        "#privacy",
        "",
        " ",
        "http://[privacy/",
        "/",
        "/#privacy",
        "http://www.palace.example/index-of-nothing-else/../",
        "about:privacy",
    ],
)
def test_what_leads_to_no_other_page_is_no_policy_page(href):
    assert urls(f'<a href="{href}">Privacy policy</a>') == []


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("privacy.html", "http://palace.example/start/privacy.html"),
        ("../privacy.html", "http://palace.example/privacy.html"),
        ("/privacy.html", "http://palace.example/privacy.html"),
        ("//www.palace.example/privacy", "http://www.palace.example/privacy"),
        ("?page=privacy", "http://palace.example/start/home.html?page=privacy"),
        ("/privacy#cookies", "http://palace.example/privacy"),
        (" /privacy\n", "http://palace.example/privacy"),
    ],
)
def test_an_address_is_resolved_against_that_of_the_home_page(href, url):
    assert urls(f'<a href="{href}">Privacy</a>', "http://palace.example/start/home.html") == [url]


def test_an_address_is_resolved_against_the_base_of_the_page_where_it_names_one():
    page = '<base href="http://static.palace.example/en/"><a href="privacy.html">Privacy</a>'
    assert urls(page) == ["http://static.palace.example/en/privacy.html"]


@pytest.mark.parametrize("charset", ["\x00", "nonsense", "utf-\xe9", ""])
def test_a_charset_that_is_none_is_passed_over(charset):
    assert len(links('<a href="/privacy">Privacy</a>', charset=charset)) == 1


def test_a_charset_with_a_control_character_in_its_name_is_passed_over():
    assert len(links(b'<meta charset="utf-\x03"><a href="/privacy">Privacy</a>')) == 1


def test_a_base_that_is_no_address_is_passed_over():
    assert urls('<base href="//["><a href="privacy.html">Privacy</a>') == [f"{HOME}privacy.html"]


def test_a_base_may_itself_be_relative():
    assert urls('<base href="/en/"><a href="privacy.html">Privacy</a>') == [f"{HOME}en/privacy.html"]


def test_the_policy_of_another_domain_is_told_apart():
    page = '<a href="http://chancellery.example/privacy">Privacy</a><a href="http://www.palace.example/p">Privacy</a>'
    assert {link.url: link.first_party for link in links(page)} == {
        "http://chancellery.example/privacy": False,
        "http://www.palace.example/p": True,
    }


# ---- encodings, and pages that are hardly any


def test_an_undeclared_encoding_is_decided_from_the_page():
    assert (
        links('<meta charset="iso-8859-1"><a href="/x">Vie privée</a>'.encode("latin-1"))[0].link_text == "Vie privée"
    )


def test_a_declared_encoding_is_used():
    assert links('<a href="/x">Конфиденциальность</a>'.encode("cp1251"), charset="windows-1251")


def test_an_encoding_that_nobody_knows_is_as_if_none_were_declared():
    assert links('<a href="/x">Privacy</a>', charset="x-unknown-9")


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_page_is_too_broken_to_have_no_links(body):
    assert all(link.url.startswith("http") for link in links(b'<a href="/privacy">Privacy</a>' + body))
