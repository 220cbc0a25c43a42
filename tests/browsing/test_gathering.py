"""What is told together says the same, and nothing is told twice or left out."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipelines.browsing.extracts import Said
from pipelines.browsing.gathering import gather, gather_misses
from pipelines.browsing.pages.search import Found
from pipelines.database.questions.browsing_misses import MissedThing

AT = datetime(2015, 1, 1, tzinfo=UTC)
HIT = Found("palace.example", 1, "20150101000000", AT, "Privacy", "en", (Said("cookies", True),))
MISS = MissedThing(1, "palace.example", None, "2010-H2", None, "no-capture", "none", True, AT)


def missed(*intervals: str | None) -> list[MissedThing]:
    return [replace(MISS, id=number, interval=name) for number, name in enumerate(intervals)]


def test_versions_that_say_the_same_are_one_hit() -> None:
    (same,) = gather([HIT, replace(HIT, timestamp="20160101000000")])
    assert [one.timestamp for one in same.others] == ["20160101000000"]


@pytest.mark.parametrize("other", [{"domain": "garden.example"}, {"line": 2}, {"extract": (Said("biscuits", True),)}])
def test_others_are_hits_of_their_own(other: dict[str, object]) -> None:
    assert [same.first for same in gather([HIT, replace(HIT, **other)])] == [HIT, replace(HIT, **other)]


@pytest.mark.parametrize(
    ("names", "stretches"),
    [
        (("2010-H2", "2011-H1", "2011-H2"), [("2010-H2", "2011-H2")]),
        (("2010-Q4", "2011-Q1", "2011-Q3"), [("2010-Q4", "2011-Q1"), ("2011-Q3", "2011-Q3")]),
        (("2010-12", "2011-01"), [("2010-12", "2011-01")]),
        (("2010", "2011", "2013"), [("2010", "2011"), ("2013", "2013")]),
        (("2010", "2011-H1", "ever", "ever"), [(one, one) for one in ("2010", "2011-H1", "ever", "ever")]),
    ],
)
def test_intervals_in_a_row_are_one_stretch(names: tuple[str, ...], stretches: list[tuple[str, str]]) -> None:
    (together,) = gather_misses(missed(*names))
    assert list(together.stretches) == stretches


@pytest.mark.parametrize("other", [{"domain": "garden.example"}, {"detail": "another"}, {"final": False}])
def test_what_was_missed_otherwise_stands_apart(other: dict[str, object]) -> None:
    assert len(gather_misses([MISS, replace(MISS, interval="2011-H1", **other)])) == 2


def test_misses_of_captures_are_told_one_by_one() -> None:
    captures = [replace(MISS, interval=None, timestamp=f"201{year}0101000000") for year in range(3)]
    assert [together.miss for together in gather_misses(captures)] == captures
