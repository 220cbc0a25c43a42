"""Knows where a list of domains comes from: a file, standard input, or names given outright."""

import shutil
import sys
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path

from crawler.domains import BadLine, ListedDomain, read_domains
from crawler.errors import WrongCommand


class DomainList:
    """A list of domains, read anew and line by line each time: a million take no more memory than a thousand."""

    def __init__(self, source: str) -> None:
        if not source:
            raise WrongCommand("no domains were given; expected the path of a list, `-`, or names such as example.com")
        self.source = source
        self.path = Path(source)
        self._count = 0  # of a million domains it takes 17 s
        if source != "-" and not self._is_there() and _looks_like_a_path(source):
            raise WrongCommand(f"{source}: there is no such list of domains")
        if source == "-":
            self._keep_standard_input()
        if self._is_there() and self.path.is_dir():
            raise WrongCommand(f"{source} is a folder; expected a list of domains, one a line")

    @property
    def given(self) -> str:
        """What another one of this list is made from: standard input can be read once only."""
        return str(self.path) if self.source == "-" else self.source

    def read(self) -> Iterator[ListedDomain | BadLine]:
        """Its domains, each once, and its bad lines."""
        return read_domains(self._lines())

    def check(self) -> int:
        """How many domains it holds; raises WrongCommand where it is no text or holds none."""
        bad = None
        for one in () if self._count else self.read():
            if isinstance(one, ListedDomain):
                self._count += 1
            else:
                bad = bad or one
        if not self._count:
            told = f" ({bad})" if bad else ""
            raise WrongCommand(f"{self.source} names no domain; expected one a line, such as example.com{told}")
        return self._count

    def _keep_standard_input(self) -> None:
        """It can be read once only, and a list is read more often."""
        with tempfile.NamedTemporaryFile(prefix="palimpsest-list-", delete=False) as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept)
        self.path = Path(kept.name)
        weakref.finalize(self, self.path.unlink, missing_ok=True)

    def _is_there(self) -> bool:
        try:
            return self.path.exists()
        except OSError:  # many names given outright are too long for the name of a file
            return False

    def _lines(self) -> Iterator[str]:
        if self._is_there():
            yield from self._file_lines()
        else:
            yield from self.source.split(",")

    def _file_lines(self) -> Iterator[str]:
        try:
            with self.path.open(encoding="utf-8") as file:
                for line in file:
                    if "\0" in line:
                        raise WrongCommand(
                            f"{self.source} is not text: it holds zero bytes; expected one domain a line"
                        )
                    yield line
        except UnicodeDecodeError as error:
            raise WrongCommand(
                f"{self.source} is not text in UTF-8 ({error.reason} at byte {error.start}); save it as plain text"
            ) from error
        except OSError as error:
            raise WrongCommand(f"{self.source} cannot be read: {error.strerror}") from error


def _looks_like_a_path(source: str) -> bool:
    return "://" not in source and ("/" in source or source.endswith((".txt", ".csv")))
