"""Judges the policy model on the evaluation texts: `python -m tests.policy_model.evaluate` prints the curve."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.screening.policy_model import policy_probability, the_model
from tests.policy_model.texts import Labelled, evaluation_texts


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled text and what the model says of it."""

    text: Labelled
    probability: float


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the curve."""

    threshold: float
    precision: float
    recall: float


def judge(texts: Sequence[Labelled]) -> list[Judged]:
    told = ((one, policy_probability(one.title, one.text, one.language)) for one in texts)
    return [Judged(one, probability) for one, probability in told if probability is not None]


def point(judged: Sequence[Judged], threshold: float) -> Point:
    """Precision and recall where texts from this probability on count as policies."""
    kept = [one for one in judged if one.probability >= threshold]
    right = sum(one.text.is_policy for one in kept)
    return Point(threshold, right / max(1, len(kept)), right / sum(one.text.is_policy for one in judged))


def main() -> None:
    """The curve, and where the shipped threshold errs."""
    judged = judge(evaluation_texts())
    kinds = Counter((one.text.is_policy, one.text.kind) for one in judged)
    print(f"{len(judged)} texts, {sum(one.text.is_policy for one in judged)} policies, {len(kinds)} kinds")
    shipped = the_model().threshold
    for threshold in sorted({0.05, *(step / 10 for step in range(1, 10)), 0.95, shipped}):
        told = point(judged, threshold)
        sign = "  <- shipped" if threshold == shipped else ""
        print(f"  from {threshold:.2f}: precision {told.precision:.4f}, recall {told.recall:.4f}{sign}")
    errors: dict[tuple[str, str], int] = defaultdict(int)
    for one in judged:
        errors[one.text.kind, one.text.language] += (one.probability >= shipped) is not one.text.is_policy
    for (kind, language), number in sorted(errors.items()):
        if number:
            print(f"  wrong: {number} {kind} in {language}")


if __name__ == "__main__":
    main()
