"""Knows to which family a wording belongs, given who shares its bands: the looking, without the database.

Of a family each band is held by one member. A new wording meets the families that hold one of its bands; it belongs to
each of them of which any member that shares a band with it is near. So every near pair that shares a band joins its two
families, as if all had been compared.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import combinations

from pipelines.families import Families
from pipelines.signatures import Shingles, Signature, are_near, band_keys, share_band


@dataclass(frozen=True)
class Signed:
    """A wording, its signature, and the family that it had when it was last looked at."""

    wording_sha256: str
    signature: Signature
    family: int

    @cached_property
    def keys(self) -> frozenset[int]:
        return frozenset(band_keys(self.signature))


class Relations:
    """The families that share bands with some new wordings, and how they grow together.

    `holders` are those who hold a band; `members` gives all of the families of these numbers, `shingles_of`
    those of a wording: both are asked only where it matters."""

    def __init__(
        self,
        holders: defaultdict[int, list[Signed]],
        members: Callable[[Iterable[int]], list[Signed]],
        shingles_of: Callable[[str], Shingles],
    ) -> None:
        self.families = Families()
        self._holders = holders
        self._members = members
        self._shingles_of = shingles_of
        self._numbers = {one.family for held in holders.values() for one in held}
        self._placed: list[Signed] = []

    def place(self, new: Signed) -> Collection[int]:
        """Joins a new wording to the families it belongs to; the bands that it holds for its family from now on."""
        met: defaultdict[int, dict[str, Signed]] = defaultdict(dict)
        for key in new.keys:
            for one in self._holders[key]:
                met[self.families.of(one.family)][one.wording_sha256] = one
        for family, some in sorted(met.items()):
            if any(self._near(new, one) for one in some.values()) or self._near_to_others(new, family, some.keys()):
                self.families.join(new.family, family)
        self._placed.append(new)
        self._numbers.add(new.family)
        held = [key for key in new.keys if not any(self._are_one(new, one) for one in self._holders[key])]
        for key in held:
            self._holders[key].append(new)
        return held

    def compare_all(self, signed: Collection[Signed]) -> Families:
        """The families of all of these by looking at every pair that shares a band."""
        sharing: defaultdict[int, list[Signed]] = defaultdict(list)
        for one in signed:
            for key in one.keys:
                sharing[key].append(one)
        for together in sharing.values():
            for one, other in combinations(together, 2):
                if not self._are_one(one, other) and self._near(one, other):
                    self.families.join(one.family, other.family)
        return self.families

    def _near_to_others(self, new: Signed, family: int, tried: Collection[str]) -> bool:
        numbers = [number for number in self._numbers if self.families.of(number) == family]
        here = [one for one in self._placed if self.families.of(one.family) == family]
        return any(
            share_band(new.signature, one.signature) and self._near(new, one)
            for one in (*self._members(numbers), *here)
            if one.wording_sha256 not in tried
        )

    def _near(self, one: Signed, other: Signed) -> bool:
        return are_near(one.signature, other.signature, partial(self._both_shingles, one, other))

    def _both_shingles(self, one: Signed, other: Signed) -> tuple[Shingles, Shingles]:
        return self._shingles_of(one.wording_sha256), self._shingles_of(other.wording_sha256)

    def _are_one(self, one: Signed, other: Signed) -> bool:
        return self.families.are_one(one.family, other.family)
