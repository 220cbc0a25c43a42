"""Holds what knowing a page promises: whatever was read before, each page comes out as if it were read in full."""

import random
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import Skip
from crawler.reading.decoding import decode_text
from crawler.reading.known_pages import KnownPages, read_faithfully, read_in_full
from crawler.reading.pages import parse_page
from crawler.reading.veils import _UNREAD_ATTRIBUTES
from crawler.reading.written import Written
from tests.fake_archive.holdings import read_warc
from tests.histories import ABSENT, HISTORIES
from tests.reading.html_fragments import fragments
from tests.reading.test_documents import CASES, mutated

ADDRESS = "https://www.example.test/legal/privacy"
PROSE = "<p>We collect your name, your address and what you read, and keep it for as long as the law asks us to.</p>"
XHTML = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
# What captures of one page differ in, where no rule looks.
NOISE = (
    "<script>var build = {};</script>",
    "<style>.c{} {{ margin: 0 }}</style>",
    '<input type="hidden" name="token" value="{}">',
    '<svg class="icon-{}"><path d="M0 0"></path></svg>',
    '<img src="/pixel?{}" alt="">',
    '<noscript><img src="https://count.example/{}"></noscript>',
)
pages = st.one_of(
    fragments,
    st.lists(st.sampled_from([PROSE, "<h2>What we keep</h2>", "<ul><li>One<li>Two</ul>", *NOISE]), min_size=3).map(
        "".join
    ),
    st.integers(0, 2**32).map(lambda seed: _spoilt(random.Random(seed))),
)


def page_of(body: str, head: str = "<title>Privacy policy</title>") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def outcome(read: partial[Written]) -> Written | str:
    try:
        return read()
    except Skip as skip:
        return str(skip)


def at_desk(page: str, known: KnownPages, address: str = ADDRESS) -> Written | str:
    return outcome(partial(read_faithfully, partial(parse_page, page), page, address, known))


def in_full(page: str, address: str = ADDRESS) -> Written | str:
    return outcome(partial(read_in_full, partial(parse_page, page), page, address))


class Asked(KnownPages):
    """Remembers how often it knew a page."""

    def __init__(self) -> None:
        super().__init__(10_000_000)
        self.known = 0

    def find(self, key: bytes) -> Written | None:
        found = super().find(key)
        self.known += found is not None
        return found


def known_of(*read: str) -> int:
    """How many of these pages, read one after the other, were known; all come out as if they were not."""
    known = Asked()
    for page in read:
        assert at_desk(page, known) == in_full(page)
    return known.known


def _spoilt(chance: random.Random) -> str:
    page = chance.choice(sorted(CASES.glob("*/page.html")))
    return mutated(page.read_bytes(), chance).decode("latin-1")


@pytest.mark.skipif(not HISTORIES.exists(), reason=ABSENT)
def test_each_of_the_recorded_captures_comes_out_as_read_in_full_and_more_than_half_are_known() -> None:
    known, read, others = Asked(), 0, list[str]()
    for holding in read_warc(HISTORIES / "policies.warc.gz"):
        page = decode_text(holding.body, "utf-8").text
        read += 1
        if at_desk(page, known, holding.url) != in_full(page, holding.url):
            others.append(f"{holding.url} of {holding.timestamp}")
    assert (others, known.known > read / 2) == ([], True)


@pytest.mark.parametrize("noise", NOISE)
def test_a_page_that_differs_only_in_what_nobody_looks_at_is_known(noise: str) -> None:
    assert known_of(*(page_of(PROSE * 9 + noise.format(number)) for number in (1, 2))) == 1


@pytest.mark.parametrize("name", _UNREAD_ATTRIBUTES)
@pytest.mark.parametrize("folder", ["article-beside-teasers", "accordion-of-buttons", "form-goes", "button-goes"])
def test_no_rule_asks_for_an_attribute_that_is_not_read(name: str, folder: str) -> None:
    page = (CASES / folder / "page.html").read_text("utf-8")
    with_it = page.replace("<p>", f'<p {name}="menu">').replace("<div", f'<div {name}="menu"')
    assert in_full(with_it) == in_full(page)


@given(read=st.lists(pages, min_size=1, max_size=4), seed=st.integers(0, 2**32))
@settings(max_examples=250, deadline=None)
def test_whatever_was_read_before_a_page_comes_out_as_read_in_full(read: list[str], seed: int) -> None:
    chance, known = random.Random(seed), KnownPages(10_000_000)
    for page in [*read, *read]:
        place = chance.randrange(len(page) + 1)
        noisy = page[:place] + chance.choice((*NOISE, "{}", "")).format(chance.randrange(3)) + page[place:]
        assert at_desk(noisy, known) == in_full(noisy)


@pytest.mark.parametrize(
    "asked",
    [
        "<div>In force<script>since({})</script></div>",
        "<div>Example Books<script>copyright({})</script></div>",
        "<button>Print<script>print({})</script></button>",
        PROSE
        + "<p>What we say elsewhere, and where we say it in full, is here<script>{}:</script></p><ul>"
        + '<li><a href="/a">Cookies</a><li><a href="/b">Terms of sale</a><li><a href="/c">Imprint</a></ul>',
    ],
)
def test_a_page_whose_rules_look_at_a_script_is_read_in_full(asked: str) -> None:
    assert known_of(*(page_of(PROSE * 9 + asked.replace("{}", year)) for year in ("2019", "9", "2019"))) == 0


def test_a_button_before_a_script_behind_the_main_text_is_read_in_full() -> None:
    page = f"<main><button>{PROSE * 9}</button></main><script>{{}}{'x' * 50}</script>"
    assert known_of(*(page_of(page.format(number)) for number in (1, 2, 1))) == 0


def test_a_year_in_the_script_of_a_line_still_makes_it_a_date() -> None:
    page = page_of(f"<div id=a>{PROSE * 9}</div><div>In force<script>since(2019)</script></div>")
    read = at_desk(page, KnownPages(10_000_000))
    assert isinstance(read, Written)
    assert "In force" in read.markdown


def test_a_page_at_another_address_has_its_own_links() -> None:
    known, page = Asked(), page_of(PROSE * 9 + '<p><a href="more">More</a></p>')
    for address in (ADDRESS, "https://www.example.test/en/privacy"):
        assert at_desk(page, known, address) == in_full(page, address)
    assert known.known == 0


def test_a_page_with_another_title_is_another_page() -> None:
    assert known_of(*(page_of(PROSE * 9, f"<title>{title}</title>") for title in ("Privacy", "Cookies"))) == 0


def test_addresses_hidden_anew_with_each_answer_are_the_same_addresses() -> None:
    hidden = (bytes([key, *(ord(letter) ^ key for letter in "us@example.test")]).hex() for key in (7, 81))
    cloaked = '<p>Write to <a class="__cf_email__" data-cfemail="{}">[email&#160;protected]</a></p>'
    assert known_of(*(page_of(PROSE * 9 + cloaked.format(digits)) for digits in hidden)) == 1


def test_a_name_is_no_id_where_xhtml_would_be_written_out_with_both() -> None:
    menu = "<div {}><p>Example Books since long ago</p></div>" + PROSE * 9
    named = (XHTML + page_of(menu.format(how)) for how in ('name="nav"', 'name="nav" id="nav"'))
    assert known_of(*named) == 0


def test_a_page_looked_at_again_for_its_few_words_is_not_kept() -> None:
    assert known_of(*[page_of("<p>We keep nothing.</p>")] * 2) == 0


def test_what_is_kept_has_a_bound_and_those_met_last_are_kept() -> None:
    first, second, third = (at_desk(page_of(PROSE * 9 + word), KnownPages(10**6)) for word in ("one", "two", "six"))
    assert isinstance(first, Written)
    assert isinstance(second, Written)
    assert isinstance(third, Written)
    known = KnownPages(2 * first.letters)
    known.keep(b"1", first)
    known.keep(b"2", second)
    known.find(b"1")
    known.keep(b"3", third)
    assert [known.find(key) for key in (b"1", b"2", b"3")] == [first, None, third]
