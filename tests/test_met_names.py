"""What is known of names that were met: the same as of a set, in memory that does not grow."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from crawler.domains import ListedDomain, read_domains
from crawler.met_names import MetNames

NAMES = st.lists(st.text(st.characters(codec="ascii"), min_size=1, max_size=3), max_size=60)


@given(NAMES, st.integers(1, 10))
def test_each_name_is_new_once_however_many_are_held_in_memory(names: list[str], most_held: int) -> None:
    met, seen = MetNames(most_held), set[str]()
    for name in names:
        assert met.add(name) == (name not in seen)
        seen.add(name)


def test_a_table_that_fills_up_is_made_larger_and_forgets_nothing() -> None:
    met = MetNames(most_held=10)
    names = [f"shop{number}.example" for number in range(1_000)]
    assert [met.add(name) for name in [*names, *names]] == [True] * 1_000 + [False] * 1_000


def test_ten_times_as_many_names_take_no_more_memory() -> None:
    assert memory_of(20_000) < 1.2 * memory_of(2_000)


def test_a_domain_far_down_a_long_list_is_still_taken_once_only() -> None:
    names = (f"shop{number % 25_000}.example" for number in range(25_200))
    lines = [one.line for one in read_domains(names) if isinstance(one, ListedDomain)]
    assert lines == list(range(1, 25_001))


def memory_of(names: int) -> int:
    met = MetNames(most_held=1_000)
    tracemalloc.start()
    for number in range(names):
        met.add(f"a-name-of-usual-length-{number}.example")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
