"""Any bytes at all become a document or a miss, in bounded time and memory: a few hundred here, in the bench 10,000."""

import re
import time
from contextlib import suppress

import pytest

from crawler.errors import Skip
from crawler.items import Document, Miss
from crawler.locating.home_pages import policy_links
from crawler.outcomes import Outcome
from crawler.page_bounds import MOST_ATTRIBUTES, MOST_LETTERS, MOST_TAGS, refuse_endless
from crawler.reading.documents import read_snapshot
from crawler.reading.time_limit import within_time
from crawler.screening import screen
from tests import hostile_bodies
from tests.examples import HOME
from tests.hostile_bodies import ATTACKS, PROSE, Chance, Hostile


def told(body: Hostile) -> Document | Miss:
    read = read_snapshot(body.snapshot())
    return screen(read) if isinstance(read, Document) else read


@pytest.mark.parametrize("seed", range(4))
def test_a_body_that_was_hurt_is_a_document_or_a_miss(seed: int) -> None:
    bodies = (hostile_bodies.mutated(Chance(f"{seed} {number}")) for number in range(60))
    assert [body for body in bodies if not isinstance(told(body), Document | Miss)] == []


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("size", [50, 5_000])
def test_an_attack_ends_as_a_document_or_a_miss(attack: str, size: int) -> None:
    assert isinstance(told(getattr(hostile_bodies, attack)(Chance(size), size)), Document | Miss)


@pytest.mark.parametrize("seed", range(3))
def test_a_body_that_was_hurt_can_be_a_home_page(seed: int) -> None:
    bodies = [hostile_bodies.mutated(Chance(f"home {seed} {number}")).body for number in range(30)]
    assert all(isinstance(policy_links("palace.example", HOME, body), tuple) for body in bodies)


@pytest.mark.parametrize(
    "reference",
    ["&#1;", "&#1", "&#1b", "&#01f;", "&#x1;", "&#X1g", "&#x0008;", "&#31e", "&#127", "&#xFFFEg", "&#65535a"],
)
def test_a_reference_to_what_no_text_holds_is_left_out_whatever_follows_it(reference: str) -> None:
    assert isinstance(told(Hostile("", PROSE * 20 + b"</html>" + reference.encode() + b"<p>x</p>")), Document)


def kind(body: bytes, **how: str | None) -> Outcome:
    read = read_snapshot(Hostile("", body, **how).snapshot())
    assert isinstance(read, Miss)
    return read.kind


# ---- what is too large is not made a tree of


def test_a_page_of_more_elements_than_anybody_wrote_is_too_large() -> None:
    assert kind(PROSE + b"<p>" * (MOST_TAGS + 1)) is Outcome.TOO_LARGE


def test_a_text_of_more_lines_than_anybody_wrote_is_too_large() -> None:
    assert kind(b"a\n" * (MOST_TAGS + 1), media_type="text/plain") is Outcome.TOO_LARGE


def attributes(count: int) -> bytes:
    return (
        b"<body a='>' " + b" ".join(b"attribute%d=%d" % (number, number) for number in range(count)) + b">" + PROSE * 20
    )


def test_an_element_of_more_attributes_than_anybody_wrote_is_too_large() -> None:
    assert kind(attributes(MOST_ATTRIBUTES * 2)) is Outcome.TOO_LARGE


def test_an_element_may_be_long_without_having_many_attributes() -> None:
    picture = b"<img alt='a > b' src='data:image/png;base64," + b"Zm9v" * 500_000 + b"'>"
    assert isinstance(read_snapshot(Hostile("", picture + PROSE * 20).snapshot()), Document)


@pytest.mark.parametrize("markup", [b"<p>", b"<h2>", b"<pre>", b"<table><td>"])
def test_a_document_of_more_letters_than_any_policy_has_is_too_large(markup: bytes) -> None:
    assert kind(markup + b"We keep your name. " * (MOST_LETTERS // 18)) is Outcome.TOO_LARGE


def test_a_long_text_is_no_element() -> None:
    refuse_endless("<p>" + "We keep your name, and your address. " * 20_000)


def test_a_home_page_of_more_elements_than_any_has_is_too_large() -> None:
    with pytest.raises(Skip) as skip:
        policy_links("palace.example", HOME, b"<a>" * 50_000)
    assert skip.value.outcome is Outcome.TOO_LARGE


# ---- what takes too long is given up


def endless() -> None:
    while True:
        pass


def forgiving() -> None:
    """As libraries are that read what others broke."""
    while True:
        with suppress(Exception):
            endless()


def stubborn() -> None:
    """Swallows one interruption, whatever it is."""
    try:
        endless()
    except BaseException:  # noqa: BLE001
        endless()


def slow_pattern() -> None:
    """A regular expression that never comes to an end."""
    re.match(r"(a|aa)+$", "a" * 200 + "b")


@pytest.mark.parametrize("reader", [endless, forgiving, stubborn, slow_pattern])
def test_a_reader_that_takes_too_long_is_given_up(reader) -> None:
    with pytest.raises(Skip) as skip:
        within_time(reader, "a page", 0.02)
    assert skip.value.outcome is Outcome.TOO_SLOW


def test_a_reader_that_is_done_in_time_is_left_alone() -> None:
    within_time(lambda: "read", "a page", 0.02)
    until = time.process_time() + 0.05
    while time.process_time() < until:
        pass  # its timer would have rung by now


def test_what_is_read_as_part_of_a_longer_reading_has_its_time() -> None:
    with pytest.raises(Skip) as skip:
        within_time(lambda: within_time(endless, "a part", 60.0), "the whole", 0.02)
    assert "the whole" in str(skip.value)


def test_an_error_of_a_reader_is_its_own() -> None:
    with pytest.raises(ZeroDivisionError):
        within_time(lambda: 1 / 0, "a page")


def test_a_page_that_takes_too_long_is_a_miss_with_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.reading.documents.within_time", lambda read, what: within_time(read, what, 0.001))
    read = read_snapshot(Hostile("", (b"<div><p>" + PROSE) * 40_000).snapshot())
    assert isinstance(read, Miss)
    assert (read.kind, read.snapshot is not None) == (Outcome.TOO_SLOW, True)
