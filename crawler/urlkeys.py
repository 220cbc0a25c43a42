"""Knows the key under which an archive files an address, so that spellings of one address are known to be one.

The rules are those of the Wayback Machine's index (protocol sheet 1.9): scheme, `www`, default port, case, session
arguments, argument order and a trailing slash make no difference.
"""

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit

_WWW = re.compile(r"^www\d*\.")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ASP_SESSION = re.compile(r"/\((?:[a-z]\([0-9a-z]{24}\))+\)(?=/)|/\([0-9a-z]{24}\)(?=/)")
_SESSION_ARGUMENTS = (
    re.compile(r"(?:^|(?<=&))(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}(?:&|$)", re.I),
    re.compile(r"(?:^|(?<=&))aspsessionid[a-z]{8}=[a-z]{24}(?:&|$)", re.I),
    re.compile(r"(?:^|(?<=&))cfid=[^&]+&cftoken=[^&]+(?:&|$)", re.I),
)
_STAY = "!\"$&'()*+,-./:;<=>@[\\]^_`{|}~"  # what the index keeps unescaped in a key, besides letters and digits


# An address is met with every capture of its page, and making its key takes as long as storing it.
@lru_cache(maxsize=2_000)
def urlkey(url: str) -> str:
    """`com,example)/legal/privacy?lang=en` for `https://www.Example.com:443/Legal/Privacy/?lang=en`."""
    parts = read_address(url)
    path = _path(parts.path)
    query = _query(parts.query)
    return f"{domain_key(parts.hostname or '')}{_port(parts)}){path}" + (f"?{query}" if query else "")


@lru_cache(maxsize=2_000)
def domain_key(host: str) -> str:
    """The reversed name of a host, as keys begin: `uk,co,example` for `www.example.co.uk`."""
    labels = [label for label in host.lower().split(".") if label]
    try:
        plain = ".".join(labels).encode("idna").decode("ascii")
    except UnicodeError:
        plain = ".".join(labels)
    return ",".join(reversed(_WWW.sub("", plain).split(".")))


def same_address(one: str, other: str) -> bool:
    """Whether an archive takes two addresses for one."""
    return urlkey(one) == urlkey(other)


def read_address(url: str) -> SplitResult:
    """The parts of an address; of one that nobody can read, what can be made out."""
    url = re.sub(r"[\r\n\t]", "", url.strip()).split("#", 1)[0]
    if not re.match(r"^[a-z][a-z0-9+.-]*:/", url, re.I):
        url = f"http://{url}"
    url = re.sub(r"^([a-zA-Z]+:)/*", r"\1//", url)
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError:  # a port that is no number, a bracket left open: the index holds such addresses too
        scheme, _, rest = url.partition("://")
        host, slash, path = rest.partition("/")
        return SplitResult(scheme, re.sub(r"[^\w.-]", "", host.split(":")[0]), slash + path, "", "")
    return parts


def _port(parts: SplitResult) -> str:
    if parts.port is None or parts.port == _DEFAULT_PORTS.get(parts.scheme.lower()):
        return ""
    return f":{parts.port}"


def _path(path: str) -> str:
    path = _escaped_once(path).lower()
    if ".aspx" in path:
        path = _ASP_SESSION.sub("", path)
    path = re.sub(r"/{2,}", "/", _without_dots(path))
    return path.rstrip("/") or "/" if path != "/" else "/"


def _without_dots(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept).lstrip("/")


def _query(query: str) -> str:
    for session in _SESSION_ARGUMENTS:
        query = session.sub("", query)
    arguments = [argument for argument in _escaped_once(query).lower().strip("&").split("&") if argument]
    return "&".join(sorted(arguments, key=lambda argument: (argument.split("=", 1)[0], argument)))


def _escaped_once(text: str) -> str:
    """Unescaped until nothing changes, then escaped once: `%2541` and `A` are one."""
    raw = text.encode("utf-8", "surrogateescape")
    for _ in range(8):  # a bound, not a rule: nobody escapes deeper
        plain = unquote_to_bytes(raw)
        if plain == raw:
            break
        raw = plain
    return quote(raw, safe=_STAY + "?")
