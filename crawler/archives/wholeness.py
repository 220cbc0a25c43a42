"""Knows when bytes may have been cut off on the way although nothing said so, so that it is worth asking once more."""

import base64
import hashlib

_TAIL = 2_048  # bytes: comments and white space follow the end of many pages
_HEAD = 4_096


def may_be_cut(page: bytes, digest: str | None) -> bool:
    """Whether a page lacks the end that its kind has. A digest that agrees proves it whole; one that differs proves
    nothing, because it may be of the bytes in a coding that has come off since (protocol sheet 0.10)."""
    if digest is not None and digest == base64.b32encode(hashlib.sha1(page, usedforsecurity=False).digest()).decode():
        return False
    head, tail = page[:_HEAD].lower(), page[-_TAIL:].lower()
    if head.lstrip().startswith(b"%pdf"):
        return b"%%eof" not in tail
    if b"<html" in head or b"<body" in head:
        return b"</html" not in tail and b"</body" not in tail
    return not page
