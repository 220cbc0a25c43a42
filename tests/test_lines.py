"""Which pages form a line: moves are joined, policies side by side are not."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from pipelines.lines import HomeLink, Page, Reading, draw_lines
from tests.database import examples as ex


def page(
    urlkey: str, wordings: str = "", promise: int | None = 10, redirects_to: str = "", hopeful: bool = True
) -> Page:
    """A page with one reading a year from 2001 on, the letters being their wordings; a dot is a year without."""
    readings = tuple(
        Reading(ex.moment(2001 + year), ex.stamp(2001 + year), urlkey, wording)
        for year, wording in enumerate(wordings)
        if wording != "."
    )
    return Page(urlkey, promise, readings, frozenset(redirects_to.split()), hopeful)


def groups(*pages: Page, home_links: tuple[HomeLink, ...] = ()) -> list[set[str]]:
    """The pages of each line, in the order of the lines."""
    lines = draw_lines(pages, home_links)
    return [{key for key, line in lines.items() if line == number} for number in sorted(set(lines.values()))]


def test_a_page_alone_is_line_one() -> None:
    assert groups(page("old", "AAB")) == [{"old"}]


def test_an_archived_redirect_joins_the_old_address_and_the_new() -> None:
    assert groups(page("old", "AA", redirects_to="new"), page("new", "..BB")) == [{"old", "new"}]


def test_redirects_join_over_an_address_that_was_never_read() -> None:
    assert groups(page("a", "A", redirects_to="b"), page("b", redirects_to="c"), page("c", ".B")) == [{"a", "b", "c"}]


def test_a_redirect_joins_even_where_the_wording_changed_with_the_move() -> None:
    assert groups(page("old", "A", redirects_to="new"), page("new", ".B")) == [{"old", "new"}]


def test_a_policy_of_its_own_that_was_later_folded_in_is_not_joined() -> None:
    """The cookie policy had its own wording for years beside the other, and redirects there today."""
    assert groups(page("privacy", "ABCD", 10), page("cookies", "XXX.", 5, redirects_to="privacy")) == [
        {"privacy"},
        {"cookies"},
    ]


def test_a_home_page_link_that_moves_joins_where_it_led() -> None:
    links = (HomeLink("2003-H1", "Privacy", "old"), HomeLink("2004-H1", "privacy ", "new"))
    assert groups(page("old", "AA"), page("new", "...B"), home_links=links) == [{"old", "new"}]


def test_a_home_page_link_that_goes_to_and_fro_joins_nothing() -> None:
    links = tuple(HomeLink(f"200{year}-H1", "Privacy", key) for year, key in enumerate(["old", "new", "old"]))
    assert len(groups(page("old", "AA"), page("new", "...B"), home_links=links)) == 2


def test_words_that_link_to_several_addresses_at_once_join_nothing() -> None:
    links = (
        HomeLink("2003-H1", "more", "old"),
        HomeLink("2003-H1", "more", "news"),
        HomeLink("2004-H1", "more", "new"),
    )
    assert len(groups(page("old", "AA"), page("new", "...B"), home_links=links)) == 2


def test_links_without_words_join_nothing() -> None:
    links = (HomeLink("2003-H1", " ", "old"), HomeLink("2004-H1", "", "new"))
    assert len(groups(page("old", "AA"), page("new", "...B"), home_links=links)) == 2


def test_the_same_wording_at_the_old_and_the_new_address_joins_them() -> None:
    assert groups(page("old", "AAB"), page("new", "...BBC")) == [{"old", "new"}]


def test_the_same_policy_at_two_addresses_at_once_is_one_line() -> None:
    assert groups(page("privacy", "AABBC"), page("privacy.html", "AABBC")) == [{"privacy", "privacy.html"}]


def test_a_wording_never_shared_does_not_join() -> None:
    assert len(groups(page("privacy", "AA"), page("cookies", "..BB"))) == 2


def test_two_policies_that_once_showed_the_same_page_are_not_joined() -> None:
    """Joining them would make the story A X A X B: a policy that flickers."""
    assert len(groups(page("privacy", "AEAAB"), page("children", "XEXXX"))) == 2


def test_a_wording_that_truly_came_back_on_one_page_does_not_keep_its_move_from_being_joined() -> None:
    assert groups(page("old", "ABA"), page("new", "...AC")) == [{"old", "new"}]


def test_the_best_promise_makes_line_one() -> None:
    assert groups(page("cookies", "AAA", 5), page("privacy", "B", 9)) == [{"privacy"}, {"cookies"}]


def test_of_equal_promises_the_most_read_makes_line_one() -> None:
    assert groups(page("a", "A", 5), page("b", "BB", 5)) == [{"b"}, {"a"}]


def test_of_equally_read_pages_the_first_address_makes_line_one() -> None:
    assert groups(page("b", "B", 5), page("a", "A", 5)) == [{"a"}, {"b"}]


def test_a_line_takes_the_best_promise_of_its_pages() -> None:
    assert groups(page("old", "A", 1, redirects_to="new"), page("new", ".B", 9), page("cookies", "XXX", 5))[0] == {
        "old",
        "new",
    }


def test_a_page_nobody_vouched_for_comes_last() -> None:
    assert groups(page("a", "AAAA", None), page("b", "B", -3)) == [{"b"}, {"a"}]


def test_a_page_on_which_nothing_was_ever_to_be_read_is_not_line_one() -> None:
    assert groups(page("a", "", 10, hopeful=False), page("b", "B", 1)) == [{"b"}, {"a"}]


def test_a_redirect_to_a_page_that_is_not_known_is_no_trouble() -> None:
    assert groups(page("a", "A", redirects_to="elsewhere")) == [{"a"}]


_pages = st.lists(
    st.builds(
        page,
        st.sampled_from("abcde"),
        st.text("ABC.", max_size=6),
        st.none() | st.integers(0, 3),
        st.sampled_from(["", "a", "b c"]),
    ),
    max_size=5,
    unique_by=lambda one: one.urlkey,
)


@given(_pages, st.randoms())
def test_the_order_of_pages_does_not_change_the_lines(pages: list[Page], random) -> None:
    shuffled = list(pages)
    random.shuffle(shuffled)
    assert draw_lines(shuffled) == draw_lines(pages)


@given(_pages)
def test_every_page_is_in_a_line_and_lines_are_numbered_without_a_gap(pages: list[Page]) -> None:
    lines = draw_lines(pages)
    assert set(lines) == {one.urlkey for one in pages}
    assert set(lines.values()) == set(range(1, len(set(lines.values())) + 1))


@given(_pages)
def test_joining_never_makes_a_wording_come_and_go_that_does_not_on_its_own_page(pages: list[Page]) -> None:
    lines = draw_lines(pages)
    for number in set(lines.values()):
        together = [one for one in pages if lines[one.urlkey] == number]
        readings = sorted(
            (reading for one in together for reading in one.readings), key=lambda r: (r.captured_at, r.urlkey)
        )
        for wording in {reading.wording_sha256 for reading in readings}:
            most_alone = max(_times_begun(one.readings, wording) for one in together)
            assert _times_begun(readings, wording) <= most_alone


def _times_begun(readings: Sequence[Reading], wording: str) -> int:
    wordings = [reading.wording_sha256 for reading in readings]
    return sum(one == wording and (place == 0 or wordings[place - 1] != wording) for place, one in enumerate(wordings))
