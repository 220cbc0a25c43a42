"""Knows how easy a text in English is to read: Flesch's reading ease, from the lengths of its sentences and words.

206.835 less 1.015 for each word of a sentence and 84.6 for each syllable of a word (Flesch 1948). Plain English has 60
to 70, a contract 30. Syllables are groups of vowels, less a silent e: right on nine words of ten, and the mean is what
counts. The number of a single text says little; that of a year says whether policies became harder to read.
"""

import re

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|\n")  # a paragraph, heading or list item ends one too
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^aeiouyl]|[aeiouy]l)e$|[^aeiouytd]ed$")


def reading_ease(text: str) -> float | None:
    """Some 0 to 100, more is easier; None for a text with too few words to tell."""
    words = _WORD.findall(text)
    if len(words) < 50:
        return None
    sentences = sum(1 for part in _SENTENCE_END.split(text) if _WORD.search(part))
    syllables = sum(count_syllables(word) for word in words)
    return 206.835 - 1.015 * len(words) / max(1, sentences) - 84.6 * syllables / len(words)


def count_syllables(word: str) -> int:
    """`privacy` has three, `used` one."""
    small = word.lower()
    return max(1, len(_VOWELS.findall(small)) - (1 if _SILENT.search(small) else 0))
