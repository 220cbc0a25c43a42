"""Knows how the index writes its answers: text, JSON and link format, refusals and errors."""

import json
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.fake_archive import own_pages
from tests.fake_archive.answers import Answer
from tests.fake_archive.codings import squeezed
from tests.fake_archive.holdings import Holdings
from tests.fake_archive.index_query import COLUMNS, Asking, BadQuery, Found, Row, TooMuch, host_of, select
from tests.fake_archive.manners import Block, Manners
from tests.fake_archive.replay_answers import link_header, of_playable

TEXT = ("Content-Type", "text/plain;charset=UTF-8")
JSON = ("Content-Type", "application/json")
TIMEMAP = "/web/timemap/"
JAVA = "org.archive.util.io.RuntimeIOException: org.archive.wayback.exception."


def answer_index(holdings: Holdings, manners: Manners, raw_path: str, accepts_gzip: bool, home: str) -> Answer:
    """The answer to a query at `/cdx/search/cdx` or `/web/timemap/…`."""
    asking = _asking(raw_path)
    try:
        refusal = _refusal(manners, asking)
        if refusal:
            return refusal
        if asking.one("output") == "link":
            url = asking.scope[0]
            links = link_header(of_playable(holdings, manners, url), None, url, home).replace(", <", ",\n<")
            return Answer(200, (("Content-Type", "application/link-format"),), f"{links}\n".encode())
        found = select(holdings, asking, manners)
    except BadQuery as trouble:
        return Answer(400, (TEXT,), f"{trouble}\n".encode(), "BAD REQUEST")
    except TooMuch:
        return own_pages.server_trouble(504, "Gateway Time-out")
    is_json = asking.one("output") == "json"
    columns = _columns(asking)
    body = _as_json(found, columns, manners.spaced_json) if is_json else _as_text(found, columns)
    headers = [JSON if is_json else TEXT, ("x-ts", "200"), ("X-location", "cdx")]
    if manners.cookie:
        headers.append(("Set-Cookie", "wb-cdx-SERVER=wwwb-app100; path=/"))
    if manners.index_gzip and accepts_gzip and asking.one("gzip") != "false":
        headers.append(("content-encoding", "gzip"))
        body = squeezed(body)
    return Answer(200, tuple(headers), body)


def _asking(raw_path: str) -> Asking:
    parts = urlsplit(raw_path)
    arguments = parse_qsl(parts.query, keep_blank_values=True)
    if raw_path.startswith(TIMEMAP):
        output, _, url = parts.path.removeprefix(TIMEMAP).partition("/")
        if url:
            named = [(key, value) for key, value in arguments if key not in COLUMNS]
            arguments = [*named, ("url", unquote(url))]
        arguments = [*arguments, ("output", "text" if output == "cdx" else output)]
    return Asking(tuple(arguments))


def _refusal(manners: Manners, asking: Asking) -> Answer | None:
    if asking.one("page", "0") != "0":
        raise BadQuery("page is out of range")
    block = manners.block_of(host_of(asking.scope[0]))
    if block is None:
        return None
    if block is Block.V2:
        return Answer(403, (TEXT, (own_pages.RUNTIME_ERROR, own_pages.BLOCKED)), b"", "FORBIDDEN")
    reason = JAVA + (own_pages.BY_ROBOTS if block is Block.ROBOTS else own_pages.BLOCKED)
    return Answer(403, (TEXT, (own_pages.RUNTIME_ERROR, reason)), f"{reason}\n".encode(), "Forbidden")


def _columns(asking: Asking) -> list[int]:
    """Columns by their places; names that do not exist are dropped in silence."""
    named = asking.one("fl")
    if not named:
        return list(range(len(COLUMNS)))
    return [COLUMNS.index(name) for name in named.split(",") if name in COLUMNS]


def _as_text(found: Found, columns: list[int]) -> bytes:
    lines = [" ".join(row[place] for place in columns) for row in found.rows]
    if found.resume_key:
        lines += ["", found.resume_key]
    return "".join(f"{line}\n" for line in lines).encode()


def _as_json(found: Found, columns: list[int], spaced: bool) -> bytes:
    """Compact rows as written today, or the spaced ones of the old server."""
    if not found.rows and not found.resume_key:
        return b"[]\n"
    rows: list[Row] = [tuple(COLUMNS[place] for place in columns)]
    rows += [tuple(row[place] for place in columns) for row in found.rows]
    if found.resume_key:
        rows += [(), (found.resume_key,)]
    separator, between = ((", ", ": "), ",\n ") if spaced else ((",", ":"), ",\n")
    return ("[" + between.join(json.dumps(row, separators=separator) for row in rows) + "]\n").encode()
