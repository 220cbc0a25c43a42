"""What a domain is, and how a list of them is read: what is wrong with a line is said, and does not stop the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.domains import BadLine, ListedDomain, domain_of, read_domains, registered_domain
from crawler.errors import WrongCommand


def names(*lines):
    return [one.name for one in read_domains(lines) if isinstance(one, ListedDomain)]


def bad(*lines):
    return [str(one) for one in read_domains(lines) if isinstance(one, BadLine)]


# ---- one name


@pytest.mark.parametrize(
    "text",
    [
        "example.com",
        "Example.COM",
        " example.com. ",
        "www.example.com",
        "shop.example.com",
        "http://example.com",
        "https://www.example.com:8443/privacy?lang=en#top",
        "example.com/privacy",
        "//example.com/",
        "https://user:secret@example.com/",
    ],
)
def test_a_name_or_an_address_is_reduced_to_its_domain(text):
    assert domain_of(text) == "example.com"


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("www.example.co.uk", "example.co.uk"),
        ("a.b.c.example.com.br", "example.com.br"),
        ("someone.github.io", "someone.github.io"),
        ("github.io", "github.io"),
        ("a.palace.example", "palace.example"),
    ],
)
def test_public_suffixes_are_known(text, domain):
    assert domain_of(text) == domain


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("bücher.de", "xn--bcher-kva.de"),
        ("xn--bcher-kva.de", "xn--bcher-kva.de"),
        ("BÜCHER.de", "xn--bcher-kva.de"),
        ("straße.de", "xn--strae-oqa.de"),
        ("例え.jp", "xn--r8jz45g.jp"),
        ("例え。jp", "xn--r8jz45g.jp"),
        ("😀.ws", "xn--e28h.ws"),
        ("under_score.com", "under_score.com"),
    ],
)
def test_international_names_are_written_as_registries_write_them(text, domain):
    assert domain_of(text) == domain


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("example", "is not a domain"),
        ("com", "is not a domain"),
        ("", "is not a domain"),
        ("...", "is not a domain"),
        ("*.example.com", "is not a domain"),
        ("two words.com", "is not a domain"),
        ("-example.com", "is not a domain"),
        ("http://", "is not a domain"),
        ("http://[::1", "is not a domain"),
        ("a" * 64 + ".com", "domain"),
        ("192.168.1.1", "is an address in numbers"),
        ("http://192.168.1.1/privacy", "is an address in numbers"),
        ("[2001:db8::1]", "is an address in numbers"),
        ("co.uk", "is a public suffix"),
        ("https://co.uk/privacy", "is a public suffix"),
    ],
)
def test_what_is_no_domain_is_refused_with_a_reason(text, why):
    with pytest.raises(WrongCommand, match=why):
        domain_of(text)


def test_the_message_of_a_line_without_end_has_an_end():
    with pytest.raises(WrongCommand) as raised:
        domain_of("x" * 100_000)
    assert len(str(raised.value)) < 200


@given(st.text())
def test_any_text_is_a_domain_or_is_refused(text):
    try:
        domain = domain_of(text)
    except WrongCommand:
        return
    assert domain.count(".") >= 1
    assert domain.isascii()


@given(st.from_regex(r"([a-z]{1,9}\.){1,3}(com|co\.uk|example|de|github\.io)", fullmatch=True))
def test_the_domain_of_a_domain_is_itself(name):
    try:
        domain = domain_of(name)
    except WrongCommand:
        return
    assert domain_of(domain) == domain


@pytest.mark.parametrize(
    ("host", "domain"), [("192.0.2.7", "192.0.2.7"), ("A.Example.COM.", "example.com"), ("localhost", "localhost")]
)
def test_every_host_has_something_that_stands_for_its_domain(host, domain):
    assert registered_domain(host) == domain


# ---- a list


def test_a_list_is_one_domain_a_line():
    assert names("one.example\n", "two.example\n") == ["one.example", "two.example"]


def test_a_list_may_name_ranks():
    assert next(iter(read_domains(["7,one.example"]))) == ListedDomain("one.example", 7, 1)


def test_quotes_and_spaces_of_csv_are_no_part_of_a_name():
    assert names('"1","one.example"', " 2 , two.example ", "3,\tthree.example") == [
        "one.example",
        "two.example",
        "three.example",
    ]


def test_columns_behind_the_domain_are_passed_over():
    assert names("1,one.example,Anything,42") == ["one.example"]


def test_blank_lines_and_comments_are_passed_over():
    assert names("", "  ", "# all of them", "one.example  # the first") == ["one.example"]


@pytest.mark.parametrize("header", ["domain", "rank,domain", "Rank, Domain", "\ufeffdomain"])
def test_a_header_line_is_passed_over(header):
    assert list(read_domains([header, "one.example"])) == [ListedDomain("one.example", None, 2)]


def test_a_byte_order_mark_is_no_part_of_the_first_name():
    assert names("\ufeffone.example") == ["one.example"]


def test_ends_of_lines_from_other_systems_are_no_part_of_a_name():
    assert names("one.example\r\n", "two.example\r\n") == ["one.example", "two.example"]


def test_a_domain_that_is_listed_twice_is_read_once_where_it_stood_first():
    assert names("one.example", "two.example", "https://www.one.example/") == ["one.example", "two.example"]


def test_a_bad_line_is_named_with_its_number_and_does_not_stop_the_rest():
    lines = ["one.example", "not a domain", "two.example"]
    assert (names(*lines), bad(*lines)) == (
        ["one.example", "two.example"],
        ["line 2: 'not a domain' is left out: 'not a domain' is not a domain; expected a name such as example.com"],
    )


@pytest.mark.parametrize("line", ["one.example,two.example", "first,one.example", "1.5,one.example"])
def test_a_line_of_other_columns_says_what_was_expected(line):
    assert "expected `domain` or `rank,domain`" in bad(line)[0]


@pytest.mark.parametrize("rank", ["9" * 30, "٣", "-1"])
def test_a_rank_that_no_list_has_makes_a_bad_line(rank):
    assert len(bad(f"{rank},one.example")) == 1


def test_a_line_of_a_hundred_thousand_letters_is_a_bad_line_with_a_short_message():
    assert len(bad("x" * 200_000)[0]) < 300


@pytest.mark.parametrize("text", ["one\rexample.com", 'one"example.com', '"one.example'])
def test_broken_csv_is_one_bad_line_or_a_name(text):
    assert len(list(read_domains([text, "two.example"]))) == 2


@given(st.lists(st.text(st.characters(exclude_characters="\n"), max_size=20)))
def test_every_line_is_a_domain_a_bad_line_or_nothing(lines):
    told = list(read_domains(lines))
    assert len({one.line for one in told}) == len(told) <= len(lines)
