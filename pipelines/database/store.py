"""Knows how items become rows: all of a sequence or none, in their order, and twice is as good as once.

Within a sequence neighbours are written together, kind by kind, as far as that cannot be told from one by one: what was
had, in any order; then what was missed; a domain that is taken up or set down before or after.
"""

from collections.abc import Collection, Sequence
from typing import TypeVar

from sqlalchemy import Connection, Engine, select

from crawler.items import (
    Blinks,
    Document,
    Domain,
    HomePage,
    IndexAnswer,
    Item,
    Miss,
    PolicyPage,
    Redirect,
    Snapshot,
    Standing,
)
from pipelines.database.patience import RESTS, persist
from pipelines.database.tables import domains
from pipelines.database.transactions import write_to
from pipelines.database.writing.addresses import Addresses
from pipelines.database.writing.blinks import write_blinks
from pipelines.database.writing.documents import write_documents
from pipelines.database.writing.domains import write_domains
from pipelines.database.writing.grouping import group_new_documents
from pipelines.database.writing.home_pages import write_home_pages
from pipelines.database.writing.index_answers import write_index_answers
from pipelines.database.writing.line_numbers import domains_without_line, write_lines
from pipelines.database.writing.misses import (
    clear_answered_misses,
    clear_capture_misses,
    clear_interval_misses,
    write_misses,
    write_screened,
)
from pipelines.database.writing.pages import write_pages
from pipelines.database.writing.redirects import write_redirects
from pipelines.database.writing.snapshots import write_snapshots
from pipelines.database.writing.upserts import select_by

_WRITTEN = Domain | PolicyPage | IndexAnswer | Document | Redirect | HomePage | Blinks | Miss  # by _write_wave
_Kind = TypeVar("_Kind", bound=Item)


class Store:
    """Writes to one database; from one thread at a time."""

    def __init__(self, engine: Engine, rests: Sequence[float] = RESTS) -> None:
        """`rests` are the seconds before each new try, where a write fails of what may pass."""
        self._engine = engine
        self._rests = rests
        self._grouped = False  # whatever was without a family when it began

    def write(self, items: Sequence[Item]) -> None:
        """All of these, in one transaction. Raises Fault when they could not be written; then none of them was."""
        if items:
            persist(lambda: self._write(items), self._rests)

    def _write(self, items: Sequence[Item]) -> None:
        waves = _waves(items)
        with write_to(self._engine, _told(items)) as connection:
            addresses = Addresses(connection)
            brought = [_write_wave(connection, addresses, wave) for wave in waves]
            if any(brought) or not self._grouped:
                group_new_documents(connection)
        self._grouped = True

    def draw_lines(self, names: Collection[str]) -> None:
        """Draws the lines of these domains anew, as setting a domain down does."""
        with write_to(self._engine, f"the lines of {len(names)} domains") as connection:
            rows = select_by(connection, select(domains.c.id), [domains.c.domain], sorted(names))
            write_lines(connection, [row.id for row in rows])


def _waves(items: Sequence[Item]) -> list[list[Item]]:
    """Those that are written together. In a wave, of each domain itself comes before what was had, that before misses;
    one that comes later than that opens the next. Domains do not meet, so each has a count of its own."""
    waves: list[list[Item]] = []
    reached: dict[str, tuple[int, int]] = {}  # by domain
    for item in items:
        if not isinstance(item, _WRITTEN):
            raise TypeError(f"a {type(item).__name__} was to be stored, and _write_wave does not know how")
        own = 0 if isinstance(item, Domain) else 2 if isinstance(item, Miss) else 1
        name = _domain_of(item)
        wave, stage = reached.get(name, (0, 0))
        wave += own < stage
        reached[name] = wave, own
        if wave == len(waves):
            waves.append([])
        waves[wave].append(item)
    return waves


def _write_wave(connection: Connection, addresses: Addresses, wave: Sequence[Item]) -> bool:
    """Says whether it brought any new document."""
    taken, missed = _of(wave, Domain), _of(wave, Miss)
    answers, redirects, read = _of(wave, IndexAnswer), _of(wave, Redirect), _of(wave, Document)
    write_domains(connection, taken)
    addresses.learn_domains(domain.name for domain in taken)
    first_headers = write_snapshots(connection, _snapshots(wave))
    write_pages(connection, addresses, _of(wave, PolicyPage))
    write_index_answers(connection, addresses, answers)
    write_redirects(connection, addresses, redirects)
    is_new = write_documents(connection, addresses, read, first_headers)
    write_home_pages(connection, addresses, _of(wave, HomePage))
    write_blinks(connection, addresses, _of(wave, Blinks))
    clear_answered_misses(connection, addresses, answers)
    clear_interval_misses(connection, addresses, read)
    write_screened(connection, addresses, read)
    write_misses(connection, addresses, missed, first_headers)
    clear_capture_misses(connection, addresses.pages_with_misses)
    set_down = {addresses.domain(domain.name) for domain in taken if domain.standing is not Standing.WAITING}
    write_lines(connection, set_down | domains_without_line(connection, addresses.pages_without_line))
    return is_new


def _of(wave: Sequence[Item], kind: type[_Kind]) -> list[_Kind]:
    return [item for item in wave if isinstance(item, kind)]


def _snapshots(wave: Sequence[Item]) -> list[Snapshot]:
    held = (item.snapshot for item in wave if isinstance(item, Document | HomePage | Miss))
    return [snapshot for snapshot in held if snapshot is not None]


def _domain_of(item: Item) -> str:
    if isinstance(item, Document):
        return item.snapshot.domain
    return item.name if isinstance(item, Domain) else item.domain


def _told(items: Sequence[Item]) -> str:
    return f"{len(items)} items, the first a {type(items[0]).__name__} of {_domain_of(items[0])}"
