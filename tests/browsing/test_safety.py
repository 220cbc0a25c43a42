"""What is put before the world gives nothing away, takes nothing in, and has limits; on both databases."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from crawler.errors import Fault, WrongCommand
from pipelines.browsing.application import LOCAL
from pipelines.browsing.comparing import can_be_compared
from pipelines.browsing.rendering import render
from pipelines.database.opening_to_read import open_to_read
from pipelines.database.transactions import read_from
from tests.browsing.asked import ask
from tests.browsing.served import served
from tests.browsing.shelf import FIRST, HOSTILE, HOSTILE_MARKDOWN, LONG_PARAGRAPH, SECOND, THIRD

ELEMENT = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
WORDS = "h2 h3 h4 h5 h6 p br hr blockquote pre code em strong a ul ol li table thead tbody tr th td"
ALLOWED = WORDS.split()


def strangers(html: str) -> list[str]:
    """The tags that our rendering never writes."""
    plain = re.compile(
        r'( (href="(https?:|mailto:)[^"]*"|title="[^"]*"|start="\d+"|rel="nofollow noopener noreferrer"))*'
    )
    found = ELEMENT.finditer(html)
    return [one[0] for one in found if one[2] not in ALLOWED or not plain.fullmatch(one[3].rstrip("/ "))]


@pytest.mark.parametrize("statement", ["DELETE FROM misses", "CREATE TABLE mine (id INTEGER)", "DROP TABLE runs"])
def test_nothing_can_be_written(shelf: Engine, statement: str) -> None:
    with pytest.raises(Fault, match=r"read-?only"), read_from(shelf) as connection:
        connection.execute(text(statement))


def test_a_question_without_end_is_given_up(shelf_url: str) -> None:
    impatient = open_to_read(shelf_url, longest_seconds=0.05)
    endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n"
    with pytest.raises(Fault, match=r"interrupted|timeout"), read_from(impatient) as connection:
        connection.execute(text(endless)).all()
    impatient.dispose()


def test_a_database_that_is_not_there_is_not_made(tmp_path) -> None:
    with pytest.raises(WrongCommand, match="there is no database"):
        open_to_read(f"sqlite:///{tmp_path / 'mistyped.db'}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "path", ["/", "/index.json", "/changes.atom", "/style.css", "/nowhere", "/a.example/on/x", "/%"]
)
def test_every_answer_forbids_what_is_not_ours(shelf: Engine, path: str) -> None:
    headers = ask(shelf, path).headers
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    assert headers["content-security-policy"] == policy + "base-uri 'none'; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"


def test_another_name_of_this_machine_is_refused(shelf: Engine) -> None:
    assert ask(shelf, "/", host="evil.example", names=LOCAL).status == 400


def test_it_listens_on_this_machine_alone_unless_told(shelf_file: str) -> None:
    with served(shelf_file) as server:
        assert server.host == "127.0.0.1"


def test_its_own_name_is_not(shelf: Engine) -> None:
    assert ask(shelf, "/", host="localhost:8080", names=LOCAL).status == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing.example", 404),
        ("/nothing", 404),
        ("/palace.example?line=7", 404),
        ("/palace.example?line=0", 400),
        ("/palace.example?line=99999999999999999999999", 400),
        ("/palace.example?line=%D9%A3", 400),
        ("/palace.example/on/2015-02-30", 404),
        ("/palace.example/on/yesterday", 400),
        ("/palace.example/at/2015", 400),
        ("/palace.example/at/99999999999999", 404),
        ("/families/0", 400),
        ("/families/4611686018427387904", 404),
        ("/missing/everything", 404),
        ("/changes?after=1", 400),
        ("/changes?after=2015-99-01T00:00:00Z-1", 404),
        ("/search?page=11", 400),
        ("/search?language=" + "e" * 300, 400),
        ("/search?q=" + "a" * 201, 400),
        ("/search?q=%00", 400),
        ("/domains?begins=%F0%9F%98%80%FF", 200),
        ("/domains?after='%20OR%201=1", 200),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_reason(shelf: Engine, address: str, status: int) -> None:
    assert ask(shelf, address).status == status


def test_a_refusal_shows_what_was_typed_as_words(shelf: Engine) -> None:
    assert "<script>" not in ask(shelf, "/<script>alert(1)</script>").text


@pytest.mark.parametrize(
    "path", ["", "/misses", f"/at/{FIRST}", f"/at/{SECOND}", "/on/2012-06-01", f"/compare/{FIRST}/{SECOND}"]
)
def test_hostile_documents_break_no_page(shelf: Engine, path: str) -> None:
    shown = ask(shelf, f"/{HOSTILE}{path}")
    assert (shown.status, "<script>window" in shown.text, 'href="javascript' in shown.text) == (200, False, False)


def test_a_hostile_document_keeps_its_words(shelf: Engine) -> None:
    assert "&lt;script&gt;window.ran = 1&lt;/script&gt;" in ask(shelf, f"/{HOSTILE}/at/{FIRST}").text


def test_a_page_shows_so_much_of_a_document_and_leads_to_the_rest(shelf: Engine) -> None:
    shown = ask(shelf, f"/{HOSTILE}/at/{SECOND}")
    assert len(shown.body) < 1_500_000
    assert f'href="/{HOSTILE}/at/{SECOND}.md"' in shown.text


def test_the_text_form_gives_all_of_it(shelf: Engine) -> None:
    assert len(ask(shelf, f"/{HOSTILE}/at/{SECOND}.md").body) > len(LONG_PARAGRAPH)


def test_only_named_elements_pass() -> None:
    assert strangers(render(HOSTILE_MARKDOWN)) == []


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<",
                ">",
                "[",
                "](",
                ")",
                "javascript:",
                "`",
                "*",
                "_",
                "\n",
                "    ",
                "|",
                "---",
                "# ",
                "> ",
                "<svg ",
                "on=",
                '"',
            ]
        )
        | st.text(max_size=6),
        max_size=40,
    ).map("".join)
)
def test_only_named_elements_pass_whatever_comes(markdown: str) -> None:
    assert strangers(render(markdown)) == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=12))
def test_headings_skip_no_level(levels: list[int]) -> None:
    html = render("\n\n".join(f"{'#' * level} word" for level in levels))
    shown = [int(level) for level in re.findall(r"<h(\d)>", html)]
    assert shown[0] == 2
    assert all(after <= before + 1 for before, after in pairwise(shown))


def test_a_link_without_words_is_left_out() -> None:
    assert render("before [](https://a.example) after") == "<p>before  after</p>\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 50_000, "a " * 50_001),
        ("\n\n".join(["a line"] * 9_000), "\n\n".join(["a line"] * 9_001)),
        ("\n\n".join(f"line {number}" for number in range(900)), "\n\n".join(f"other {one}" for one in range(900))),
        ("x" * 600_000, "y" * 600_000),
    ],
)
def test_what_would_take_minutes_to_compare_is_not(old: str, new: str) -> None:
    assert not can_be_compared(old, new)


def test_a_long_policy_is_compared() -> None:
    policy = "\n\n".join(f"Section {number}. " + "the policy of the house says that " * 20 for number in range(400))
    assert can_be_compared(policy, policy.replace("house", "garden"))


def test_a_capture_that_was_missed_is_not_shown(shelf: Engine) -> None:
    assert ask(shelf, f"/{HOSTILE}/at/{THIRD}").status == 404
