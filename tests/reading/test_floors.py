"""Holds the reader to floors on real policy pages with hand-selected text. A floor only goes up.

Skipped where the pages are not here: they are other people's and lie beside the repository.
"""

import statistics
from collections.abc import Callable

import pytest

from crawler.items import Document
from crawler.reading.documents import read_snapshot
from tests.reading.content_pages import FOLDER, content_pages, in_layout_tables, score, snapshot_of, without_hints

pytestmark = pytest.mark.skipif(
    not FOLDER.exists(), reason=f"{FOLDER} is not here: real pages are not in the repository"
)


def f1_of_pages(change: Callable[[bytes], bytes]) -> list[float]:
    scores = []
    for page in content_pages():
        read = read_snapshot(snapshot_of(change(page.source)))
        body = read.markdown.partition("\n")[2] if isinstance(read, Document) else ""
        scores.append(score(body, page.selected).f1)
    return scores


@pytest.fixture(scope="module")
def as_they_are() -> list[float]:
    return f1_of_pages(lambda source: source)


def test_the_mean_over_real_pages_holds(as_they_are: list[float]) -> None:
    assert statistics.mean(as_they_are) >= 0.995


def test_no_real_page_is_lost(as_they_are: list[float]) -> None:
    assert min(as_they_are) >= 0.5


def test_at_most_one_real_page_in_a_hundred_is_read_badly(as_they_are: list[float]) -> None:
    assert sum(f1 < 0.8 for f1 in as_they_are) <= len(as_they_are) / 100


@pytest.mark.parametrize("change", [without_hints, in_layout_tables], ids=lambda change: change.__name__)
def test_pages_that_give_no_hints_are_read_as_well(change: Callable[[bytes], bytes]) -> None:
    assert statistics.mean(f1_of_pages(change)) >= 0.983
