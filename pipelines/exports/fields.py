"""Knows the fields of an exported row; names, order and meaning are a public contract, the same in every format."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from operator import attrgetter

from pipelines.database.questions.exports import Shown


class Kind(Enum):
    """What a field holds."""

    TEXT = "text"
    WHOLE = "whole number"
    FRACTION = "fraction"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row. Some `may_be_empty`."""

    name: str
    kind: Kind
    meaning: str
    may_be_empty: bool = False


FIELDS = (
    Field("domain", Kind.TEXT, "the registered name"),
    Field("line", Kind.WHOLE, "the line of the domain's policies; 1 is its privacy policy"),
    Field("number", Kind.WHOLE, "the version's place in its line, from 1"),
    Field("url", Kind.TEXT, "the policy page"),
    Field("timestamp", Kind.TEXT, "the capture, fourteen digits as the archive writes them"),
    Field("original_url", Kind.TEXT, "the address that was captured"),
    Field("archive_url", Kind.TEXT, "where the capture is replayed"),
    Field("captured_at", Kind.MOMENT, "the moment of the capture"),
    Field("first_seen", Kind.MOMENT, "the version's first capture"),
    Field("last_seen", Kind.MOMENT, "the version's last capture"),
    Field("not_before", Kind.MOMENT, "the last capture of the wording before; empty for the first version", True),
    Field("captures", Kind.WHOLE, "how many captures show the version"),
    Field("snapshot_sha256", Kind.TEXT, "the hash of the capture's bytes; empty where they were not fetched", True),
    Field("document_id", Kind.WHOLE, "the document's number in the database"),
    Field("sha256", Kind.TEXT, "the hash of `markdown`"),
    Field("wording_sha256", Kind.TEXT, "the hash of the wording: equal for two documents that say the same"),
    Field("title", Kind.TEXT, "the title of the page"),
    Field("markdown", Kind.TEXT, "the document, from its title on"),
    Field("text", Kind.TEXT, "its words without markup"),
    Field("words", Kind.WHOLE, "how many words"),
    Field("language", Kind.TEXT, "its language, where that was recognised", True),
    Field("language_confidence", Kind.FRACTION, "how sure that is, 0 to 1", True),
    Field("policy_probability", Kind.FRACTION, "how likely it is a privacy policy, 0 to 1", True),
    Field("reading", Kind.TEXT, "`faithful` or `corpus`"),
    Field("reader_version", Kind.TEXT, "the reader that read it; `as published` for documents of others"),
    Field("family_id", Kind.WHOLE, "the family of near-duplicates it belongs to", True),
)


def written(value: object) -> object:
    """A value as text formats write it: moments as 2015-03-01T12:00:00Z, everything else as it is."""
    return f"{value.isoformat()[:19]}Z" if isinstance(value, datetime) else value


_values: Callable[[Shown], tuple[object, ...]] = attrgetter(*(field.name for field in FIELDS))


def values(shown: Shown) -> tuple[object, ...]:
    """The values of a row, in the order of the fields."""
    return _values(shown)
