"""A page of changes: it says what changed, and nothing that a policy holds can make it do anything."""

import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.diffs.as_html import changes_as_html
from pipelines.diffs.changes import Change, evidence, say_bounds, say_counts
from pipelines.diffs.comparing import compare
from pipelines.versions import Version
from tests.examples import moment

HOSTILE = '<script>alert(1)</script><img src="http://x.example/y" onerror="z">'


def version(number: int, year: int, title: str = "Privacy") -> Version:
    return Version(
        number=number,
        url="http://palace.example/privacy",
        document_id=number,
        title=title,
        first_seen=moment(year),
        last_seen=moment(year, 6),
        captures=2,
        not_before=None,
        timestamp=f"{year}0101000000",
        original_url='http://palace.example/privacy?"><script>',
    )


def change(old: str, new: str) -> Change:
    return Change("palace.example", version(1, 2010), version(2, 2012), compare(old, new))


class Tags(HTMLParser):
    """Every tag of a page, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


def test_words_are_marked_as_added_and_removed() -> None:
    page = changes_as_html("palace.example", [change("We keep it for one year.", "We keep it for two years.")])
    assert "We keep it for <del>one year</del><ins>two years</ins>." in page


def test_when_it_changed_is_said_with_both_bounds() -> None:
    assert say_bounds(change("old", "new")) == "after 2010-06-01 and by 2012-01-01"


def test_how_much_changed_is_said() -> None:
    told = change("We keep it for one year.", "We keep it for two years.\n\nAnd your name.")
    assert say_counts(told) == "paragraphs: 1 changed, 1 added; words: 5 added, 2 removed"


def test_both_captures_are_linked() -> None:
    one = change("old", "new")
    page = changes_as_html("palace.example", [one])
    links = [value for name, value in Tags(page).attributes if name == "href"]
    assert links == [evidence(one.old), evidence(one.new)]


def test_nothing_that_a_policy_holds_becomes_part_of_the_page() -> None:
    page = changes_as_html("palace.example", [change(f"kept\n\n{HOSTILE}", f"kept\n\n{HOSTILE} more {HOSTILE}")])
    assert {"script", "img"} & set(Tags(page).tags) == set()


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_the_words_of_any_text_are_all_there(old: str, new: str) -> None:
    shown = re.sub(r"\s", "", Tags(changes_as_html("palace.example", [change(old, new)])).text)
    assert [line for line in new.split("\n") if re.sub(r"\s", "", line) not in shown and "\r" not in line] == []


def test_a_policy_that_never_changed_has_a_page_that_says_so() -> None:
    assert "no change is known" in changes_as_html("palace.example", [])
