"""Documents too short to be a policy."""

from crawler.screening.too_few_words import LEAST_WORDS, find_shortness
from tests.screening.pages import page


def test_a_document_with_the_least_number_of_words_is_long_enough() -> None:
    assert find_shortness(page("word " * LEAST_WORDS)) is None


def test_one_word_less_is_too_few() -> None:
    assert find_shortness(page("word " * (LEAST_WORDS - 1))) == "it has 39 words, a policy has at least 40"
