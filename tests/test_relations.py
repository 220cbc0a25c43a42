"""To which family a wording belongs, found one by one and all at once."""

import random
from collections import defaultdict
from collections.abc import Iterable
from functools import partial

import pytest

from pipelines.relations import Relations, Signed
from pipelines.signatures import Shingles, read_shingles, sign

WORDS = [f"word{number}" for number in range(300)]
SHINGLES: dict[str, Shingles] = {}


def signed(number: int, wording: str) -> Signed:
    """A wording that is known by its number."""
    name = f"{number:03}"
    SHINGLES[name] = read_shingles(wording)
    return Signed(name, sign(SHINGLES[name]), number)


def drifting(seed: int, count: int = 40) -> list[Signed]:
    """Wordings that change a little from one to the next, so that the first and the last have little in common."""
    chance = random.Random(seed)
    words, made = chance.choices(WORDS, k=160), []
    for number in range(1, count + 1):
        for _ in range(chance.randrange(4)):
            words[chance.randrange(160)] = f"own{number}"
        if chance.random() < 0.1:
            words = chance.choices(WORDS, k=160)
        made.append(signed(number, " ".join(words)))
    return made


def partition(wordings: list[Signed], family_of: dict[str, int]) -> set[frozenset[str]]:
    groups = defaultdict(set)
    for one in wordings:
        groups[family_of[one.wording_sha256]].add(one.wording_sha256)
    return {frozenset(group) for group in groups.values()}


def all_at_once(wordings: list[Signed]) -> set[frozenset[str]]:
    families = Relations(defaultdict(list), lambda numbers: [], SHINGLES.__getitem__).compare_all(wordings)
    return partition(wordings, {one.wording_sha256: families.of(one.family) for one in wordings})


def members(kept: tuple[Signed, ...], numbers: Iterable[int]) -> list[Signed]:
    wanted = set(numbers)
    return [one for one in kept if one.family in wanted]


def one_by_one(wordings: list[Signed], sizes: Iterable[int]) -> set[frozenset[str]]:
    """In groups of these sizes, with what a database would keep from one group to the next."""
    kept: dict[str, Signed] = {}
    bands: defaultdict[int, list[str]] = defaultdict(list)
    waiting = list(wordings)
    for size in sizes:
        group, waiting = waiting[:size], waiting[size:]
        holders = defaultdict(
            list, {key: [kept[name] for name in bands[key]] for one in group for key in one.keys if key in bands}
        )
        relations = Relations(holders, partial(members, tuple(kept.values())), SHINGLES.__getitem__)
        for one in group:
            for key in relations.place(one):
                bands[key].append(one.wording_sha256)
        kept.update({one.wording_sha256: one for one in group})
        kept = {name: Signed(name, one.signature, relations.families.of(one.family)) for name, one in kept.items()}
    return partition(wordings, {name: one.family for name, one in kept.items()})


@pytest.mark.parametrize("seed", range(12))
def test_families_found_one_by_one_are_those_of_all_pairs(seed: int) -> None:
    wordings = drifting(seed)
    assert one_by_one(wordings, [1] * len(wordings)) == all_at_once(wordings)


@pytest.mark.parametrize("seed", range(12))
def test_neither_order_nor_grouping_changes_the_families(seed: int) -> None:
    wordings = drifting(seed)
    expected = all_at_once(wordings)
    shuffled = list(wordings)
    random.Random(seed).shuffle(shuffled)
    assert one_by_one(shuffled, [3, 1, 7, 2, 27]) == expected


def test_the_invented_wordings_make_families_of_several_and_several_families() -> None:
    sizes = [len(family) for seed in range(12) for family in all_at_once(drifting(seed))]
    assert max(sizes) > 10
    assert len(sizes) > 36


def test_a_wording_that_brings_no_new_band_holds_none() -> None:
    relations = Relations(defaultdict(list), lambda numbers: [], SHINGLES.__getitem__)
    first, again = signed(1, "we keep nothing about you at all"), signed(2, "we keep nothing about you at all")
    assert len(relations.place(first)) == 16
    assert relations.place(again) == []
