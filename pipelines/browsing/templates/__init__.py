"""Knows how facts are shown: the templates, and the few words and links they make of values."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from crawler.figures import say_count
from crawler.items import Standing
from crawler.moments import read_timestamp
from crawler.outcomes import Outcome
from pipelines.browsing import addresses
from pipelines.browsing.drawing import draw, draw_coverage
from pipelines.browsing.folding import lay_out
from pipelines.browsing.gathering import gather, gather_misses
from pipelines.browsing.rendering import MOST_LETTERS, render

_HAD = {"read": "had", "same-digest": "had", "between": "between"}
_NOTHING = {Outcome.NO_CAPTURE.value, Outcome.NO_POLICY_PAGE.value, Outcome.NOT_LINKED.value}
_AGAIN = {outcome.value for outcome in Outcome if not outcome.final}
_MEANINGS: Mapping[str, str] = {
    **{outcome.value: outcome.meaning for outcome in Outcome},
    "between": "not read, but the same version was seen before and after",
    "pending": "not asked for yet",
}
_STANDINGS = {
    Standing.WAITING.value: "not asked for yet",
    Standing.OPEN.value: "being read, or asking again may bring more",
    Standing.DONE.value: "all accounted for",
    Standing.BLOCKED.value: "its owner had it excluded from the archive",
}


def show(template: str, **said: Any) -> str:
    """A template, filled."""
    return _TEMPLATES.get_template(f"{template}.html").render(**said)


def _day(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d}"


def _time(moment: datetime | None) -> Markup:
    """A moment, for eyes to the day and for programs to the second."""
    if moment is None:
        return Markup()
    return Markup('<time datetime="{:%Y-%m-%dT%H:%M:%SZ}">{:%Y-%m-%d}</time>').format(moment, moment)


def _to_the_second(timestamp: str | None) -> str:
    return "" if timestamp is None else f"{read_timestamp(timestamp):%Y-%m-%d %H:%M:%S} UTC"


def _link(url: str) -> Markup:
    """An archived address, as a link where it leads to a page and as words where it does not."""
    if not addresses.may_be_followed(url):
        return Markup("<bdi>{}</bdi>").format(_short(url))
    return Markup('<a href="{}" rel="nofollow noopener noreferrer"><bdi>{}</bdi></a>').format(url, _short(url))


def _path(url: str) -> str:
    """What tells one address of a domain from another."""
    return url.partition("://")[2].partition("/")[2] or url


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _state(word: str) -> str:
    """How the state of an interval is coloured."""
    if word in _HAD:
        return _HAD[word]
    if word in _NOTHING:
        return "nothing"
    return "again" if word in _AGAIN or word == "pending" else "miss"


def _counted(amount: Any) -> str:
    return f"more than {amount.count:,}" if amount.more else f"{amount.count:,}"


_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    auto_reload=False,  # those of a program that was brought up to date meanwhile are not for this one
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters |= {
    "day": _day,
    "time": _time,
    "to_the_second": _to_the_second,
    "link": _link,
    "short": _short,
    "path": _path,
    "state": _state,
    "counted": _counted,
    "rendered": lambda markdown: Markup(render(markdown)),
}
_TEMPLATES.globals |= {
    "draw": draw,
    "draw_coverage": draw_coverage,
    "gather": gather,
    "gather_misses": gather_misses,
    "lay_out": lay_out,
    "say_count": say_count,
    "say_standing": lambda word: _STANDINGS.get(word, word),
    "meaning": lambda word: _MEANINGS.get(word, ""),
    "is_cut": lambda markdown: len(markdown) > MOST_LETTERS,
    **{name: getattr(addresses, name) for name in dir(addresses) if name.endswith("_address")},
    "in_form": addresses.in_form,
}
