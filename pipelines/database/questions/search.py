"""Knows how the words of all versions are searched: the best of the newest matches, with where each was first seen.

Ranking has to weigh every match, and a word such as `privacy` is in every document. So of the newest matches those that
were seen in the days asked for are weighed, some thousands and no more, and the answer says where there may be others.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, text

from pipelines.database.column_types import Id, UtcDateTime, Word
from pipelines.database.transactions import read_from

MOST_TERMS = 10
MOST_LOOKED_AT = 20_000  # matches, newest documents first: whether they were seen in the days asked for
MOST_WEIGHED = 2_000  # of those that were
MOST_TOLD = 200  # hits: who wants more asks more narrowly

_TERM = re.compile(r'"([^"]*)"|(\S+)')
_SAYS = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Sought:
    """What is searched for: all of the terms, each a word or several that follow one another."""

    terms: tuple[str, ...]
    since: datetime | None = None
    until: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that says what was sought, where it was first seen in the days asked for."""

    document_id: int
    domain: str
    line: int
    timestamp: str
    first_seen: datetime
    wording_sha256: str
    title: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Hits:
    """The best first. `more` says that not all matches were weighed: there may be older ones."""

    hits: tuple[Hit, ...]
    more: bool


def read_terms(words: str) -> tuple[str, ...]:
    """The terms of a question as people type it: words, and phrases in double quotes; signs alone are no term."""
    found = (phrase or word.replace('"', " ") for phrase, word in _TERM.findall(words))
    return tuple(term.strip() for term in found if _SAYS.search(term))[:MOST_TERMS]


_LOOKED_AT_IN_SQLITE = """
SELECT rowid AS id FROM document_search WHERE document_search MATCH :sought ORDER BY rowid DESC LIMIT :looked_at
"""
_LOOKED_AT_IN_POSTGRESQL = """
SELECT document_id AS id FROM document_search
WHERE words @@ CAST(:sought AS tsquery) AND (CAST(:language AS TEXT) IS NULL OR language = :language)
ORDER BY document_id DESC LIMIT :looked_at
"""
_SIGHTINGS = """
SELECT c.id FROM captures c JOIN policy_pages p ON p.id = c.policy_page_id
WHERE c.document_id = {document} AND p.line IS NOT NULL AND c.captured_at >= :since AND c.captured_at < :until
ORDER BY c.captured_at, c.id LIMIT 1
"""
_SEEN = f"""
SELECT looked_at.id FROM looked_at WHERE EXISTS ({_SIGHTINGS.format(document="looked_at.id")})
ORDER BY looked_at.id DESC LIMIT :weighed
"""
_FOUND_IN_SQLITE = f"""
SELECT rowid AS id, bm25(document_search, 1.0, 0.0) AS score FROM document_search
WHERE document_search MATCH :sought AND rowid >= (SELECT MIN(id) FROM looked_at)
  AND EXISTS ({_SIGHTINGS.format(document="document_search.rowid")})
ORDER BY rowid DESC LIMIT :weighed
"""
_FOUND_IN_POSTGRESQL = f"""
SELECT seen.id, -ts_rank_cd(s.words, CAST(:sought AS tsquery), 1) AS score
FROM ({_SEEN}) seen JOIN document_search s ON s.document_id = seen.id
"""

# Where a document was first seen is found for the best alone; that it was seen in the days at all, for each looked at.
_HITS = f"""
WITH looked_at AS MATERIALIZED (%s), found AS (%s), placed AS (
    SELECT best.id, best.score, ({_SIGHTINGS.format(document="best.id")}) AS capture_id
    FROM (SELECT id, score FROM found ORDER BY score, id DESC LIMIT :told) best
)
SELECT t.id AS document_id, d.domain, p.line, c."timestamp", c.captured_at AS first_seen, t.wording_sha256, t.title,
       t.language, counted.weighed, counted.looked_at
FROM (SELECT (SELECT COUNT(*) FROM found) AS weighed, (SELECT COUNT(*) FROM looked_at) AS looked_at) counted
LEFT JOIN placed ON TRUE
LEFT JOIN captures c ON c.id = placed.capture_id
LEFT JOIN policy_pages p ON p.id = c.policy_page_id
LEFT JOIN domains d ON d.id = p.domain_id
LEFT JOIN documents t ON t.id = placed.id
ORDER BY placed.score, placed.id DESC
"""
_ALWAYS = datetime.fromisoformat("0001-01-02T00:00:00+00:00"), datetime.fromisoformat("9999-01-01T00:00:00+00:00")


def search(engine: Engine, sought: Sought) -> Hits:
    """The best matches, at most MOST_TOLD; a wording that several documents hold is told once for a domain."""
    if not sought.terms:
        return Hits((), False)
    with read_from(engine) as connection:
        rows = connection.execute(_statement(connection), _parameters(connection, sought)).all()
    seen: set[tuple[str, str]] = set()
    hits = []
    for row in rows:
        if row.document_id is not None and (row.domain, row.wording_sha256) not in seen:
            seen.add((row.domain, row.wording_sha256))
            hits.append(Hit(*row[:-2]))
    more = rows[0].weighed >= MOST_WEIGHED or rows[0].looked_at >= MOST_LOOKED_AT
    return Hits(tuple(hits), more)


def _statement(connection: Connection) -> Any:
    postgresql = connection.dialect.name == "postgresql"
    looked_at = _LOOKED_AT_IN_POSTGRESQL if postgresql else _LOOKED_AT_IN_SQLITE
    found = _FOUND_IN_POSTGRESQL if postgresql else _FOUND_IN_SQLITE
    moments = [bindparam(name, type_=UtcDateTime) for name in ("since", "until")]
    return (
        text(_HITS % (looked_at, found))
        .bindparams(*moments)
        .columns(document_id=Id, domain=Word, timestamp=Word, first_seen=UtcDateTime)
    )


def _parameters(connection: Connection, sought: Sought) -> dict[str, Any]:
    since, until = sought.since or _ALWAYS[0], sought.until or _ALWAYS[1]
    limits = {"looked_at": MOST_LOOKED_AT, "weighed": MOST_WEIGHED, "told": MOST_TOLD}
    asked: dict[str, Any] = {"since": since, "until": until, **limits}
    if connection.dialect.name != "postgresql":
        return asked | {"sought": _for_sqlite(sought)}
    terms = {f"term{place}": term for place, term in enumerate(sought.terms)}
    query = " && ".join(f"phraseto_tsquery('simple', :{name})" for name in terms)
    made = connection.execute(text(f"SELECT CAST({query} AS TEXT)"), terms).scalar_one()
    return asked | {"sought": made, "language": sought.language}


def _for_sqlite(sought: Sought) -> str:
    """In the language of FTS5, every term quoted: nothing of it is read as a command."""
    terms = " AND ".join(_quoted(term) for term in sought.terms)
    said = f"text : ({terms})"
    return f"language : {_quoted(sought.language)} AND {said}" if sought.language else said


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def texts_of(engine: Engine, ids: list[int], letters: int) -> dict[int, str]:
    """The beginnings of some documents' texts."""
    query = text("SELECT id, substr(text, 1, :letters) FROM documents WHERE id IN :ids")
    query = query.bindparams(bindparam("ids", expanding=True))
    with read_from(engine) as connection:
        return {row[0]: row[1] for row in connection.execute(query, {"letters": letters, "ids": ids})}
