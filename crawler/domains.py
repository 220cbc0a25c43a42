"""Knows what a domain is, and how a list of them is read from text or CSV, bad lines named by number."""

import csv
import ipaddress
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import idna
import tldextract

from crawler.errors import WrongCommand
from crawler.met_names import MetNames

_RANK = re.compile(r"[0-9]{1,9}$")
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
        text = self.text if len(self.text) <= 80 else f"{self.text[:80]}…"
        return f"line {self.line}: {text!r} is left out: {self.why}"


def read_domains(lines: Iterable[str]) -> Iterator[ListedDomain | BadLine]:
    """Every domain of a list once, in order, and every bad line. A line is `domain` or `rank,domain`; blank lines,
    `#` comments and one header line are passed over; a URL is reduced to its domain."""
    met = MetNames()
    for number, raw in enumerate(lines, start=1):
        text = raw.lstrip("\ufeff").split("#", 1)[0].strip()
        if not text or (number == 1 and text.lower().replace(" ", "") in ("domain", "rank,domain")):
            continue
        listed = _read_line(number, text)
        if isinstance(listed, BadLine) or met.add(listed.name):
            yield listed


def _read_line(number: int, text: str) -> ListedDomain | BadLine:
    try:
        fields = [field.strip() for field in next(csv.reader([text]))]
    except csv.Error as error:  # a field of a hundred thousand letters
        return BadLine(number, text, f"it cannot be read as CSV ({error}); expected `domain` or `rank,domain`")
    rank = None
    if len(fields) >= 2 and _RANK.match(fields[0]):
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
        ascii_host = _ascii(host)
    except UnicodeError as error:
        raise WrongCommand(f"{_short(text)} is not a domain name that can be written in ASCII") from error
    labels = ascii_host.split(".")
    if len(labels) < 2 or not all(_LABEL.match(label) for label in labels):
        raise WrongCommand(f"{_short(text)} is not a domain; expected a name such as example.com")
    domain = registered_domain(ascii_host)
    if _is_suffix(domain):  # asked for all of it, an archive would list half a country
        raise WrongCommand(f"{domain} is a public suffix, under which others have their domains; name one of those")
    return domain


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
    if "://" not in text and not text.startswith("//"):
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
    raise WrongCommand(f"{_short(text.lstrip('/'))} is an address in numbers, not a domain")


def _ascii(host: str) -> str:
    """By the rules that registries go by now (`ß` is a letter), else by those of 2003, which also take what registries
    do not: emoji, underscores."""
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return host.encode("idna").decode("ascii")


def _short(text: str) -> str:
    return repr(text if len(text) <= 80 else f"{text[:80]}…")


def _is_suffix(domain: str) -> bool:
    """Whether a registry gives out names under it. Those of companies (`github.io`) are domains like any other."""
    return _suffixes()(domain).suffix == domain == _suffixes()(domain, include_psl_private_domains=False).suffix


@cache
def _suffixes() -> tldextract.TLDExtract:
    """The list that the library ships: never downloaded, so that a run is the same everywhere."""
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
