"""Diffs of recorded policies, at the captures where their wording changed: right, quick, and about what changed."""

import time
from functools import cache
from itertools import pairwise

import pytest

from crawler.archives.answers import Answer, Replayed
from crawler.items import Document
from crawler.moments import read_timestamp
from crawler.reading.documents import read_snapshot
from crawler.snapshots import make_snapshot
from pipelines.diffs.comparing import compare
from pipelines.diffs.pieces import How, apply
from tests.examples import NOW
from tests.fake_archive.holdings import read_warc
from tests.histories import ABSENT, HISTORIES, listed_changes

pytestmark = pytest.mark.skipif(not HISTORIES.exists(), reason=ABSENT)


@cache
def neighbours() -> tuple[tuple[str, str], ...]:
    """The texts before and after each change of the five policies."""
    texts: dict[str, dict[str, str]] = {url: {} for url in listed_changes()}
    for held in read_warc(HISTORIES / "policies.warc.gz"):
        if held.timestamp in listed_changes()[held.url]:
            answer = Answer(held.url, held.status, held.headers, held.body)
            heard = Replayed(held.status, read_timestamp(held.timestamp), held.url, None)
            read = read_snapshot(make_snapshot("recorded.test", held.urlkey, held.timestamp, heard, answer, NOW))
            if isinstance(read, Document):
                texts[held.url][held.timestamp] = read.text
    return tuple(pair for of_one in texts.values() for pair in pairwise(text for _, text in sorted(of_one.items())))


def test_there_are_real_changes_to_look_at() -> None:
    assert len(neighbours()) > 15


def test_applied_to_the_old_policy_a_diff_gives_the_new_one() -> None:
    assert [old[:60] for old, new in neighbours() if apply(old, compare(old, new)) != new] == []


def test_a_real_diff_takes_less_than_a_second_of_cpu() -> None:
    started = time.process_time()
    for old, new in neighbours():
        compare(old, new)
    assert (time.process_time() - started) / len(neighbours()) < 1


def test_a_policy_that_was_not_rewritten_keeps_most_of_its_paragraphs() -> None:
    shares = [
        sum(piece.how is How.KEPT for piece in diff.pieces) / len(diff.pieces)
        for diff in (compare(old, new) for old, new in neighbours())
    ]
    assert sorted(shares)[len(shares) // 2] > 0.5
