"""Knows how likely a text is a privacy policy: a weighted sum of its features, by weights that were learnt once.

`policy_model.json` holds the weights and how they came about; tests/policy_model/ has the labelled texts, rebuilds the
file bit for bit and judges it. A text in a language whose words are not known is not judged. Some sites put all their
legal texts on one page: a long page that holds a long stretch of policy is one.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

from crawler.screening.policy_features import NAMES, languages, read_features

MODEL = Path(__file__).parent / "policy_model.json"

# Measured on 42 real terms of service: their most policy-like stretch has 0.45, that of a page with both has 0.88.
_STRETCH, _MOST_STRETCHES, _SURE = 8_000, 12, 0.7


@dataclass(frozen=True, slots=True)
class PolicyModel:
    """Weights in the order of the features, and the probability from which on a text counts as a policy."""

    version: int
    bias: float
    weights: tuple[float, ...]
    threshold: float

    def probability(self, features: Sequence[float]) -> float:
        told = self.bias + sum(weight * feature for weight, feature in zip(self.weights, features, strict=True))
        return 1 / (1 + exp(-max(-30.0, min(30.0, told))))


def policy_probability(title: str, text: str, language: str | None) -> float | None:
    """How likely a text is a policy; None where its language is not among those whose words are known."""
    if language is None or language not in languages():
        return None
    model = the_model()
    whole = model.probability(read_features(title, text, language))
    if whole >= _SURE or len(text) < 2 * _STRETCH:
        return round(whole, 4)
    best = max(model.probability(read_features("", stretch, language)) for stretch in _stretches(text))
    return round(best if best >= _SURE else whole, 4)


def _stretches(text: str) -> list[str]:
    """Stretches from all over a long text; of a very long one not all."""
    step = max(_STRETCH, len(text) // _MOST_STRETCHES)
    return [text[start : start + _STRETCH] for start in range(0, len(text) - _STRETCH // 2, step)]


@cache
def the_model() -> PolicyModel:
    """The model that ships."""
    told = json.loads(MODEL.read_text(encoding="utf-8"))
    weights = tuple(float(told["weights"][name]) for name in NAMES)
    return PolicyModel(told["version"], told["bias"], weights, told["threshold"])
