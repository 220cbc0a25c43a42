"""Trains the policy model and writes crawler/screening/policy_model.json: `python -m tests.policy_model.train`.

Logistic regression by gradient descent with momentum, in plain Python: the same texts give the same bits. Policies and
others weigh the same, and so do the kinds among the others.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from math import exp

from crawler.screening.policy_features import NAMES, read_features
from crawler.screening.policy_model import MODEL
from tests.policy_model.texts import Labelled, training_texts

VERSION = 1
# Not the best in the middle of the curve but on the safe side: a policy lost is worse than a page too many, and in
# languages that were not trained on policies come out lower.
THRESHOLD = 0.25
_STEPS, _RATE, _MOMENTUM, _SHRINK = 400, 2.0, 0.9, 0.0004
_DIGITS = 4  # beyond which machines differ


def train(texts: Sequence[Labelled]) -> tuple[float, list[float]]:
    """Bias and weights."""
    rows = [(1.0, *read_features(one.title, one.text, one.language)) for one in texts]
    labels = [float(one.is_policy) for one in texts]
    shares = _shares(texts)
    weights, speeds = [0.0] * (len(NAMES) + 1), [0.0] * (len(NAMES) + 1)
    for _ in range(_STEPS):
        slopes = [0.0] * len(weights)
        for row, label, share in zip(rows, labels, shares, strict=True):
            told = sum(weight * feature for weight, feature in zip(weights, row, strict=True))
            error = share * (1 / (1 + exp(-max(-30.0, min(30.0, told)))) - label)
            slopes = [slope + error * feature for slope, feature in zip(slopes, row, strict=True)]
        for place, slope in enumerate(slopes):
            shrink = _SHRINK * weights[place] if place else 0.0
            speeds[place] = _MOMENTUM * speeds[place] - _RATE * (slope + shrink)
            weights[place] += speeds[place]
    return round(weights[0], _DIGITS), [round(weight, _DIGITS) for weight in weights[1:]]


def _shares(texts: Sequence[Labelled]) -> list[float]:
    """How much each text weighs: half of all for policies, half for the others; kinds and languages alike in each."""
    groups = Counter((one.is_policy, one.kind, one.language) for one in texts)
    numbers = Counter(is_policy for is_policy, _, _ in groups)
    return [0.5 / numbers[one.is_policy] / groups[one.is_policy, one.kind, one.language] for one in texts]


def write_model() -> str:
    """The file as text."""
    texts = training_texts()
    bias, weights = train(texts)
    taught = hashlib.sha256("\n\n".join(f"{one.kind} {one.title} {one.text}" for one in texts).encode()).hexdigest()
    told = {
        "version": VERSION,
        "made by": "python -m tests.policy_model.train",
        "texts": len(texts),
        "texts sha256": taught,
        "threshold": THRESHOLD,
        "bias": bias,
        "weights": dict(zip(NAMES, weights, strict=True)),
    }
    return json.dumps(told, indent=2) + "\n"


if __name__ == "__main__":
    MODEL.write_text(write_model(), encoding="utf-8")
    print(f"{MODEL}: sha256 {hashlib.sha256(MODEL.read_bytes()).hexdigest()}")
