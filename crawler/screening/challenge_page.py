"""Knows bot checks and error pages that were archived as good answers."""

import re

from crawler.items import Document

_LONGEST = 250  # words; a policy may speak of such things, a challenge says nothing else
_SIGNS = re.compile(
    r"checking your browser|verify (that )?you are (a )?human|enable javascript and cookies to continue|"
    r"attention required|access denied|request blocked|unusual traffic|are you a robot|ddos protection|"
    r"please complete the security check|bad gateway|service (temporarily )?unavailable|internal server error|"
    r"gateway time-?out|too many requests|under maintenance|temporarily offline",
    re.I,
)


def is_challenge_page(document: Document) -> bool:
    """Whether a short page says what only bot checks and failing servers say."""
    return document.words <= _LONGEST and bool(_SIGNS.search(f"{document.title}\n{document.text}"))
