"""Knows how near-duplicates become families: whoever is near to one of a family belongs to it.

A family is known by the smallest number among its members, so that its name stays when others join. Which families
there are depends only on which wordings are near, never on the order in which that was found out.
"""

from collections.abc import Iterable, Mapping


class Families:
    """Families that grow together. Members are numbers; each starts as a family of its own."""

    def __init__(self) -> None:
        self._leads_to: dict[int, int] = {}

    def of(self, member: int) -> int:
        """The family of a member: its smallest number."""
        root = member
        while (above := self._leads_to.get(root, root)) != root:
            root = above
        while member != root:  # next time the way is short
            self._leads_to[member], member = root, self._leads_to[member]
        return root

    def join(self, one: int, other: int) -> None:
        """Makes the families of both one."""
        first, second = sorted((self.of(one), self.of(other)))
        self._leads_to[second] = first

    def are_one(self, one: int, other: int) -> bool:
        return self.of(one) == self.of(other)

    def moved(self) -> Mapping[int, int]:
        """Those that are no longer a family by their own number, and the family each belongs to now."""
        return {member: self.of(member) for member in self._leads_to if self.of(member) != member}


def draw_families(members: Iterable[int], near: Iterable[tuple[int, int]]) -> Mapping[int, int]:
    """The family of every member, given all pairs that are near: what growing one by one must come to."""
    families = Families()
    for one, other in near:
        families.join(one, other)
    return {member: families.of(member) for member in members}
