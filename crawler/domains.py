"""Knows what a domain is, and how a list of them is read from text or CSV, bad lines named by number."""

import csv
import ipaddress
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import tldextract

from crawler.errors import WrongCommand

_LABEL = re.compile(r"^(?!-)[a-z0-9_-]{1,63}(?<!-)$")


@dataclass(frozen=True, slots=True)
class ListedDomain:
    """One good line of a list."""

    name: str
    rank: int | None
    line: int


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that names no domain, and why."""

    line: int
    text: str
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text!r} is left out: {self.why}"


def read_domains(lines: Iterable[str]) -> Iterator[ListedDomain | BadLine]:
    """Every domain of a list once, in order, and every bad line. A line is `domain` or `rank,domain`; blank lines,
    `#` comments and one header line are passed over; a URL is reduced to its domain."""
    seen: set[str] = set()
    for number, raw in enumerate(lines, start=1):
        text = raw.lstrip("\ufeff").split("#", 1)[0].strip()
        if not text or (number == 1 and text.lower().replace(" ", "") in ("domain", "rank,domain")):
            continue
        listed = _read_line(number, text)
        if isinstance(listed, ListedDomain):
            if listed.name in seen:
                continue
            seen.add(listed.name)
        yield listed


def _read_line(number: int, text: str) -> ListedDomain | BadLine:
    fields = [field.strip() for field in next(csv.reader([text]))]
    rank = None
    if len(fields) >= 2 and fields[0].isdecimal():
        rank, fields = int(fields[0]), fields[1:]
    elif len(fields) >= 2:
        return BadLine(number, text, "expected `domain` or `rank,domain`")
    try:
        return ListedDomain(domain_of(fields[0]), rank, number)
    except WrongCommand as error:
        return BadLine(number, text, str(error))


def domain_of(text: str) -> str:
    """The registered domain that a name or a URL belongs to, in ASCII: `example.com` for `https://www.Example.com/x`."""
    host = _host(text)
    try:
        ascii_host = host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise WrongCommand(f"{text!r} is not an international domain name that can be written in ASCII") from error
    labels = ascii_host.split(".")
    if len(labels) < 2 or not all(_LABEL.match(label) for label in labels):
        raise WrongCommand(f"{text!r} is not a domain; expected a name such as example.com")
    return registered_domain(ascii_host)


def registered_domain(host: str) -> str:
    """The part of a host's name that someone registered: by the public suffix list, else its last two labels (which
    covers reserved names such as `.example`). An address in numbers stands for itself."""
    host = host.lower().strip(".")
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        known = _suffixes()(host)
    if known.suffix and known.domain:
        return f"{known.domain}.{known.suffix}"
    return ".".join(host.split(".")[-2:])


def _host(text: str) -> str:
    text = text.strip().lower()
    if "://" not in text:
        text = f"//{text}"
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        host = ""
    host = host.strip(".").replace("。", ".")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host
    raise WrongCommand(f"{text.lstrip('/')!r} is an address in numbers, not a domain")


@cache
def _suffixes() -> tldextract.TLDExtract:
    """The list that the library ships: never downloaded, so that a run is the same everywhere."""
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
