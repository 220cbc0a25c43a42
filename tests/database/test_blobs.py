"""Bytes are kept once, small, and come back as they were."""

import hashlib
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from crawler.errors import Fault
from pipelines.database.blobs import FRAMES_TRIED, Bytes, fetch_bytes, fetch_many, keep_bytes
from pipelines.database.deltas import LONGEST_TO_STAY, KeyFrame, compress, decompress, lean
from tests.database.rows import select, wipe

PAGE = b"".join(hashlib.sha256(b"%d" % line).hexdigest().encode() + b"\n" for line in range(200))


def named(body: bytes, address: str = "example,a)/") -> Bytes:
    return Bytes(hashlib.sha256(body).hexdigest(), address, body)


def keep(engine: Engine, *arrived: Bytes) -> None:
    with engine.begin() as connection:
        keep_bytes(connection, arrived)


def frames(engine: Engine) -> list[tuple[int | None, bool]]:
    """Of each blob, by size: the how-manieth key frame it is, and whether it leans on one."""
    query = "SELECT size, key_frame, leans_on IS NOT NULL FROM blobs"
    return [(frame, bool(leans)) for _, frame, leans in select(engine, query)]


def test_the_first_bytes_of_an_address_are_kept_whole(engine: Engine) -> None:
    keep(engine, named(PAGE))
    assert frames(engine) == [(1, False)]


def test_later_bytes_of_an_address_lean_on_the_first(engine: Engine) -> None:
    keep(engine, named(PAGE))
    keep(engine, named(PAGE + b"one more line"))
    assert frames(engine) == [(1, False), (None, True)]


def test_within_one_transaction_later_bytes_lean_too(engine: Engine) -> None:
    keep(engine, named(PAGE), named(PAGE + b"one more line"))
    assert frames(engine) == [(1, False), (None, True)]


def test_a_delta_leans_on_a_key_frame_and_never_on_a_delta(engine: Engine) -> None:
    for more in range(5):
        keep(engine, named(PAGE + b"more" * more))
    assert frames(engine) == [(1, False)] + [(None, True)] * 4


def test_a_page_that_was_redone_becomes_the_next_key_frame(engine: Engine) -> None:
    redone = PAGE[::-1] + b"new"
    keep(engine, named(PAGE))
    keep(engine, named(redone))
    keep(engine, named(redone + b"more"))
    assert frames(engine) == [(1, False), (2, False), (None, True)]


def test_a_page_that_comes_back_to_an_old_look_leans_on_the_old_key_frame(engine: Engine) -> None:
    redone = PAGE[::-1] + b"new"
    keep(engine, named(PAGE))
    keep(engine, named(redone))
    keep(engine, named(PAGE + b"as of old"))
    query = f"SELECT leans_on FROM blobs WHERE sha256 = '{named(PAGE + b'as of old').sha256}'"
    assert select(engine, query) == [(named(PAGE).sha256,)]


def test_key_frames_too_long_ago_are_not_tried(engine: Engine) -> None:
    for number in range(FRAMES_TRIED + 1):
        keep(engine, named(Random(number).randbytes(5_000)))
    keep(engine, named(Random(0).randbytes(5_000) + b"as of old"))
    assert frames(engine) == [(number, False) for number in range(1, FRAMES_TRIED + 3)]


def test_another_address_has_key_frames_of_its_own(engine: Engine) -> None:
    keep(engine, named(PAGE), named(PAGE + b"more", "example,b)/"))
    assert frames(engine) == [(1, False), (1, False)]


def test_a_delta_of_a_like_page_is_a_small_part_of_the_whole() -> None:
    later = PAGE.replace(b"a", b"b", 3)
    assert len(compress(later, PAGE)) * 20 < len(compress(later))


def test_equal_bytes_are_kept_once(engine: Engine) -> None:
    keep(engine, named(PAGE), named(PAGE))
    keep(engine, named(PAGE, "example,b)/"))
    assert len(frames(engine)) == 1


def test_bytes_that_do_not_have_the_name_they_are_given_are_refused(engine: Engine) -> None:
    with pytest.raises(Fault, match="changed since they were named"):
        keep(engine, Bytes("0" * 64, "example,a)/", b"something"))


@pytest.mark.parametrize("damage", [b"", b"nonsense", compress(b"other bytes")])
def test_damaged_bytes_are_never_given_out(engine: Engine, damage: bytes) -> None:
    keep(engine, named(PAGE))
    with engine.begin() as connection:
        connection.execute(text("UPDATE blobs SET body = :damage"), {"damage": damage})
        with pytest.raises(Fault, match=named(PAGE).sha256):
            fetch_bytes(connection, named(PAGE).sha256)


def test_bytes_that_are_not_there_are_named(engine: Engine) -> None:
    with (
        engine.connect() as connection,
        pytest.raises(Fault, match=f"{'1' * 64} are named in the database but not kept"),
    ):
        fetch_bytes(connection, "1" * 64)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.binary(max_size=300), st.sampled_from(["a", "b"])), max_size=6), st.integers(0, 6))
def test_whatever_is_kept_comes_back(engine: Engine, arrived: list[tuple[bytes, str]], cut: int) -> None:
    wipe(engine)
    bodies = [named(body * 20, address) for body, address in arrived]
    keep(engine, *bodies[:cut])
    keep(engine, *bodies[cut:])
    with engine.connect() as connection:
        assert fetch_many(connection, [one.sha256 for one in bodies]) == {one.sha256: one.body for one in bodies}


@given(st.binary(), st.binary())
def test_a_delta_comes_back_with_its_key_frame(body: bytes, frame: bytes) -> None:
    assert decompress(compress(body, frame), frame) == body


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([1, 10, 700, 9_000])), max_size=12))
def test_what_leans_on_a_key_frame_that_stayed_digested_is_packed_as_ever(bodies: list[tuple[int, int]]) -> None:
    """To the byte: which key frames were leaned on before must not show."""
    for number, size in bodies:
        frame = KeyFrame(1, str(number), PAGE * number + b"frame", 0)
        body = frame.body[number : number + size] * 7
        assert lean(body, frame).body == compress(body, frame.body)


def test_bytes_too_long_to_stay_digested_are_packed_as_ever() -> None:
    frame = KeyFrame(1, "long", Random(1).randbytes(LONGEST_TO_STAY + 1), 0)
    assert lean(frame.body[9:], frame).body == compress(frame.body[9:], frame.body)
