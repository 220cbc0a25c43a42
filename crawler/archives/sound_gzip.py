"""Knows how to unpack a gzip stream that is sound at less than half of what zlib takes; of any other it says nothing.

Every answer of the archive is in gzip, and whether it is whole must be known before it is taken for an answer. So this
was an eighth of what the event loop did. A stream that is cut, spoilt or too long is left to codings.py, which takes
pains with it.
"""

from isal import isal_zlib
from isal.igzip_lib import IsalError

_GZIP = 31  # as zlib's `wbits`: a header, and a checksum at the end that is compared


def unpack_sound(body: memoryview, room: int) -> tuple[bytes, int] | None:
    """What the stream at the start of a body gives, and how many bytes of the body it takes; None where anything is
    amiss, or more than `room` bytes come."""
    stream = isal_zlib.decompressobj(_GZIP)
    try:
        out = stream.decompress(body, room + 1)
    except IsalError:  # type: ignore[misc]  # its own stubs call it an instance
        return None
    if not stream.eof or len(out) > room:
        return None
    return out, len(body) - len(stream.unused_data)
