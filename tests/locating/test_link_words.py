"""How much an address or a link text promises a privacy policy, by the words of many languages."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.locating.link_words import (
    LEAST_PROMISE,
    address_promise,
    index_words,
    is_article,
    link_words,
    stands_beside,
    text_promise,
)
from crawler.urlkeys import urlkey

SITE = "http://palace.example"

# ---- link texts


@pytest.mark.parametrize(
    "text",
    [
        "Privacy Policy",
        "Datenschutzerklärung",
        "Politique de confidentialité",
        "Política de privacidad",
        "Política de privacidade",
        "Informativa sulla privacy",
        "Privacyverklaring",
        "Integritetspolicy",
        "Privatlivspolitik",
        "Personvernerklæring",
        "Tietosuojaseloste",
        "Polityka prywatności",
        "Zásady ochrany osobních údajů",
        "Gizlilik politikası",
        "Политика конфиденциальности",
        "プライバシーポリシー",
        "隐私政策",
        "개인정보처리방침",
    ],
)
def test_the_name_of_the_policy_is_known_in_its_language(text):
    assert text_promise(text) == 100


@pytest.mark.parametrize(
    "text", ["Privacy", " privacy  policy ", "PRIVACY POLICY", "» Privacy Policy", "[Privacy]", "Privacy."]
)
def test_case_space_and_ornament_make_no_difference(text):
    assert text_promise(text) == 100


@pytest.mark.parametrize(
    "text", ["Our Privacy Policy and You", "Read our privacy notice", "Hinweise zum Datenschutz hier"]
)
def test_a_text_that_holds_the_words_promises_less_than_one_that_is_them(text):
    assert LEAST_PROMISE < text_promise(text) < 100


def test_a_longer_text_promises_less():
    assert text_promise("Read all about privacy in our house and at work") < text_promise("Read our privacy policy")


def test_a_headline_promises_nothing():
    assert text_promise("Why privacy matters more than ever to people who rent boats in the summer") == 0


@pytest.mark.parametrize("text", ["", "Rooms", "Contact us", "Private rooms", "—", "Prices"])
def test_any_other_text_promises_nothing(text):
    assert text_promise(text) == 0


@pytest.mark.parametrize("text", ["Legal", "Impressum", "Mentions légales"])
def test_a_general_place_promises_a_little(text):
    assert LEAST_PROMISE < text_promise(text) < text_promise("our privacy policy page")


@pytest.mark.parametrize("text", ["Privacy & Cookies", "Privacy and cookie policy", "Datenschutz und Cookies"])
def test_a_policy_that_speaks_of_cookies_too_is_the_policy(text):
    assert not stands_beside("", text)


@pytest.mark.parametrize(
    "text", ["Cookie policy", "Cookies", "Children's privacy", "California privacy rights", "Privacy Shield"]
)
def test_a_policy_on_one_thing_alone_stands_beside(text):
    assert stands_beside("", text)


def test_a_policy_that_stands_beside_promises_less():
    assert text_promise("Children's privacy policy") < text_promise("Our privacy policy")


@given(st.text())
def test_every_text_promises_something_between_nothing_and_all(text):
    assert 0 <= text_promise(text) <= 100


# ---- addresses


@pytest.mark.parametrize(
    "path",
    [
        "/privacy",
        "/Privacy/",
        "/privacy.html",
        "/legal/privacy-policy",
        "/about/privacypolicy.aspx",
        "/datenschutz",
        "/confidentialite.php",
        "/vie-privee",
        "/privacidad",
        "/privacidade",
        "/integritetspolicy",
        "/personvern",
        "/tietosuoja",
        "/gizlilik",
    ],
)
def test_an_address_that_ends_in_the_word_promises_most(path):
    assert address_promise(SITE + path) == 100


@pytest.mark.parametrize("path", ["/our-privacy-promise", "/privacy-policy-2019", "/polityka-prywatnosci-serwisu"])
def test_an_address_whose_end_holds_the_word_promises_less(path):
    assert LEAST_PROMISE <= address_promise(SITE + path) < 100


@pytest.mark.parametrize(
    "url", ["http://privacy.palace.example/", "http://palace.example/privacy/overview", f"{SITE}/page?id=privacy"]
)
def test_a_word_elsewhere_in_an_address_promises_less_than_at_its_end(url):
    assert LEAST_PROMISE <= address_promise(url) < address_promise(f"{SITE}/our-privacy")


@pytest.mark.parametrize("path", ["/", "/rooms", "/private-rooms", "/2012/", "/prices.html"])
def test_any_other_address_promises_nothing(path):
    assert address_promise(SITE + path) == 0


def test_the_word_in_the_name_of_the_domain_promises_nothing():
    assert address_promise("http://privacy.example/rooms") == 0


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}/blog/why-privacy-matters-to-our-customers",
        f"{SITE}/2014/05/privacy-in-the-palace",
        f"{SITE}/2014-05-01/privacy",
        f"{SITE}/tag/privacy",
        f"{SITE}/category/privacy/",
        f"{SITE}/news/privacy",
        "http://blog.palace.example/privacy-and-you",
    ],
)
def test_articles_and_lists_of_them_are_no_policy(url):
    assert address_promise(url) < LEAST_PROMISE


def test_a_headline_in_an_address_promises_hardly_anything():
    headline = address_promise(f"{SITE}/ten-things-about-privacy-that-nobody-tells-you")
    assert headline < min(address_promise(f"{SITE}/legal"), address_promise(f"{SITE}/privacy-for-guests"))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("/privacy", "/en/us/legal/center/privacy"),
        ("/privacy", "/privacy?lang=en"),
        ("/privacy", "/privacy/children"),
        ("/privacy", "/cookies"),
        ("/privacy", "/legal"),
        ("/legal/privacy", "/press/privacy"),
    ],
)
def test_of_two_addresses_the_plainer_promises_more(better, worse):
    assert address_promise(SITE + better) > address_promise(SITE + worse)


@pytest.mark.parametrize(
    ("path", "beside"),
    [
        ("/cookies", True),
        ("/legal/cookie-policy", True),
        ("/privacy/cookies", True),
        ("/privacy/children", True),
        ("/privacy-shield", True),
        ("/privacy-and-cookies", False),
        ("/privacy-cookie-policy", False),
        ("/datenschutz-cookies", False),
        ("/privacy", False),
    ],
)
def test_what_stands_beside_is_told_by_each_part_of_an_address(path, beside):
    assert stands_beside(path) is beside


@pytest.mark.parametrize(
    ("host", "path", "article"), [("blog.palace.example", "/x", True), ("palace.example", "/x", False)]
)
def test_a_subdomain_of_articles_holds_articles(host, path, article):
    assert is_article(host, path) is article


@given(st.text("abc/-.?=&%2cprivacyblog", max_size=40))
def test_every_address_promises_something_between_nothing_and_all(path):
    assert 0 <= address_promise(f"{SITE}/{path}") <= 100


# ---- the words themselves


def test_texts_and_addresses_are_written_in_small_letters_as_they_are_compared():
    words = link_words()
    told = [*words.exact, *words.partial, *words.address, *words.beside, *words.beside_alone, *words.article]
    assert [word for word in told if word != word.lower()] == []


def test_the_index_is_asked_for_every_address_that_its_words_promise():
    pattern = "|".join(index_words())
    told = [*link_words().address, *link_words().general_address, *link_words().beside_address]
    assert [word for word in told if not re.search(pattern, urlkey(f"{SITE}/{word}"))] == []


def test_no_word_asked_of_the_index_holds_another():
    words = index_words()
    assert [(one, other) for one in words for other in words if one != other and one in other] == []


def test_the_words_asked_of_the_index_are_plain():
    assert [word for word in index_words() if not re.fullmatch(r"[a-z_-]+", word)] == []
