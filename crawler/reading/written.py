"""Knows all of a document that what was selected of its page decides: title, markdown, words and their hashes."""

import hashlib
from dataclasses import dataclass

from crawler.errors import Skip
from crawler.outcomes import Outcome
from crawler.page_bounds import refuse_long_document
from crawler.reading.wording import read_words


@dataclass(frozen=True, slots=True)
class Written:
    """What is written of a page. `markdown` begins with the title's line."""

    title: str
    markdown: str
    text: str
    sha256: str
    wording_sha256: str
    words: int
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def letters(self) -> int:
        """How much there is to keep of it."""
        return len(self.title) + len(self.markdown) + len(self.text)


def write_down(title: str, body: str, address: str, notes: tuple[tuple[str, str], ...] = ()) -> Written:
    """A title and the markdown under it, and what they say. Raises Skip where that is not a word, or no end of them."""
    markdown = f"# {title}\n\n{body}"
    refuse_long_document(markdown)
    words = read_words(markdown)
    if not words.wording:
        raise Skip(
            Outcome.TOO_FEW_WORDS,
            f"expected a text at {address}, found not a word in it; the bytes are kept, nothing is to be done",
        )
    sha256 = hashlib.sha256(markdown.encode()).hexdigest()
    return Written(title, markdown, words.text, sha256, words.sha256, words.count, notes)
