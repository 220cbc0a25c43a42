"""What is left of a database whose machine lost its power in the middle of a write: whole transactions and no more."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine, event, text

from pipelines.database.opening import open_database
from pipelines.database.store import Store
from tests.crawling import kept
from tests.database import examples as ex

YEARS = range(2005, 2011)


def items_of(year: int) -> list:
    body = Random(year).randbytes(2_000)
    read = ex.document(ex.stamp(year), f"wording of {year}", body=body)
    return [ex.page(), ex.answer(ex.capture(ex.stamp(year))), read]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int], list[dict]]:
    """A database whose log was never folded in: its folder, how long the log was after each transaction, and what the
    database held then."""
    folder = tmp_path_factory.mktemp("written")
    url = f"sqlite:///{folder}/kept.db"
    open_database(url).dispose()
    engine = open_database(url)
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA wal_autocheckpoint=0"))
    with engine.connect() as held:  # the last one to close would fold the log in
        held.execute(text("SELECT 1"))
        lengths, states = [0], [kept(url)]
        for year in YEARS:
            Store(engine).write(items_of(year))
            lengths.append((folder / "kept.db-wal").stat().st_size)
            states.append(kept(url))
        (copied := folder / "copied").mkdir()
        for name in ("kept.db", "kept.db-wal"):
            shutil.copy(folder / name, copied / name)
    engine.dispose()
    return copied, lengths, states


def after_power_loss(written: tuple[Path, list[int], list[dict]], folder: Path, cut: int, tail: bytes) -> str:
    """The database as it stands again: of the log only so much had reached the disk, behind that anything."""
    for name in ("kept.db", "kept.db-wal"):
        shutil.copy(written[0] / name, folder / name)
    with (folder / "kept.db-wal").open("r+b") as log:
        log.truncate(cut)
        log.seek(cut)
        log.write(tail)
    return f"sqlite:///{folder}/kept.db"


def cuts(lengths: list[int], seed: int) -> int:
    return Random(seed).randrange(lengths[-1] + 1)


@pytest.mark.parametrize("tail", [b"", b"\0" * 9_000, Random(0).randbytes(9_000)], ids=["cut", "zeros", "garbage"])
@pytest.mark.parametrize("seed", range(8))
def test_what_was_whole_on_the_disk_is_there_and_nothing_of_what_was_not(
    written: tuple[Path, list[int], list[dict]], tmp_path: Path, seed: int, tail: bytes
) -> None:
    _, lengths, states = written
    cut = cuts(lengths, seed)
    whole = max(number for number, length in enumerate(lengths) if length <= cut)
    assert kept(after_power_loss(written, tmp_path, cut, tail)) == states[whole]


def is_sound(engine: Engine) -> bool:
    with engine.connect() as connection:
        sound = connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        return sound and not connection.execute(text("PRAGMA foreign_key_check")).all()


@pytest.mark.parametrize("seed", range(3))
def test_the_same_writes_again_bring_what_they_would_have_brought(
    written: tuple[Path, list[int], list[dict]], tmp_path: Path, seed: int
) -> None:
    _, lengths, states = written
    url = after_power_loss(written, tmp_path, cuts(lengths, seed), b"\xff" * 100)
    engine = open_database(url)
    for year in YEARS:
        Store(engine).write(items_of(year))
    sound = is_sound(engine)
    engine.dispose()
    assert (sound, kept(url) == states[-1]) == (True, True)


@pytest.fixture(scope="module")
def being_made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A new database that was made while somebody kept its log from being folded in, and how long that is."""
    folder = tmp_path_factory.mktemp("being_made")
    with closing(sqlite3.connect(folder / "kept.db")) as held:
        held.execute("PRAGMA journal_mode=WAL")
        held.execute("SELECT count(*) FROM sqlite_master")
        open_database(f"sqlite:///{folder}/kept.db").dispose()
        (copied := folder / "copied").mkdir()
        for name in ("kept.db", "kept.db-wal"):
            shutil.copy(folder / name, copied / name)
    return copied, (copied / "kept.db-wal").stat().st_size


@pytest.mark.parametrize("seed", range(4))
def test_a_database_that_was_being_made_can_be_made_again(
    being_made: tuple[Path, int], tmp_path: Path, seed: int
) -> None:
    folder, length = being_made
    url = after_power_loss((folder, [], []), tmp_path, Random(seed).randrange(length + 1), b"\xff" * 100)
    engine = open_database(url)
    Store(engine).write(items_of(2010))
    sound = is_sound(engine)
    engine.dispose()
    assert (sound, len(kept(url)["captures"])) == (True, 1)
