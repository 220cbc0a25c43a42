"""Knows how much an address or a link text promises a privacy policy, by the words of link_words.toml."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import unquote

from crawler.urlkeys import read_address

LEAST_PROMISE = 30  # below it an address is not taken for a policy page
_DATED = re.compile(r"/(19|20)\d\d/\d\d?/|/(19|20)\d\d[-_]\d\d|/(19|20)\d\d/")
_EXTENSION = re.compile(r"\.(html?|php\d?|aspx?|jsp|cfm|cgi|shtml|xhtml|pdf|txt|do)$")


@dataclass(frozen=True, slots=True)
class LinkWords:
    """The words of every language together: which language a link speaks is not known beforehand."""

    exact: frozenset[str]
    partial: tuple[str, ...]
    address: tuple[str, ...]
    general_text: frozenset[str]
    general_address: tuple[str, ...]
    beside: tuple[str, ...]
    beside_alone: tuple[str, ...]
    beside_address: frozenset[str]
    article: frozenset[str]


@cache
def link_words() -> LinkWords:
    """The words as the file lists them."""
    told = tomllib.loads(Path(__file__).with_name("link_words.toml").read_text(encoding="utf-8"))
    languages = told["policy"].values()
    return LinkWords(
        exact=frozenset(word for language in languages for word in language["exact"]),
        partial=tuple(word for language in languages for word in language["partial"]),
        address=tuple(sorted({word for language in languages for word in language["address"]})),
        general_text=frozenset(told["general"]["exact"]),
        general_address=tuple(told["general"]["address"]),
        beside=tuple(told["beside"]["words"]),
        beside_alone=tuple(told["beside"]["alone"]),
        beside_address=frozenset(told["beside"]["address"]),
        article=frozenset(told["article"]["address"]),
    )


@cache
def index_words() -> tuple[str, ...]:
    """What a domain-wide index question filters by. A word that holds another asks for nothing more."""
    words = {*link_words().address, *link_words().general_address, *link_words().beside_address}
    return tuple(sorted(word for word in words if not any(other != word and other in word for other in words)))


@lru_cache(maxsize=2_000)  # asked of every page of a domain after every answer
def stands_beside(address: str, text: str = "") -> bool:
    """Whether an address, or what a link says, names a policy that stands beside the privacy policy: on cookies, for
    children, of one region."""
    return any(_is_beside(part) for part in [*re.split(r"[/,)?&]", address.lower()), text.lower()])


def _is_beside(part: str) -> bool:
    words = link_words()
    if any(word in part for word in words.beside):
        return True
    alone = any(word in part for word in words.beside_alone)
    return alone and not any(word in part for word in (*words.partial, *words.address))


def address_promise(url: str) -> int:
    """0 to 100: how much an address by itself promises the privacy policy of its domain."""
    words = link_words()
    parts = read_address(url)
    host, path = (parts.hostname or "").lower(), unquote(parts.path).lower()
    segments = [_EXTENSION.sub("", segment) for segment in path.split("/") if segment]
    last = segments[-1] if segments else ""
    if last in words.address:
        promise = 100
    elif any(word in last for word in words.address):
        promise = 80
    elif any(word in segment for segment in [*segments, *host.split(".")[:-2]] for word in words.address):
        promise = 60
    elif last in words.beside_address:
        promise = 70
    elif last in words.general_address:
        promise = 45
    elif any(word in unquote(parts.query).lower() for word in words.address):
        promise = 50
    else:
        return 0
    return max(0, promise - _doubts(host, path, segments, parts.query))


def _doubts(host: str, path: str, segments: list[str], query: str) -> int:
    """What speaks against it: dated paths, article words, a headline in the address, depth, arguments."""
    doubts = 3 * max(0, len(segments) - 2) + (8 if query else 0)
    if is_article(host, path):
        doubts += 80
    if any(len(re.findall(r"[a-z]{2,}", segment)) > 4 for segment in segments):
        doubts += 45  # a headline: /why-privacy-matters-to-our-customers
    if stands_beside(path):
        doubts += 30
    return doubts


def is_article(host: str, path: str) -> bool:
    """Whether an address is dated, or stands among articles and lists of them."""
    named = {*(_EXTENSION.sub("", segment) for segment in path.lower().split("/")), *re.split(r"[.-]", host)[:-2]}
    return bool(_DATED.search(path) or named & link_words().article)


def text_promise(text: str) -> int:
    """0 to 100: how much the words of a link promise the privacy policy."""
    words = link_words()
    text = re.sub(r"\s+", " ", text.lower()).strip(" .:|»›>[]()*-–•")
    if text in words.exact:
        return 100
    if len(text) <= 60 and any(word in text for word in words.partial):
        # a short text that holds the words is a link to the policy, a long one is a headline about privacy
        return (90 if len(text) <= 40 else 60) - (30 if stands_beside("", text) else 0)
    return 45 if text in words.general_text else 0
