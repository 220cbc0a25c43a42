"""Knows the whole of a copy: claimed, brought over from where it stands, compared, and let go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from crawler.errors import Fault, WrongCommand
from pipelines.database.opening import shown
from pipelines.database.transfer.comparing import Compared, compare, remove_extra
from pipelines.database.transfer.shapes import Shape, shapes, whole_tables
from pipelines.database.transfer.sources import Source, open_source
from pipelines.database.transfer.targets import Target, open_target


@dataclass(frozen=True, slots=True)
class Copying:
    """Some rows more of a table were copied, or compared."""

    is_comparing: bool
    table: str
    rows: int
    there_before: int = 0  # copied by a run before this


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy came to; `is_whole` when both hold the same, and nothing was written to the source meanwhile."""

    tables: tuple[Compared, ...]
    source_changed: bool

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.tables)


def copy_database(
    source_engine: Engine, target_engine: Engine, told: Callable[[Copying], None], is_stopped: Callable[[], bool]
) -> Copied | None:
    """All rows of an SQLite database in an empty PostgreSQL, or further where a copy of it was begun; None where it was
    stopped before all was copied and compared."""
    if source_engine.dialect.name != "sqlite" or target_engine.dialect.name != "postgresql":
        raise WrongCommand(
            f"expected to copy from SQLite to PostgreSQL, not from {shown(source_engine)} to {shown(target_engine)}; "
            "DATABASE_URL names the one, --to the other"
        )
    with open_source(Path(source_engine.url.database or "")) as source, open_target(target_engine) as target:
        if target.claim(of=source.name()):
            _remove_extra(source, target, whole_tables())  # the source may have changed since
        for shape in shapes():
            for rows in _bring(source, target, shape):
                told(rows)
                if is_stopped():
                    return None
        compared = _compare_all(source, target, told, is_stopped)
        if compared is None:
            return None
        _see_that_all_is_there(target, compared)
        target.set_sequences()
        target.analyze()
        changed = source.has_changed
        if not changed:
            target.release()
        return Copied(tuple(compared), changed)


def count_rows(source_engine: Engine) -> int:
    """How many rows there are to copy."""
    with open_source(Path(source_engine.url.database or "")) as source:
        return sum(source.count(shape) for shape in whole_tables())


def _bring(source: Source, target: Target, shape: Shape) -> Iterator[Copying]:
    """What is behind the last row that is there."""
    last = target.last_key(shape)
    before = target.count(shape) if last is not None else 0
    yield Copying(False, shape.name, 0, before)
    for rows in source.pieces(shape, last):
        target.add(shape, rows)
        yield Copying(False, shape.name, len(rows))


def _compare_all(
    source: Source, target: Target, told: Callable[[Copying], None], is_stopped: Callable[[], bool]
) -> list[Compared] | None:
    """Table by table, mended where they differ; then what only the copy holds is taken away, from those who point at
    others to those who are pointed at."""
    compared: dict[str, Compared] = {}
    for shape in whole_tables():
        compared[shape.name] = compare(source, target, shape, partial(_tell_compared, told, shape.name))
        if is_stopped():
            return None
    unequal = [shape for shape in whole_tables() if not compared[shape.name].is_equal]
    _remove_extra(source, target, unequal)
    for shape in unequal:
        compared[shape.name] = compare(source, target, shape, lambda _rows: None)
    return list(compared.values())


def _remove_extra(source: Source, target: Target, among: list[Shape]) -> None:
    """Those who point at others go before these."""
    for shape in reversed(among):
        remove_extra(source, target, shape)


def _tell_compared(told: Callable[[Copying], None], table: str, rows: int) -> None:
    told(Copying(True, table, rows))


def _see_that_all_is_there(target: Target, compared: list[Compared]) -> None:
    for one in compared:
        if not one.is_equal:
            raise Fault(
                f"{one.table}: {one.rows:,} rows were to be copied and {one.copied_rows:,} are there, which are not "
                "the same; empty the database that --to names, then run the same command again"
            )
    policies, searchable = target.searchable()
    if policies != searchable:
        raise Fault(f"of {policies:,} documents {searchable:,} can be searched; empty the copy and run it again")
