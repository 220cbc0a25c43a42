"""Knows how a browser reads an address: the URL standard of the WHATWG, as far as links of pages need it.

Left out: numeric hosts in other bases, Windows drive letters, and queries in a page's own charset.
"""

import re
from dataclasses import dataclass, replace
from urllib.parse import unquote

_DEFAULT_PORTS = {"http": "80", "https": "443", "ftp": "21", "ws": "80", "wss": "443", "file": ""}

_ENDS = "".join(map(chr, range(0x21)))  # control characters and space, trimmed from both ends
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_LINE_BREAKS = re.compile(r"[\t\n\r]")
_FORBIDDEN_IN_HOST = re.compile(r"[\x00-\x20#/:<>?@\[\\\]^|%\x7f]")
_CONTROLS_AND_BEYOND = "\x00-\x1f\x7f-\U0010ffff"
_OPAQUE = re.compile(f"[{_CONTROLS_AND_BEYOND}]")
_PATH = re.compile(rf"[{_CONTROLS_AND_BEYOND} \"#<>?`{{}}]")
_USER = re.compile(rf"[{_CONTROLS_AND_BEYOND} \"#<>?`{{}}/:;=@\[\\\]^|]")
_QUERY = re.compile(f"[{_CONTROLS_AND_BEYOND} \"#<>']")
_QUERY_ELSEWHERE = re.compile(f'[{_CONTROLS_AND_BEYOND} "#<>]')
_FRAGMENT = re.compile(f'[{_CONTROLS_AND_BEYOND} "<>`]')
_ONE_DOT = frozenset((".", "%2e"))
_TWO_DOTS = frozenset(("..", ".%2e", "%2e.", "%2e%2e"))

# What the standard would leave as it is: most links, and the reason that resolving costs little.
_PLAIN = re.compile(
    r"https?://[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{0,30}[a-z][a-z0-9\-]{0,30}){1,9}/(?:[A-Za-z0-9_~\-]++[/.]?+)*+(?:\?[\w=&+,.\-]*)?",
    re.ASCII,
)


class NotAnAddress(ValueError):
    """What a browser refuses to follow."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address in its parts. `authority` is None and `path` is one opaque piece for `mailto:` and its like."""

    scheme: str
    authority: str | None
    path: str
    query: str | None = None
    fragment: str | None = None

    @property
    def is_opaque(self) -> bool:
        return self.authority is None and not self.path.startswith("/")

    def __str__(self) -> str:
        authority = "" if self.authority is None else f"//{self.authority}"
        query = "" if self.query is None else f"?{self.query}"
        fragment = "" if self.fragment is None else f"#{self.fragment}"
        return f"{self.scheme}:{authority}{self.path}{query}{fragment}"


def parse_address(text: str, base: Address | None = None) -> Address:
    """The address that a browser at `base` goes to. Raises NotAnAddress where it would stay."""
    text = _LINE_BREAKS.sub("", text.strip(_ENDS))
    match = _SCHEME.match(text)
    if match is None:
        if base is None:
            raise NotAnAddress(f"{text!r} is relative and there is no page it is relative to")
        return _relative(text, base)
    scheme, rest = match[1].lower(), text[match.end() :]
    if scheme not in _DEFAULT_PORTS:
        return _foreign(scheme, rest)
    slashed = rest.replace("\\", "/")
    if base is not None and base.scheme == scheme and not slashed.startswith("//"):
        return _relative(rest, base)  # `http:page.htm`, as pages of the 1990s wrote it
    return _absolute(scheme, rest.lstrip("/\\"))


def resolve_link(link: str, base: Address | None) -> str:
    """The absolute form of a link, or the link as it stands where a browser could not follow it."""
    if _PLAIN.fullmatch(link):
        return link
    try:
        return str(parse_address(link, base))
    except NotAnAddress:
        return link


def _relative(text: str, base: Address) -> Address:
    text, fragment = _cut_fragment(text)
    if base.is_opaque:
        if text or fragment is None:
            raise NotAnAddress(f"{text!r} cannot be relative to {base}")
        return replace(base, fragment=fragment)
    special = base.scheme in _DEFAULT_PORTS
    path, query = _cut_query(text, base.scheme)
    if special:
        path = path.replace("\\", "/")
    if path.startswith("//"):
        return _absolute(base.scheme, text[2:].lstrip("/\\") if special else text[2:], fragment)
    if not path:
        return replace(base, query=base.query if query is None else query, fragment=fragment)
    if not path.startswith("/"):
        path = base.path.rpartition("/")[0] + "/" + path
    return Address(base.scheme, base.authority, _normal_path(path), query, fragment)


def _absolute(scheme: str, rest: str, fragment: str | None = None) -> Address:
    if fragment is None:
        rest, fragment = _cut_fragment(rest)
    rest, query = _cut_query(rest, scheme)
    rest = rest.replace("\\", "/")
    authority, slash, path = rest.partition("/")
    return Address(scheme, _normal_authority(scheme, authority), _normal_path(slash + path or "/"), query, fragment)


def _foreign(scheme: str, rest: str) -> Address:
    rest, fragment = _cut_fragment(rest)
    rest, query = _cut_query(rest, scheme)
    if rest.startswith("//"):
        authority, slash, path = rest[2:].partition("/")
        return Address(scheme, _encode(authority, _OPAQUE), _encode(slash + path, _PATH), query, fragment)
    return Address(scheme, None, _encode(rest, _OPAQUE), query, fragment)


def _cut_fragment(text: str) -> tuple[str, str | None]:
    text, sharp, fragment = text.partition("#")
    return text, _encode(fragment, _FRAGMENT) if sharp else None


def _cut_query(text: str, scheme: str) -> tuple[str, str | None]:
    text, mark, query = text.partition("?")
    kept = _QUERY if scheme in _DEFAULT_PORTS else _QUERY_ELSEWHERE
    return text, _encode(query, kept) if mark else None


def _normal_authority(scheme: str, authority: str) -> str:
    user, at, host = authority.rpartition("@")
    host, colon, port = host.rpartition(":") if re.search(r":\d*$", host) else (host, "", "")
    name = _normal_host(host)
    if not name and scheme != "file":
        raise NotAnAddress(f"{authority!r} names no host")
    port = port.lstrip("0") or ("0" if port else "")
    if len(port) > 5 or (port and int(port) > 65535):
        raise NotAnAddress(f"{authority!r} names a port that does not exist")
    shown = f":{port}" if colon and port and port != _DEFAULT_PORTS[scheme] else ""
    account, _, secret = user.partition(":")
    users = f"{_encode(account, _USER)}{':' + _encode(secret, _USER) if secret else ''}@" if at and user != "" else ""
    return f"{users}{name}{shown}"


def _normal_host(host: str) -> str:
    if host.startswith("[") and host.endswith("]"):
        return host.lower()
    host = unquote(host, errors="replace").lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError as trouble:
            raise NotAnAddress(f"{host!r} is no host name") from trouble
    if _FORBIDDEN_IN_HOST.search(host):
        raise NotAnAddress(f"{host!r} is no host name")
    return host


def _normal_path(path: str) -> str:
    if "." not in path and "%2" not in path:
        return _encode(path, _PATH)
    kept: list[str] = []
    segments = path.split("/")[1:]
    for place, segment in enumerate(segments):
        is_last = place == len(segments) - 1
        lowered = segment.lower()
        if lowered in _TWO_DOTS:
            del kept[-1:]
        elif lowered not in _ONE_DOT:
            kept.append(segment)
            continue
        if is_last:
            kept.append("")
    return _encode("/" + "/".join(kept), _PATH)


def _encode(text: str, marked: re.Pattern[str]) -> str:
    return marked.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode(errors="replace")), text)
