"""Pages of another kind than policies."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.outcomes import Outcome
from crawler.screening import screen
from crawler.screening.not_a_policy import find_other_kind
from crawler.screening.policy_features import NAMES, TOPICS, _plain, _Said, _topics, languages, read_features
from crawler.screening.policy_model import policy_probability
from tests.screening.pages import POLICY, page

PAGES = tomllib.loads((Path(__file__).parent / "other_pages.toml").read_text(encoding="utf-8"))
WORDS = Path("crawler/screening/policy_words")


@pytest.mark.parametrize("language", PAGES)
def test_a_policy_of_a_hundred_words_is_kept(language: str) -> None:
    assert screen(page(PAGES[language]["policy"])).screened is None


@pytest.mark.parametrize("language", PAGES)
def test_terms_are_screened_out(language: str) -> None:
    assert screen(page(PAGES[language]["terms"])).screened is Outcome.NOT_A_POLICY


@pytest.mark.parametrize("language", PAGES)
def test_a_policy_is_likelier_than_terms_by_far(language: str) -> None:
    policy, terms = (policy_probability("Garden club", PAGES[language][kind], language) for kind in ("policy", "terms"))
    assert policy is not None
    assert terms is not None
    assert policy - terms > 0.5


def test_every_language_whose_words_are_known_is_tried() -> None:
    assert languages() == set(PAGES)


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_language_has_words_for_every_topic(language: str) -> None:
    assert set(tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))) == set(TOPICS)


@pytest.mark.parametrize("language", sorted(languages()))
def test_phrases_are_written_as_texts_are_read(language: str) -> None:
    told = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    phrases = [phrase for topic in told.values() for phrase in topic]
    assert [phrase for phrase in phrases if phrase != re.sub(r"[\W_]+", " ", phrase.lower()).lstrip()] == []


def test_a_document_in_a_language_without_words_is_not_judged() -> None:
    assert find_other_kind(page("текст", language="ru")) is None


def test_a_document_of_another_kind_says_how_unlikely_it_is_a_policy() -> None:
    evidence = find_other_kind(page("text", policy_probability=0.0123))
    assert evidence == "a policy with probability 0.012; at least 0.25 is asked for"


def test_the_probability_is_kept_with_the_document() -> None:
    probability = screen(page(POLICY, "Privacy policy")).policy_probability
    assert probability is not None
    assert probability > 0.9


def test_a_policy_keeps_its_probability_when_it_is_repeated_many_times() -> None:
    once, often = (policy_probability("Privacy", POLICY * times, "en") for times in (1, 50))
    assert once is not None
    assert often is not None
    assert abs(once - often) < 0.05


@settings(deadline=None)  # the first of each language reads its words
@given(st.text(), st.text(), st.sampled_from(sorted(languages())))
def test_every_feature_of_any_text_lies_between_nothing_and_all(title: str, text: str, language: str) -> None:
    features = read_features(title, text, language)
    assert len(features) == len(NAMES)
    assert all(0 <= feature <= 1 for feature in features)


@given(data=st.data(), language=st.sampled_from(sorted(languages())))
@settings(max_examples=60, deadline=None)
def test_phrases_are_counted_as_a_search_counts_them(data: st.DataObject, language: str) -> None:
    phrases = [phrase for topic in _topics(language).values() for phrase in topic]
    parts = st.sampled_from(phrases).flatmap(lambda phrase: st.sampled_from([phrase.written, *phrase.written.split()]))
    ends = st.sampled_from(["", " ", "s", ", "])
    words = _plain("".join(a + b for a, b in data.draw(st.lists(st.tuples(parts, ends), max_size=60))))
    said = _Said(words)
    assert [said.count(phrase) for phrase in phrases] == [words.count(phrase.written) for phrase in phrases]
