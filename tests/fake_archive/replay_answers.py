"""Knows how a capture is replayed: the exact one, the nearest, a redirect of the time, or none (protocol sheet 2)."""

import re
from collections.abc import Sequence
from email.utils import format_datetime
from itertools import groupby
from urllib.parse import unquote, urljoin, urlsplit

from crawler.urlkeys import urlkey
from tests.fake_archive import own_pages
from tests.fake_archive.answers import Answer, Ending
from tests.fake_archive.codings import CODINGS, squeezed
from tests.fake_archive.holdings import Holding, Holdings, moment_of
from tests.fake_archive.index_query import host_of
from tests.fake_archive.manners import Block, Manners, Shape

REPLAY = re.compile(r"^/web/(\d{0,14})([a-z]{2}_)?/(.+)$|^/web/()()(.+)$", re.S)
LATEST = "99991231235959"  # a short timestamp is filled up to the latest moment it can mean


def answer_replay(holdings: Holdings, manners: Manners, raw_path: str, accepts_gzip: bool, home: str) -> Answer:
    """The answer to `/web/<timestamp><modifier>/<url>`. `home` is the archive's own address."""
    matched = REPLAY.match(raw_path)
    if matched is None:
        return own_pages.not_archived()
    timestamp, modifier, url = (
        one or two or "" for one, two in zip(matched.groups()[:3], matched.groups()[3:], strict=True)
    )
    url = _as_asked(url)
    if refusal := _refusal(manners, url):
        return refusal
    playable = of_playable(holdings, manners, url)
    if not playable:
        return own_pages.not_archived()
    exact = [held for held in playable if held.timestamp == timestamp]
    if not exact:
        nearest = _nearest(playable, timestamp)
        return _to_nearest(nearest, modifier, home)
    held = next((held for held in exact if held.url == url), exact[0])
    if not modifier:
        return _as_seen_in_a_browser(held, playable, home, manners)
    return _as_it_was(held, playable, modifier, home, manners, accepts_gzip)


def of_playable(holdings: Holdings, manners: Manners, url: str) -> list[Holding]:
    """The captures of an address that replay can show, oldest first."""
    return [held for held in holdings.at(urlkey(url)) if not manners.oddity_at(held.urlkey, held.timestamp).unplayable]


def link_header(playable: Sequence[Holding], held: Holding | None, url: str, home: str) -> str:
    """The memento links; all of them lead to the browser's view, never to `id_`."""
    original = held.url if held else url
    links = [
        f'<{original}>; rel="original"',
        f'<{home}/web/timemap/link/{original}>; rel="timemap"; type="application/link-format"',
        f'<{home}/web/{original}>; rel="timegate"',
    ]
    for one, roles in _roles(playable, held):
        when = http_date(one.timestamp)
        links.append(
            f'<{home}/web/{one.timestamp}/{one.url}>; rel="{" ".join([*roles, "memento"])}"; datetime="{when}"'
        )
    return ", ".join(links)


def http_date(timestamp: str) -> str:
    return format_datetime(moment_of(timestamp), usegmt=True)


def _roles(playable: Sequence[Holding], held: Holding | None) -> list[tuple[Holding, list[str]]]:
    places = {0: ["first"], len(playable) - 1: ["last"]} if len(playable) > 1 else {0: ["first", "last"]}
    if held is None:
        return [(one, places.get(place, [])) for place, one in enumerate(playable)]
    place = next(place for place, one in enumerate(playable) if one is held)
    named: list[tuple[int, str]] = [(0, "first"), (place - 1, "prev"), (place, ""), (place + 1, "next")]
    named = [pair for pair in [*named, (len(playable) - 1, "last")] if 0 <= pair[0] < len(playable)]
    grouped = groupby(sorted(named, key=lambda pair: pair[0]), key=lambda pair: pair[0])
    return [(playable[at], [role for _, role in pairs if role]) for at, pairs in grouped]


def _as_asked(url: str) -> str:
    """The address in a replay path; proxies may have squeezed the two slashes after the scheme."""
    if re.match(r"^https?%3a", url, re.I):
        url = unquote(url)
    return re.sub(r"^(https?):/+", r"\1://", url) if re.match(r"^https?:/", url) else f"http://{url}"


def _refusal(manners: Manners, url: str) -> Answer | None:
    block = manners.block_of(host_of(url))
    if block is None:
        return None
    return own_pages.withheld_by_robots() if block is Block.ROBOTS else own_pages.excluded(block.value)


def _nearest(playable: Sequence[Holding], timestamp: str) -> Holding:
    wanted = moment_of(timestamp + LATEST[len(timestamp) :])
    return min(playable, key=lambda held: abs(moment_of(held.timestamp) - wanted))


def _to_nearest(held: Holding, modifier: str, home: str) -> Answer:
    headers = (
        ("Content-Type", "text/plain; charset=utf-8"),
        ("location", f"{home}/web/{held.timestamp}{modifier}/{held.url}"),
        ("x-archive-redirect-reason", f"found capture at {held.timestamp}"),
        ("x-ts", "302"),
    )
    return Answer(302, headers, b"", "FOUND")


def _as_it_was(
    held: Holding, playable: Sequence[Holding], modifier: str, home: str, manners: Manners, accepts_gzip: bool
) -> Answer:
    """The status, headers and bytes of the time, the Location alone rewritten."""
    headers = [("content-type", kind)] if (kind := held.header("content-type")) else []
    headers += _original_headers(held)
    location = held.header("location")
    if location and 300 <= held.status < 400:
        shape = manners.shape_for(host_of(held.url))
        headers.append(("location", _rewritten(urljoin(held.url, location), held.timestamp + modifier, shape, home)))
    headers += [
        ("cache-control", "max-age=1800"),
        ("memento-datetime", http_date(held.timestamp)),
        ("link", link_header(playable, held, held.url, home)),
        ("x-archive-src", held.source),
        ("x-ts", str(held.status)),
    ]
    body, coding, ending = _coded(held, manners, accepts_gzip)
    return Answer(held.status, (*headers, *coding), body, held.reason, ending)


def _coded(held: Holding, manners: Manners, accepts_gzip: bool) -> tuple[bytes, tuple[tuple[str, str], ...], Ending]:
    if name := manners.oddity_at(held.urlkey, held.timestamp).coding:
        return CODINGS[name](held.body)
    stored = held.header("content-encoding")
    if stored:
        return held.body, (("content-encoding", stored),), Ending.WHOLE
    is_text = (held.header("content-type") or "").startswith("text/") and held.body[:2] != b"\x1f\x8b"
    if manners.replay_gzip and accepts_gzip and is_text and held.body:
        return squeezed(held.body), (("Content-Encoding", "gzip"),), Ending.WHOLE
    return held.body, (), Ending.WHOLE


def _original_headers(held: Holding) -> list[tuple[str, str]]:
    """Names in lower case behind a prefix, repeats joined by a comma."""
    joined: dict[str, str] = {}
    for name, value in held.headers:
        name = name.lower()
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return [(f"x-archive-orig-{name}", value) for name, value in joined.items()]


def _rewritten(target: str, when: str, shape: Shape, home: str) -> str:
    inside = f"/web/{when}/{target}"
    host = urlsplit(home).netloc
    return {
        Shape.ABSOLUTE: home + inside,
        Shape.PATH: inside,
        Shape.SCHEMELESS: f"//{host}{inside}",
        Shape.LIVE: target,
        Shape.HOME: f"{home}/",
    }[shape]


def _as_seen_in_a_browser(held: Holding, playable: Sequence[Holding], home: str, manners: Manners) -> Answer:
    """The browser's view, in the least that tells it apart: a toolbar, and a redirect shown as a page."""
    location = held.header("location")
    if location and 300 <= held.status < 400:
        target = f"/web/{held.timestamp}/{urljoin(held.url, location)}"
        return own_pages.redirect_interstitial(target, held.status, held.source)
    plain = _as_it_was(held, playable, "", home, manners, accepts_gzip=False)
    toolbar = b'<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp"></div><!-- END WAYBACK TOOLBAR INSERT -->\n'
    guessed = (("x-archive-guessed-content-type", held.mimetype), ("x-archive-guessed-charset", "utf-8"))
    return Answer(plain.status, (*plain.headers, *guessed), toolbar + plain.body, plain.reason, plain.ending)
