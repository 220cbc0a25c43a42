"""Knows the manners of the archive that a test or a sample can choose, and reads them from TOML."""

import tomllib
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from crawler.urlkeys import urlkey

Choice = TypeVar("Choice")


class Block(Enum):
    """How the archive says that it withholds a domain, in the index and at replay."""

    V1 = "v1"  # 403: a line of text in the index, a page at replay; the reason also stands in a header
    V2 = "v2"  # 403 without a body, the reason in a header alone
    PAGE = "page"  # the index as v1, but replay answers 200 with a page (seen in 2020)
    ROBOTS = "robots"  # 403 that names robots.txt


class Shape(Enum):
    """How the Location of an archived redirect is written."""

    ABSOLUTE = "absolute"  # http://archive/web/…
    PATH = "path"  # /web/…
    SCHEMELESS = "schemeless"  # //archive/web/…
    LIVE = "live"  # the live address itself: a request that must never be made
    HOME = "home"  # the archive's own home page, which is a fault of its own


class Keys(Enum):
    """Where the resume keys of the index lead."""

    ONWARD = "onward"
    PAUSING = "pausing"  # every page is followed by one without rows that still carries a key
    CIRCLING = "circling"  # from the second page on, always back to the page they came with


@dataclass(frozen=True, slots=True)
class Oddity:
    """What is odd about one capture: it cannot be played though the index lists it, or its coding is broken."""

    url: str
    timestamp: str
    unplayable: bool = False
    coding: str | None = None  # a name of `codings.CODINGS`


_NOTHING_ODD = Oddity("", "")


@dataclass(frozen=True)
class Manners:
    """The defaults are those of the present Wayback Machine on a good day."""

    blocked: dict[str, Block] = field(default_factory=dict)  # by domain; its subdomains too
    shape: Shape = Shape.ABSOLUTE
    shapes: dict[str, Shape] = field(default_factory=dict)  # by domain, where it differs
    oddities: tuple[Oddity, ...] = ()
    duplicate_rows: int = 1  # how often the index writes each row
    spaced_json: bool = False  # the form of the old index server
    plain_resume_keys: bool = False  # the form of the old index server
    resume_keys: Keys = Keys.ONWARD
    most_rows: int = 150_000  # answered where no limit is asked for
    most_scanned: int | None = None  # rows looked at before the index gives up with 504
    index_gzip: bool = True
    replay_gzip: bool = True  # compress text on the way to those who accept it, as the archive does
    cookie: bool = True  # the index names the server that answered
    capital_headers: bool = False  # `Memento-Datetime`, as answers from 2020 write it

    def block_of(self, host: str) -> Block | None:
        return _for_host(self.blocked, host)

    def oddity_at(self, key: str, timestamp: str) -> Oddity:
        return self._oddities.get((key, timestamp), _NOTHING_ODD)

    @cached_property
    def _oddities(self) -> dict[tuple[str, str], Oddity]:
        return {(urlkey(odd.url), odd.timestamp): odd for odd in self.oddities}

    def shape_for(self, host: str) -> Shape:
        return _for_host(self.shapes, host) or self.shape


def read_manners(path: Path) -> Manners:
    """The manners written in a TOML file."""
    return manners_from(tomllib.loads(path.read_text("utf-8")))


def manners_from(said: dict[str, Any]) -> Manners:
    """`[blocked]` and `[shapes]` by domain, `[[oddities]]`, and any other field by its name."""
    said = dict(said)
    blocked = {domain: Block(form) for domain, form in said.pop("blocked", {}).items()}
    shapes = {domain: Shape(form) for domain, form in said.pop("shapes", {}).items()}
    oddities = tuple(Oddity(**one) for one in said.pop("oddities", ()))
    if "shape" in said:
        said["shape"] = Shape(said["shape"])
    if "resume_keys" in said:
        said["resume_keys"] = Keys(said["resume_keys"])
    return replace(Manners(blocked=blocked, shapes=shapes, oddities=oddities), **said)


def _for_host(choices: dict[str, Choice], host: str) -> Choice | None:
    labels = host.lower().split(".")
    names = (".".join(labels[start:]) for start in range(len(labels)))
    return next((choices[name] for name in names if name in choices), None)
