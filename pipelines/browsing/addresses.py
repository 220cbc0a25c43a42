"""Knows the permanent addresses of everything that can be looked at, and which addresses of others may be followed.

A version is named by a moment at which it was seen, not by its number: further captures may bring older versions, and
then numbers move, but what was seen then stays seen.
"""

from datetime import datetime
from urllib.parse import quote, urlencode

from crawler.reading.header import ARCHIVE_REPLAY, replay_url

DOMAIN_LINE = 1


def asked(path: str, **parameters: object) -> str:
    """An address with the parameters that say something."""
    said = {name: str(value) for name, value in parameters.items() if value not in (None, "", 0)}
    return f"{path}?{urlencode(said)}" if said else path


def domain_address(domain: str, line: int = DOMAIN_LINE, **more: object) -> str:
    return asked(f"/{quote(domain)}", line=_line(line), **more)


def version_address(domain: str, timestamp: str, line: int = DOMAIN_LINE) -> str:
    return asked(f"/{quote(domain)}/at/{timestamp}", line=_line(line))


def day_address(domain: str, day: datetime, line: int = DOMAIN_LINE) -> str:
    return asked(f"/{quote(domain)}/on/{day:%Y-%m-%d}", line=_line(line))


def compare_address(domain: str, old: str, new: str, line: int = DOMAIN_LINE, view: str = "side") -> str:
    return asked(f"/{quote(domain)}/compare/{old}/{new}", line=_line(line), view=None if view == "side" else view)


def misses_address(domain: str, after: int = 0) -> str:
    return asked(f"/{quote(domain)}/misses", after=after)


def family_address(family: int, after: int = 0) -> str:
    return asked(f"/families/{family}", after=after)


def in_form(address: str, form: str) -> str:
    """The same facts for programs: `/example.com?line=2` as `/example.com.json?line=2`."""
    path, mark, question = address.partition("?")
    return f"{'/index' if path == '/' else path}.{form}{mark}{question}"


def archive_page(url: str, timestamp: str) -> str:
    """Where people look at a capture, with the archive's own frame around it."""
    return f"{ARCHIVE_REPLAY}/{timestamp}/{quote(url, safe=':/?&=%+,;@~!$()*')}"


def archive_bytes(url: str, timestamp: str) -> str:
    """Where a capture is replayed as it was."""
    return replay_url(url, timestamp)


def may_be_followed(url: str) -> bool:
    """Whether an address that was archived may become a link: one that leads to a page and runs nothing."""
    return url.lower().startswith(("http://", "https://"))


def _line(line: int) -> int | None:
    return None if line == DOMAIN_LINE else line
