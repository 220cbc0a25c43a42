"""In which language a text is."""

import random
import tomllib
from pathlib import Path

import pytest
from eld.languageData import languageData
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.screening.languages import KNOWN, Language, find_other_language, tell_language
from tests.screening.pages import page

LINES = tomllib.loads((Path(__file__).parent / "language_lines.toml").read_text(encoding="utf-8"))
TEN = list(LINES)[:10]
TEXTS = 100  # of each language
LEAST_ACCURACY = 0.99


def texts_of(language: str, words: int = 100) -> list[str]:
    """Texts of at least so many words, each other lines in another order."""
    chance, made = random.Random(language), []
    for _ in range(TEXTS):
        lines = chance.sample(LINES[language], len(LINES[language]))
        count = next(n for n in range(1, len(lines) + 1) if len(" ".join(lines[:n]).split()) >= words)
        made.append(" ".join(lines[:count]))
    return made


def told(text: str) -> str | None:
    language = tell_language(text)
    return language.code if language else None


@pytest.mark.parametrize("language", TEN)
def test_texts_of_a_hundred_words_are_told_almost_always(language: str) -> None:
    right = sum(told(text) == language for text in texts_of(language))
    assert right / TEXTS >= LEAST_ACCURACY


@pytest.mark.parametrize("language", LINES)
def test_single_lines_are_told_mostly(language: str) -> None:
    right = sum(told(line) == language for line in LINES[language])
    assert right / len(LINES[language]) >= 0.9


def test_the_language_of_most_of_a_text_counts() -> None:
    assert told(f"{LINES['en'][0]} {' '.join(LINES['de'])}") == "de"


def test_a_text_in_one_language_is_sure() -> None:
    assert tell_language(" ".join(LINES["en"])) == Language("en", 1.0)


def test_a_text_in_two_languages_is_not_sure() -> None:
    mixed = tell_language(f"{' '.join(LINES['en'])} {' '.join(LINES['fr'])}")
    assert mixed is not None
    assert 0.3 < mixed.confidence < 0.7


def test_a_long_menu_in_english_does_not_hide_the_text_below_it() -> None:
    assert told("Home Products Support Company " * 10 + "\n\n" + " ".join(LINES["pl"] * 2)) == "pl"


@pytest.mark.parametrize("text", ["", "12345", "— * —", "OK"])
def test_of_hardly_a_letter_no_language_is_told(text: str) -> None:
    assert tell_language(text) is None


def test_writing_without_spaces_is_told() -> None:
    assert told("".join(LINES["ja"] * 5)) == "ja"


@settings(deadline=None)  # the first loads the library's table
@given(st.text())
def test_any_text_has_a_language_or_none(text: str) -> None:
    language = tell_language(text)
    assert language is None or (language.code in KNOWN and 0 < language.confidence <= 1)


def test_the_known_languages_are_those_of_the_library() -> None:
    tell_language("this loads its table")
    assert set(languageData.lang_codes.values()) == KNOWN


def test_a_document_in_a_wanted_language_stays() -> None:
    assert find_other_language(page("text", language="de", language_confidence=1.0), frozenset({"de"})) is None


def test_a_document_in_another_language_goes_and_says_which() -> None:
    evidence = find_other_language(page("text", language="de", language_confidence=0.9), frozenset({"fr", "en"}))
    assert evidence == "it is in de (confidence 0.90); asked for: en, fr"


def test_without_a_wish_all_languages_stay() -> None:
    assert find_other_language(page("text", language="de", language_confidence=1.0), frozenset()) is None


def test_a_document_whose_language_cannot_be_told_stays() -> None:
    assert find_other_language(page("text"), frozenset({"en"})) is None
