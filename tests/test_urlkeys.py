"""The key under which an archive files an address: spellings of one address have one key."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urlkeys import domain_key, same_address, urlkey

TABLE = {
    "http://example.com": "com,example)/",
    "https://www.Example.com:443/Legal/Privacy/?lang=en": "com,example)/legal/privacy?lang=en",
    # scheme, user, port
    "example.com/privacy": "com,example)/privacy",
    "ftp://example.com/privacy": "com,example)/privacy",
    "http://user:secret@example.com/": "com,example)/",
    "http://example.com:80/": "com,example)/",
    "https://example.com:443/": "com,example)/",
    "http://example.com:8080/": "com,example:8080)/",
    "https://example.com:80/": "com,example:80)/",
    # host
    "http://www2.example.com/": "com,example)/",
    "http://www.www.example.com/": "com,example,www)/",
    "http://wwwx.example.com/": "com,example,wwwx)/",
    "http://..example..com./": "com,example)/",
    "http://bücher.example/": "example,xn--bcher-kva)/",
    "http://192.168.1.254/info": "254,1,168,192)/info",
    # path
    "http://example.com/a/": "com,example)/a",
    "http://example.com//a///b": "com,example)/a/b",
    "http://example.com/a/./b/../c": "com,example)/a/c",
    "http://example.com/../a": "com,example)/a",
    "http://example.com/A%62C": "com,example)/abc",
    "http://example.com/%2541": "com,example)/a",
    "http://example.com/a b": "com,example)/a%20b",
    "http://example.com/%C3%BC": "com,example)/%c3%bc",
    "http://example.com/\u00fc": "com,example)/%c3%bc",
    "http://example.com/a#b": "com,example)/a",
    "http://example.com/a\r\n\t/b ": "com,example)/a/b",
    "http://example.com/(S(abcdefghijklmnopqrstuvwx))/p.aspx": "com,example)/p.aspx",
    "http://example.com/(abcdefghijklmnopqrstuvwx)/p.aspx": "com,example)/p.aspx",
    "http://example.com/(abcdefghijklmnopqrstuvwx)/p.html": "com,example)/(abcdefghijklmnopqrstuvwx)/p.html",
    # arguments
    "http://example.com/?": "com,example)/",
    "http://example.com/p?b=2&a=1": "com,example)/p?a=1&b=2",
    "http://example.com/p?a=&a&b": "com,example)/p?a&a=&b",
    "http://example.com/p?A=B": "com,example)/p?a=b",
    "http://example.com/p?jsessionid=0123456789abcdef0123456789ABCDEF": "com,example)/p",
    "http://example.com/p?a=1&PHPSESSID=0123456789abcdef0123456789abcdef&b=2": "com,example)/p?a=1&b=2",
    "http://example.com/p?sid=too-short": "com,example)/p?sid=too-short",
    "http://example.com/p?cfid=12&cftoken=34&a=1": "com,example)/p?a=1",
    "http://example.com/p?ASPSESSIONIDabcdefgh=abcdefghijklmnopqrstuvwx": "com,example)/p",
    # junk that an index holds too
    "http://example.com:port/a": "com,example)/a",
    "http://[example.com/a": "com,example)/a",
}


@pytest.mark.parametrize(("url", "key"), TABLE.items())
def test_an_address_has_its_key(url, key):
    assert urlkey(url) == key


def test_a_mark_of_punctuation_stays_as_the_index_keeps_it():
    assert urlkey("http://example.com/!\"$&'()*+,-:;<=>@[\\]^_`{|}~") == "com,example)/!\"$&'()*+,-:;<=>@[\\]^_`{|}~"


@pytest.mark.parametrize(
    ("host", "key"),
    [("www.example.co.uk", "uk,co,example"), ("EXAMPLE.com.", "com,example"), ("a" * 70 + ".com", "com," + "a" * 70)],
)
def test_a_host_is_reversed(host, key):
    assert domain_key(host) == key


# ---- for all addresses

LABEL = st.text("abcdefghij", min_size=1, max_size=6)
SEGMENT = st.text("abcXYZ0-_ü .%", min_size=1, max_size=8).filter(
    lambda text: text == text.strip(" ") and set(text) - {"."}
)
ADDRESS = st.builds(
    lambda labels, segments, arguments: f"http://{'.'.join(labels)}.example/{'/'.join(segments)}{arguments}",
    st.lists(LABEL, min_size=1, max_size=3),
    st.lists(SEGMENT, max_size=3),
    st.sampled_from(["", "?a=1", "?b=2&a=1", "?x"]),
)  # fmt: skip
SPELLINGS = {
    "another scheme": lambda url: url.replace("http://", "https://"),
    "with www": lambda url: url.replace("http://", "http://www."),
    "with the default port": lambda url: url.replace(".example/", ".example:80/", 1),
    "in capitals": lambda url: re.sub("[a-z]+", lambda letters: letters[0].upper(), url),
    "without a scheme": lambda url: url.removeprefix("http://"),
    "with a fragment": lambda url: url + "#part",
    "with a slash at the end": lambda url: url if "?" in url else url + "/",
    "with slashes doubled": lambda url: re.sub(r"(?<!:)/", "//", url),
    "with white space around": lambda url: f" {url}\n",
    "with an empty argument list": lambda url: url if "?" in url else url + "?",
}


@pytest.mark.parametrize("spelled", SPELLINGS.values(), ids=SPELLINGS)
@given(url=ADDRESS)
def test_however_it_is_spelled_an_address_has_one_key(spelled, url):
    assert urlkey(spelled(url)) == urlkey(url)


@given(url=ADDRESS)
def test_the_order_of_arguments_makes_no_difference(url):
    bare = url.split("?")[0]
    assert same_address(f"{bare}?a=1&b=2&c", f"{bare}?c&b=2&a=1")


@given(url=ADDRESS, other=st.text("klmnop", min_size=1, max_size=5))
def test_another_path_is_another_address(url, other):
    bare = url.split("?")[0].rstrip("/")
    assert not same_address(url, f"{bare}/{other}")


@given(st.text())
def test_no_text_is_too_odd_to_have_a_key(text):
    assert ")" in urlkey(text)
