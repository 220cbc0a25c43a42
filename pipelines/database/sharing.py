"""Knows that all parts of one crawl, and all crawls of one process, share one engine per database address."""

from threading import Lock
from typing import Any, Protocol

from sqlalchemy import Engine

from pipelines.database.opening import open_database


class Settings(Protocol):
    """Where DATABASE_URL is found: the settings of a crawl."""

    def __getitem__(self, name: str, /) -> Any: ...


class HasSettings(Protocol):
    """What is made for a crawl, by a crawler that has its settings."""

    @property
    def settings(self) -> Settings: ...


_engines: dict[str, Engine] = {}
_users: dict[str, int] = {}
_lock = Lock()


def shared_engine(settings: Settings) -> Engine:
    """The engine of DATABASE_URL, opened when first asked for. Whoever stores holds on to it with `hold_engine`."""
    address = settings["DATABASE_URL"]
    with _lock:
        if address not in _engines:
            _engines[address] = open_database(address)
        return _engines[address]


def hold_engine(settings: Settings) -> Engine:
    """The same, and it stays open until as many have released it as have held it."""
    engine = shared_engine(settings)
    with _lock:
        address = settings["DATABASE_URL"]
        _users[address] = _users.get(address, 0) + 1
    return engine


def release_engine(settings: Settings) -> None:
    """Closes the connections once the last holder lets go."""
    address = settings["DATABASE_URL"]
    with _lock:
        _users[address] = _users.get(address, 1) - 1
        if _users[address] <= 0:
            del _users[address]
            _engines.pop(address).dispose()
