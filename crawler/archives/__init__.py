"""Knows what every archive promises: addresses out, answers in, no network inside.

An archive is one file beside this one and one line in `DIALECTS`. It turns a question into the address to ask, and the
answer that came from there into a value, or into the trouble (crawler/errors.py) that says what the answer means.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from crawler.archives.answers import Answer, Elsewhere, IndexPage, IndexQuestion, Replayed
from crawler.archives.pywb import Pywb
from crawler.archives.wayback import Wayback
from crawler.errors import WrongCommand

__all__ = ["Answer", "Archive", "Elsewhere", "IndexPage", "IndexQuestion", "Replayed", "archive_named"]


class Archive(Protocol):
    """A service that keeps old copies. `address` is where it is; every address it gives begins there."""

    address: str

    def index_address(self, question: IndexQuestion) -> str:
        """Where to ask for the captures of one page, or of all policy-like addresses of a domain."""
        ...

    def read_index(self, question: IndexQuestion, answer: Answer) -> IndexPage:
        """The captures an answer lists; raises Wait or Skip where it is no list of captures."""
        ...

    def replay_address(self, url: str, timestamp: str) -> str:
        """Where to ask for the bytes of a capture, exactly as archived."""
        ...

    def read_replay(self, url: str, timestamp: str, answer: Answer) -> Replayed | Elsewhere:
        """What an answer replays, or where else the archive points; raises Wait or Skip where it does neither."""
        ...


DIALECTS: Mapping[str, Callable[[str], Archive]] = {
    "wayback": Wayback,
    "pywb": Pywb,
}


def archive_named(dialect: str, address: str) -> Archive:
    """The archive of a dialect at an address: the settings ARCHIVE and ARCHIVE_URL."""
    if dialect not in DIALECTS:
        raise WrongCommand(f"ARCHIVE is {dialect!r}; expected one of {', '.join(sorted(DIALECTS))}")
    if not address.startswith(("http://", "https://")):
        raise WrongCommand(f"ARCHIVE_URL is {address!r}; expected an address such as https://web.archive.org")
    return DIALECTS[dialect](address.rstrip("/"))
