"""Knows how two processes speak over a socket: the length of a message, then the message, pickled."""

import pickle
import struct
from typing import Any

LENGTH = struct.Struct("!Q")


def packed(message: Any) -> bytes:
    """A message as it goes over the wire."""
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(body)) + body


def unpacked(body: bytes | bytearray) -> Any:
    """What `packed` was given, its length taken off."""
    return pickle.loads(body)
