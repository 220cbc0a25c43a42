"""Knows the labelled texts: how those for training and those for evaluation are made of what was written by hand.

They are made differently, so that the one says something of the other. Training: sentences, dealt singly, names and
numbers filled in, in English, German and French. Evaluation: whole paragraphs that were written later, of other sites,
headed and listed in other ways, in Spanish and Dutch too. No paragraph shares a sentence with the training set.
"""

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.reading.wording import read_words

HERE = Path(__file__).parent
_ORGS = ("Harbour Books", "Pixelwerk", "Northlight", "Moor & Sons", "Bluefinch", "Granit", "Velo Lab", "Sunday Mail")
_GOODS = ("books", "bicycles", "songs", "lamps", "tickets", "seeds", "Bücher", "livres", "games", "glasses")
_TRAINING_TEXTS = 40  # of each kind in each language; policies four times as many
_EVALUATION_TEXTS = {"en": 30, "de": 14, "fr": 14, "es": 14, "nl": 14}  # of each kind; policies more, see below
LEAST_WORDS = 60  # shorter policies are hardly to be found; far fewer words are screened out before


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, and what it is."""

    kind: str
    language: str
    title: str
    text: str
    words: int

    @property
    def is_policy(self) -> bool:
        return self.kind.startswith("policy")


def training_texts() -> list[Labelled]:
    """All texts that the model learns from, always the same."""
    chance = random.Random("training")
    return [
        _deal(chance, language, kind, bank)
        for language, bank in banks("training").items()
        for kind in bank
        for _ in range(_TRAINING_TEXTS * (4 if kind in ("policy_old", "policy_modern", "policy_plain") else 1))
    ]


def evaluation_texts() -> list[Labelled]:
    """All texts that the model is judged by, always the same."""
    chance = random.Random("evaluation")
    made: dict[str, Labelled] = {}
    for language, bank in banks("evaluation").items():
        for kind in bank:
            wanted = _EVALUATION_TEXTS[language] * (3 if kind in ("policy_short", "policy_long") else 1)
            for _ in range(wanted):
                one = _lay_out(chance, language, kind, bank[kind])
                if one.words >= LEAST_WORDS:
                    made[f"{one.title}\n{one.text}"] = one
    return list(made.values())


def banks(which: str) -> Mapping[str, Mapping[str, Any]]:
    """What was written by hand: by language, then by kind."""
    return {file.stem: tomllib.loads(file.read_text("utf-8")) for file in sorted((HERE / which).glob("*.toml"))}


def _deal(chance: random.Random, language: str, kind: str, bank: Mapping[str, Any]) -> Labelled:
    """A few sentences or many; in half of the texts up to a fifth of another kind, as policies speak of products and
    shops of privacy."""
    fill, own = _filler(chance), bank[kind]
    most = len(own["lines"])
    count = chance.choice((min(4, most), most // 2, most, most, most))
    lines = chance.sample(own["lines"], max(2, count))
    while len(" ".join(lines).split()) < LEAST_WORDS:
        lines.append(chance.choice(own["lines"]))
    others = [line for other in bank if other[:6] != kind[:6] for line in bank[other]["lines"]]
    lines += chance.sample(others, chance.choice((0, 1)) * chance.randint(1, max(1, len(lines) // 4)))
    chance.shuffle(lines)
    return _labelled(kind, language, fill(chance.choice(own["titles"])), [fill(line) for line in lines])


def _filler(chance: random.Random) -> Any:
    org, goods = chance.choice(_ORGS), chance.choice(_GOODS)

    def fill(line: str) -> str:
        while "{n}" in line:
            line = line.replace("{n}", str(chance.randint(2, 90)), 1)
        return line.replace("{Org}", org).replace("{org}", org.lower()).replace("{goods}", goods)

    return fill


def _lay_out(chance: random.Random, language: str, kind: str, bank: Mapping[str, Any]) -> Labelled:
    """One paragraph or more, plain, under headings, or as a list."""
    paragraphs = chance.sample(bank["paragraphs"], chance.randint(1, len(bank["paragraphs"])))
    form = chance.choice(("plain", "headed", "listed"))
    if form == "headed":
        paragraphs = [f"## {number}. {one.split()[0]}\n\n{one}" for number, one in enumerate(paragraphs, start=1)]
    if form == "listed":
        paragraphs = [f"  * {one}" for one in paragraphs]
    return _labelled(kind, language, chance.choice(bank["titles"]), paragraphs)


def _labelled(kind: str, language: str, title: str, parts: list[str]) -> Labelled:
    words = read_words(f"# {title}\n\n" + "\n\n".join(parts))
    return Labelled(kind, language, title, words.text, words.count)


def sentences(which: str) -> Iterator[str]:
    """Every sentence or paragraph of a bank."""
    for bank in banks(which).values():
        for kind in bank.values():
            yield from kind.get("lines", kind.get("paragraphs"))
