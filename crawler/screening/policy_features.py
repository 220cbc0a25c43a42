"""Knows what of a text tells a policy from other pages: how densely it speaks of what, whatever its language.

`policy_words/` has a file for each language with the words of each topic. So the weights that one language taught hold
for all of them. A long text is judged by its beginning, its middle and its end, so the cost has a bound.
"""

import re
import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log10
from pathlib import Path

_WORDS = Path(__file__).parent / "policy_words"
_BEGINNING, _PART = 4_000, 2_000  # letters; what a page is, it mostly says at once
_HALF = 8.0  # so many words of a topic in a thousand make half of the most it can count
_BETWEEN_WORDS = re.compile(r"[\W_]+")

# What a policy speaks of, and what other pages speak of.
OF_POLICIES = (
    *("name", "data", "collect", "share", "rights", "technique", "contact", "security", "purpose", "keep", "minors"),
    *("change", "law", "we", "you"),
)
OF_OTHERS = ("terms", "news", "help", "blog", "shop", "banner", "legal", "company")
TOPICS = (*OF_POLICIES, *OF_OTHERS)
_IN_TITLES = ("name", "technique", "terms", "news", "help", "blog", "shop", "legal", "company")

NAMES: Sequence[str] = (*TOPICS, *(f"title-{topic}" for topic in _IN_TITLES), "breadth", "length")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that follow one another; the last may be the beginning of one. `written` has a space before each, and one
    behind a last word that is whole."""

    written: str
    whole: frozenset[str]
    beginning: str  # empty where the last word is whole

    @classmethod
    def of(cls, phrase: str) -> "_Phrase":
        parts = phrase.split()
        beginning = "" if phrase.endswith(" ") else parts.pop()
        return cls(f" {phrase}", frozenset(parts), beginning)


class _Said:
    """A text's plain words, and which they are: most phrases are in no text, and their words tell that fast."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.numbers = Counter(words.split())
        self.sorted = sorted(self.numbers)

    def count(self, phrase: _Phrase) -> int:
        """How often a phrase is said, as `str.count` counts."""
        if not phrase.whole <= self.numbers.keys():
            return 0
        if phrase.beginning and not (begun := self._begun(phrase.beginning)):
            return 0
        return self.words.count(phrase.written) if phrase.whole else begun

    def _begun(self, beginning: str) -> int:
        """How many words begin so."""
        number = 0
        for place in range(bisect_left(self.sorted, beginning), len(self.sorted)):
            word = self.sorted[place]
            if not word.startswith(beginning):
                break
            number += self.numbers[word]
        return number


@cache
def languages() -> frozenset[str]:
    """The languages whose words are known."""
    return frozenset(file.stem for file in _WORDS.glob("*.toml"))


def read_features(title: str, text: str, language: str) -> tuple[float, ...]:
    """The features of a text in one of the known languages, in the order of `NAMES`; each between 0 and 1."""
    topics = _topics(language)
    said = _Said(_plain(_sample(text)))
    count = max(1, said.words.count(" ") - 1)
    numbers = [sum(map(said.count, topics[topic])) for topic in TOPICS]
    densities = [_dense(1_000 * number / count) for number in numbers]
    heading = _plain(title)
    titles = [float(any(phrase.written in heading for phrase in topics[topic])) for topic in _IN_TITLES]
    breadth = sum(number > 0 for number in numbers[: len(OF_POLICIES)]) / len(OF_POLICIES)
    return (*densities, *titles, breadth, min(1.0, log10(count) / 4))


def _dense(in_a_thousand: float) -> float:
    return in_a_thousand / (in_a_thousand + _HALF)


def _sample(text: str) -> str:
    if len(text) <= _BEGINNING + 2 * _PART:
        return text
    middle = len(text) // 2
    return f"{text[:_BEGINNING]} {text[middle : middle + _PART]} {text[-_PART:]}"


def _plain(text: str) -> str:
    """Small words with one space around each, as the phrases are written."""
    return f" {_BETWEEN_WORDS.sub(' ', text.casefold())} "


@cache
def _topics(language: str) -> Mapping[str, tuple[_Phrase, ...]]:
    """The phrases of each topic. Each begins a word; one that ends in a space ends it too."""
    told = tomllib.loads((_WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    return {topic: tuple(_Phrase.of(phrase.casefold()) for phrase in dict.fromkeys(told[topic])) for topic in TOPICS}
