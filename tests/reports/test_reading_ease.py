"""How easy a text is to read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reports.reading_ease import count_syllables, reading_ease

PLAIN = "We keep your name. We keep it for a year. We tell no one. You can ask us to drop it. " * 4
LEGAL = (
    "Notwithstanding the aforementioned provisions, personally identifiable information collected pursuant to "
    "applicable regulations may be disclosed to affiliated organisations, contractual representatives and "
    "governmental authorities whenever such communication is necessary for legitimate administrative purposes. "
) * 2


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("we", 1), ("used", 1), ("name", 1), ("policy", 3), ("privacy", 3), ("people", 2), ("notice", 2), ("needed", 2)],
)  # fmt: skip
def test_syllables_are_counted(word: str, syllables: int) -> None:
    assert count_syllables(word) == syllables


def test_plain_words_are_easier_than_those_of_lawyers() -> None:
    plain, legal = reading_ease(PLAIN), reading_ease(LEGAL)
    assert plain is not None
    assert legal is not None
    assert (plain > 90, legal < 10) == (True, True)


def test_the_formula_is_that_of_flesch() -> None:
    text = "cat " * 60
    assert reading_ease(text) == pytest.approx(206.835 - 1.015 * 60 - 84.6)


def test_a_list_item_ends_a_sentence() -> None:
    item = "a short one with five"
    assert reading_ease("\n".join([item] * 20)) == pytest.approx(reading_ease(". ".join([item] * 20)))


def test_too_few_words_tell_nothing() -> None:
    assert reading_ease("We keep nothing.") is None


@settings(deadline=None)
@given(st.text())
def test_any_text_has_an_ease_or_none(text: str) -> None:
    assert isinstance(reading_ease(text), float | None)
