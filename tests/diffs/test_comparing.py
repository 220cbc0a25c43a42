"""What changed between two texts: kept, changed, moved, added, removed; applied, the diff gives the new text."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.diffs.as_json import diff_as_json, diff_from_json
from pipelines.diffs.comparing import compare
from pipelines.diffs.pieces import Diff, How, Span, apply, take_apart

# Few different words, so that paragraphs are alike, equal, repeated and moved; and any text at all beside them.
WORDS = ["we", "keep", "share", "your", "data", "name", "never", "for", "a", "year"]
SENTENCE = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
POLICY = st.lists(st.one_of(SENTENCE, st.text(max_size=8)), max_size=9).flatmap(
    lambda lines: st.sampled_from(["\n", "\n\n", "\n \n"]).map(lambda gap: gap.join(lines))
)
ANY = st.one_of(POLICY, st.text(max_size=60))

COLLECT = "We collect your name and your postal address when you order a book from us."
SHARE = "We share your address with the parcel service, and with nobody else in the world."
KEEP = "We keep invoices for eight years because the tax office obliges us to do so."
ASK = "You may ask us at any time what we hold about you, and we shall print it out."


def text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def told(diff: Diff) -> list[tuple[How, int | None, int | None]]:
    """What became of each paragraph that did not stay."""
    return [(piece.how, piece.old, piece.new) for piece in diff.pieces if piece.how is not How.KEPT]


def marked(spans: tuple[Span, ...]) -> str:
    marks = {How.KEPT: ("", ""), How.ADDED: ("{+", "+}"), How.REMOVED: ("[-", "-]")}
    return "".join(f"{marks[span.how][0]}{span.text}{marks[span.how][1]}" for span in spans)


@settings(deadline=None)
@given(ANY, ANY)
def test_applied_to_the_old_text_a_diff_gives_the_new_one(old: str, new: str) -> None:
    assert apply(old, compare(old, new)) == new


@settings(deadline=None)
@given(ANY, ANY)
def test_every_paragraph_of_both_texts_is_told_exactly_once(old: str, new: str) -> None:
    diff = compare(old, new)
    olds = sorted(piece.old for piece in diff.pieces if piece.old is not None and piece.how is not How.MOVED)
    news = sorted(piece.new for piece in diff.pieces if piece.new is not None)
    assert (olds, news) == (list(range(len(take_apart(old).lines))), list(range(len(take_apart(new).lines))))


@settings(deadline=None)
@given(ANY)
def test_a_text_beside_itself_has_not_changed(same: str) -> None:
    assert compare(same, same).is_empty


@settings(deadline=None)
@given(ANY, ANY)
def test_a_diff_told_as_json_is_the_same_diff(old: str, new: str) -> None:
    diff = compare(old, new)
    assert diff_from_json(json.loads(json.dumps(diff_as_json(diff)))) == diff


@settings(deadline=None)
@given(ANY, ANY)
def test_what_was_moved_stood_somewhere_and_stands_somewhere(old: str, new: str) -> None:
    diff = compare(old, new)
    came = [piece.old for piece in diff.pieces if piece.how is How.MOVED]
    went = [piece.old for piece in diff.pieces if piece.how is How.LEFT]
    assert sorted(came) == sorted(went)


@settings(deadline=None)
@given(st.permutations([COLLECT, SHARE, KEEP, ASK]))
def test_paragraphs_in_another_order_were_moved_and_nothing_else(order: list[str]) -> None:
    hows = {piece.how for piece in compare(text(COLLECT, SHARE, KEEP, ASK), text(*order)).pieces}
    assert hows <= {How.KEPT, How.MOVED, How.LEFT}


@settings(deadline=None)
@given(ANY)
def test_gaps_and_paragraphs_make_up_the_text(whole: str) -> None:
    apart = take_apart(whole)
    assert apart.gaps[0] + "".join(a + b for a, b in zip(apart.lines, apart.gaps[1:], strict=True)) == whole


def test_a_paragraph_more_is_added() -> None:
    assert told(compare(text(COLLECT, KEEP), text(COLLECT, SHARE, KEEP))) == [(How.ADDED, None, 1)]


def test_a_paragraph_less_is_removed() -> None:
    assert told(compare(text(COLLECT, SHARE, KEEP), text(COLLECT, KEEP))) == [(How.REMOVED, 1, None)]


def test_a_paragraph_that_moved_is_told_where_it_is_and_where_it_was() -> None:
    diff = compare(text(COLLECT, SHARE, KEEP, ASK), text(SHARE, KEEP, ASK, COLLECT))
    assert told(diff) == [(How.LEFT, 0, None), (How.MOVED, 0, 3)]


def test_a_paragraph_that_moved_and_changed_shows_what_changed() -> None:
    diff = compare(text(COLLECT, SHARE, KEEP, ASK), text(SHARE, KEEP, ASK, COLLECT.replace("postal", "home")))
    moved = next(piece for piece in diff.pieces if piece.how is How.MOVED)
    assert marked(moved.spans) == (
        "We collect your name and your [-postal-]{+home+} address when you order a book from us."
    )


def test_a_changed_paragraph_shows_its_words() -> None:
    diff = compare(text(COLLECT, KEEP), text(COLLECT, KEEP.replace("eight years", "ten years")))
    assert marked(diff.pieces[1].spans) == (
        "We keep invoices for [-eight-]{+ten+} years because the tax office obliges us to do so."
    )


def test_what_has_little_in_common_is_removed_and_added_not_changed() -> None:
    assert told(compare(text(COLLECT, KEEP), text(COLLECT, "Nothing here is like it."))) == [
        (How.REMOVED, 1, None),
        (How.ADDED, None, 1),
    ]


def test_of_two_paragraphs_the_likelier_became_the_new_one() -> None:
    diff = compare(text(COLLECT, SHARE), SHARE.replace("nobody", "no one"))
    assert told(diff) == [(How.REMOVED, 0, None), (How.CHANGED, 1, 0)]


def test_a_word_between_two_changes_is_part_of_the_change() -> None:
    diff = compare("You may write to our desk by post", "You may write to the office by mail")
    assert marked(diff.pieces[0].spans) == "You may write to [-our desk by post-]{+the office by mail+}"


def test_a_script_without_spaces_is_compared_letter_by_letter() -> None:
    diff = compare("我们收集您的姓名和地址", "我们收集您的姓名和电话")
    assert marked(diff.pieces[0].spans) == "我们收集您的姓名和[-地址-]{+电话+}"


def test_a_line_end_more_is_no_change_of_words() -> None:
    assert compare(text(COLLECT, KEEP), f"{COLLECT}\n\n\n{KEEP}\n").is_empty


def test_a_diff_of_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="the diff is not of this text: its paragraph 1 was to read 'We collect"):
        apply(text(SHARE, KEEP), compare(text(COLLECT, KEEP), text(COLLECT, ASK)))


def test_a_text_that_is_one_endless_paragraph_is_compared_whole() -> None:
    old = " ".join(f"word{number}" for number in range(15_000))
    diff = compare(old, f"{old} more")
    assert [span.how for span in diff.pieces[0].spans] == [How.REMOVED, How.ADDED]


def test_a_rewritten_policy_of_four_hundred_paragraphs_is_no_trouble() -> None:
    old = text(*(f"Paragraph {number} says {number * 7} and {number * 13} words of its own." for number in range(400)))
    new = text(*(f"Paragraph {number} says {number * 5} or {number * 11} words of its own." for number in range(400)))
    assert apply(old, compare(old, new)) == new


def test_a_paragraph_that_only_got_a_sign_says_the_same() -> None:
    diff = compare(text("What we collect", COLLECT), text("What we collect #", COLLECT.replace("postal", "home")))
    assert [piece.is_quiet for piece in diff.pieces] == [True, False]
