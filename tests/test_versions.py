"""How versions follow from captures: the function, and that the database's view says the same."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from crawler.items import Document
from pipelines.database.questions.versions import versions_of
from pipelines.database.store import Store
from pipelines.database.tables import documents
from pipelines.versions import Sighting, derive_versions
from tests.database import examples as ex
from tests.database.rows import wipe


def sightings(wordings: str, gap: timedelta = timedelta(days=30)) -> list[Sighting]:
    """One sighting a month, the letters being their wordings."""
    return [
        Sighting(
            captured_at=ex.moment(2010) + number * gap,
            timestamp=f"{number:014}",
            urlkey=ex.PRIVACY,
            url=ex.url_of(ex.PRIVACY),
            original_url=ex.url_of(ex.PRIVACY),
            document_id=number,
            title=f"Title {letter}",
            wording_sha256=letter,
        )
        for number, letter in enumerate(wordings)
    ]


@pytest.mark.parametrize(("wordings", "runs"), [("", []), ("A", [1]), ("AAB", [2, 1]), ("ABA", [1, 1, 1])])
def test_a_version_is_a_run_of_the_same_wording(wordings: str, runs: list[int]) -> None:
    assert [version.captures for version in derive_versions(sightings(wordings))] == runs


def test_versions_are_numbered_from_one() -> None:
    assert [version.number for version in derive_versions(sightings("AABBA"))] == [1, 2, 3]


def test_a_version_is_shown_as_it_was_first_seen() -> None:
    _, second = derive_versions(sightings("AABB"))
    assert (second.document_id, second.title, second.timestamp) == (2, "Title B", "00000000000002")


def test_the_first_version_has_no_wording_before_it() -> None:
    assert derive_versions(sightings("AB"))[0].not_before is None


def test_a_change_lies_between_the_last_of_the_old_and_the_first_of_the_new() -> None:
    seen = sightings("AAB")
    _, second = derive_versions(seen)
    assert (second.not_before, second.first_seen) == (seen[1].captured_at, seen[2].captured_at)


@given(st.text("ABC", max_size=12), st.randoms())
def test_the_order_of_arrival_does_not_change_the_versions(wordings: str, random) -> None:
    arrived = sightings(wordings)
    random.shuffle(arrived)
    assert derive_versions(arrived) == derive_versions(sightings(wordings))


@given(st.text("ABC", max_size=12))
def test_neighbouring_versions_never_have_the_same_wording(wordings: str) -> None:
    titles = [version.title for version in derive_versions(sightings(wordings))]
    assert all(one != other for one, other in pairwise(titles))


@given(st.text("ABC", max_size=12))
def test_every_sighting_is_in_exactly_one_version(wordings: str) -> None:
    assert sum(version.captures for version in derive_versions(sightings(wordings))) == len(wordings)


_months = st.integers(0, 30)
_reads = st.lists(
    st.tuples(_months, st.sampled_from("ABC"), st.sampled_from([ex.PRIVACY, ex.LEGAL])),
    max_size=12,
    unique_by=lambda read: (read[0], read[2]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_reads)
def test_the_view_says_what_the_function_says(engine: Engine, reads: list[tuple[int, str, str]]) -> None:
    """Two pages joined by force, so that captures of one moment on both are met too."""
    wipe(engine)
    store = Store(engine)
    read = [
        replace(ex.document(ex.stamp(2010 + month // 12, month % 12 + 1), wording, urlkey), title=f"Title {wording}")
        for month, wording, urlkey in reads
    ]
    store.write([ex.domain(), ex.page(ex.PRIVACY), ex.page(ex.LEGAL), *read])
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE policy_pages SET line = 1")
        query = select(documents.c.wording_sha256, documents.c.id)
        ids = {row.wording_sha256: row.id for row in connection.execute(query)}
    assert versions_of(engine, ex.NAME) == derive_versions(_sighting(one, ids) for one in read)


def _sighting(document: Document, ids: dict[str, int]) -> Sighting:
    snapshot = document.snapshot
    return Sighting(
        captured_at=ex.read_timestamp(snapshot.timestamp),
        timestamp=snapshot.timestamp,
        urlkey=snapshot.urlkey,
        url=ex.url_of(snapshot.urlkey),
        original_url=ex.url_of(snapshot.urlkey),
        document_id=ids[document.wording_sha256],
        title=document.title,
        wording_sha256=document.wording_sha256,
    )
