"""The paragraphs by which documents are compared below the whole."""

from pipelines.paragraphs import LEAST_WORDS, read_paragraphs

LONG = "We never give the names and addresses in our book to any other company or person whatsoever."
OTHER = "When you order a book we ask for your name, your address and your telephone number, and nothing else."


def texts(text: str) -> list[str]:
    return [one.text for one in read_paragraphs(text)]


def test_each_line_of_a_text_is_a_paragraph() -> None:
    assert texts(f"Privacy\n\n{LONG}\n{OTHER}") == [LONG, OTHER]


def test_a_line_of_too_few_words_is_none() -> None:
    assert texts("word " * (LEAST_WORDS - 1)) == []


def test_a_line_of_just_enough_words_is_one() -> None:
    assert len(texts("word " * LEAST_WORDS)) == 1


def test_signs_between_the_words_make_no_difference() -> None:
    one, other = read_paragraphs(LONG), read_paragraphs(LONG.replace("names and", "names, and").upper())
    assert [each.sha256 for each in one] == [each.sha256 for each in other]


def test_another_word_makes_another_paragraph() -> None:
    one, other = read_paragraphs(LONG), read_paragraphs(LONG.replace("never", "always"))
    assert [each.sha256 for each in one] != [each.sha256 for each in other]


def test_a_paragraph_said_twice_counts_once() -> None:
    assert texts(f"{LONG}\n\n{LONG}") == [LONG]


def test_its_place_is_its_line() -> None:
    assert [one.place for one in read_paragraphs(f"Privacy\n\n{LONG}\n\n{OTHER}")] == [2, 4]
