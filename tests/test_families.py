"""How near-duplicates become families."""

import random

from hypothesis import given
from hypothesis import strategies as st

from pipelines.families import Families, draw_families

MEMBERS = st.integers(1, 12)
PAIRS = st.lists(st.tuples(MEMBERS, MEMBERS))


def test_whoever_is_near_to_nobody_is_a_family_of_its_own() -> None:
    assert draw_families([1, 2], []) == {1: 1, 2: 2}


def test_two_that_are_near_are_one_family() -> None:
    assert draw_families([1, 2, 3], [(2, 3)]) == {1: 1, 2: 2, 3: 2}


def test_a_chain_of_near_ones_is_one_family() -> None:
    assert set(draw_families([1, 2, 3, 4], [(1, 2), (3, 4), (2, 3)]).values()) == {1}


def test_a_family_has_the_smallest_number_of_its_members() -> None:
    assert draw_families([7, 5, 9], [(9, 7), (7, 5)]) == {7: 5, 5: 5, 9: 5}


def test_a_family_keeps_its_name_when_a_later_number_joins() -> None:
    families = Families()
    families.join(3, 4)
    families.join(4, 8)
    assert families.of(4) == 3


def test_those_that_became_part_of_another_family_are_told() -> None:
    families = Families()
    families.join(6, 5)
    families.join(5, 2)
    assert families.moved() == {5: 2, 6: 2}


@given(PAIRS, st.randoms())
def test_the_order_in_which_pairs_are_found_changes_nothing(
    pairs: list[tuple[int, int]], chance: random.Random
) -> None:
    shuffled = [(two, one) if chance.random() < 0.5 else (one, two) for one, two in pairs]
    chance.shuffle(shuffled)
    assert draw_families(range(1, 13), shuffled) == draw_families(range(1, 13), pairs)


@given(PAIRS)
def test_a_pair_within_a_family_changes_nothing(pairs: list[tuple[int, int]]) -> None:
    """So it need not be looked at, which spares most of the pairs of a large family."""
    families, needed = Families(), []
    for one, two in pairs:
        if not families.are_one(one, two):
            families.join(one, two)
            needed.append((one, two))
    assert draw_families(range(1, 13), needed) == draw_families(range(1, 13), pairs)
