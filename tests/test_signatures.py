"""How alike two wordings are."""

import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.signatures import NEAR, agreement, are_near, band_keys, hash_shingles, likeness, read_shingles, sign

FROZEN_KEYS = (3503832364437378482, -6099601105847077986)  # what is stored must stay comparable
WORDS = [f"word{number}" for number in range(2_000)]


def text(seed: int, words: int = 400) -> list[str]:
    return random.Random(seed).choices(WORDS, k=words)


def shingles_and_signature(words: list[str]):
    shingles = read_shingles(" ".join(words))
    return shingles, sign(shingles)


def near(one: list[str], other: list[str]) -> bool:
    (first, signature), (second, other_signature) = shingles_and_signature(one), shingles_and_signature(other)
    return are_near(signature, other_signature, lambda: (first, second))


def share_a_band(one: list[str], other: list[str]) -> bool:
    return bool(set(band_keys(shingles_and_signature(one)[1])) & set(band_keys(shingles_and_signature(other)[1])))


def test_equal_wordings_have_equal_signatures() -> None:
    assert shingles_and_signature(text(1)) == shingles_and_signature(text(1))


def test_a_signature_means_the_same_in_every_process() -> None:
    assert band_keys(sign(read_shingles("we keep nothing about you and sell nothing to them")))[:2] == FROZEN_KEYS


def test_every_five_words_in_a_row_have_one_hash() -> None:
    assert hash_shingles("we sell nothing to them now") == [
        zlib.crc32(b"we sell nothing to them"),
        zlib.crc32(b"sell nothing to them now"),
    ]


def by_the_book(shingles: set[int]) -> bytes:
    """The signature as its scheme is told: each bin keeps the smallest of its hashes, or borrows that of another."""
    spread = [(shingle * 0x9E3779B1 + 0x7F4A7C15) % 2**32 for shingle in shingles]
    bins = [min((one % 2**25 for one in spread if one >> 25 == number), default=None) for number in range(128)]
    for number, own in enumerate(list(bins)):
        step = 0
        while own is None:
            step += 1
            lender = ((number * 0x9E3779B1 + step * 0x85EBCA6B) >> 7) % 128
            own = min((one % 2**25 for one in spread if one >> 25 == lender), default=None)
        bins[number] = own
    return b"".join(own.to_bytes(4, "little") for own in bins if own is not None)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=600))
def test_a_signature_is_that_of_its_scheme(shingles: list[int]) -> None:
    """Bit for bit: millions of them may be stored."""
    assert sign(shingles) == by_the_book(set(shingles))


def test_wordings_with_nothing_in_common_agree_in_hardly_a_bin() -> None:
    assert agreement(shingles_and_signature(text(1))[1], shingles_and_signature(text(2))[1]) < 0.05


def test_wordings_with_nothing_in_common_share_no_band() -> None:
    assert not share_a_band(text(1), text(2))


def test_a_signature_takes_five_hundred_bytes() -> None:
    assert len(sign(read_shingles("a b c d e f g"))) == 512


def test_a_wording_has_sixteen_bands_of_sixty_four_bits() -> None:
    keys = band_keys(shingles_and_signature(text(1))[1])
    assert len(keys) == 16
    assert all(-(2**63) <= key < 2**63 for key in keys)


@pytest.mark.parametrize("changed", [1, 3, 5])
def test_a_wording_with_a_few_other_words_is_near(changed: int) -> None:
    other = text(1)
    other[100 : 100 + changed] = ["something", "else", "is", "said", "here"][:changed]
    assert near(text(1), other)
    assert share_a_band(text(1), other)


def test_a_wording_of_which_a_third_is_other_is_not_near() -> None:
    assert not near(text(1), text(1)[:270] + text(2)[:130])


@pytest.mark.parametrize("seed", range(30))
def test_near_the_border_the_runs_themselves_decide(seed: int) -> None:
    chance, other = random.Random(seed), text(seed)
    for place in chance.sample(range(400), 7):
        other[place] = "changed"
    exact = likeness(read_shingles(" ".join(text(seed))), read_shingles(" ".join(other)))
    assert 0.75 < exact < 0.95
    assert near(text(seed), other) is (exact >= NEAR)


def test_wordings_without_spaces_are_told_by_their_letters() -> None:
    one = "本站重视您的隐私并且不会将您的个人信息出售给任何人我们只在处理订单时使用您的地址" * 2
    other = one.replace("订单", "来信", 1)
    assert likeness(read_shingles(one), read_shingles(other)) > 0.7


def test_a_wording_of_fewer_words_than_a_run_is_its_own_run() -> None:
    assert len(read_shingles("we keep nothing")) == 1


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1), st.lists(st.sampled_from(WORDS), min_size=1))
def test_likeness_is_the_same_both_ways_and_at_most_all(one: list[str], other: list[str]) -> None:
    first, second = read_shingles(" ".join(one)), read_shingles(" ".join(other))
    assert 0 <= likeness(first, second) == likeness(second, first) <= 1
    assert near(one, other) is near(other, one)


@settings(deadline=None)
@given(st.text(min_size=1))
def test_any_text_can_be_signed(wording: str) -> None:
    assert len(sign(read_shingles(wording))) == 512
