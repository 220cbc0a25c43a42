"""Knows a generated corpus to look at: as many captures and versions as asked for, texts of policies' length.

Everything follows from a seed. Words have the frequencies of speech (the rank-th most frequent comes a rank-th as
often), some paragraphs are shared by many domains, each version changes a few paragraphs of the one before it.
"""

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from sqlalchemy import Connection, insert

from crawler.outcomes import Outcome
from pipelines.database.opening import open_database, writing
from pipelines.database.tables import (
    captures,
    documents,
    domains,
    intervals,
    misses,
    occurrences,
    paragraphs,
    policy_pages,
)
from pipelines.database.writing.changes import write_all_changes

_SAID = (
    "the of and to we you your our in information or for personal that privacy this may is with data on by as are not "
    "cookies any use from third parties policy have such other it be will us if services collect when site about share "
    "can which at all an has do address email consent law rights purposes processing access provide contact security"
)
COMMON = _SAID.split()
_SYLLABLES = ["ka", "ro", "min", "tel", "va", "su", "per", "lo", "ne", "dri", "gan", "tis", "bel", "mo", "fi", "ur"]
_WORDS = 20_000
_PARAGRAPHS = 4_000
_A_DOCUMENT = 26  # paragraphs, of some sixty words each
_START = datetime(2004, 1, 1, tzinfo=UTC)
_DAYS = 20 * 365
_AT_ONCE = 100  # domains written together


BUSY, BUSY_CAPTURES, BUSY_VERSIONS = 4, 25_000, 400  # domains such as there are few, and that everybody looks at


def make(file: Path, domain_count: int, captures_each: int, versions_each: int) -> None:
    """An SQLite database of so many domains, each with so many captures that show so many versions, and BUSY ones."""
    chance = random.Random(20_261_120)
    words = _vocabulary(chance)
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
    pool = [" ".join(chance.choices(words, cum_weights=weights, k=chance.randint(30, 90))) for _ in range(_PARAGRAPHS)]
    engine = open_database(f"sqlite:///{file}")
    with writing(engine).begin() as connection:
        _write_intervals(connection)
        connection.execute(
            insert(paragraphs),
            [{"id": at + 1, "sha256": _hash(said), "text": said, "words": 60} for at, said in enumerate(pool)],
        )
    for first in range(0, domain_count, _AT_ONCE):
        with writing(engine).begin() as connection:
            for number in range(first, min(first + _AT_ONCE, domain_count)):
                first_document = number * versions_each + 1
                _write_domain(connection, chance, number, first_document, pool, words, captures_each, versions_each)
    for one in range(BUSY):
        first_document = domain_count * versions_each + one * BUSY_VERSIONS + 1
        number = domain_count + one
        with writing(engine).begin() as connection:
            _write_domain(connection, chance, number, first_document, pool, words, BUSY_CAPTURES, BUSY_VERSIONS)
    with writing(engine).begin() as connection:
        write_all_changes(connection)
    engine.dispose()


def name_of(number: int) -> str:
    return f"{_SYLLABLES[number % 16]}{_SYLLABLES[number // 16 % 16]}{number}.example"


def _vocabulary(chance: random.Random) -> list[str]:
    rare = {"".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5))) for _ in range(_WORDS * 2)}
    return [*COMMON, *sorted(rare - set(COMMON))[: _WORDS - len(COMMON)]]


def _write_intervals(connection: Connection) -> None:
    rows = [
        {
            "every": "change",
            "interval": f"{year}-H{half}",
            "since": datetime(year, 6 * half - 5, 1, tzinfo=UTC),
            "until": datetime(year + half // 2, 7 if half == 1 else 1, 1, tzinfo=UTC),
        }
        for year in range(1996, 2027)
        for half in (1, 2)
    ]
    connection.execute(insert(intervals), rows)


def _write_domain(
    connection: Connection,
    chance: random.Random,
    number: int,
    first: int,
    pool: list[str],
    words: list[str],
    captures_each: int,
    versions_each: int,
) -> None:
    name, url = name_of(number), f"https://www.{name_of(number)}/privacy"
    key, now = number + 1, datetime(2026, 1, 1, tzinfo=UTC)
    plan = {"every": "change", "since": datetime(1996, 1, 1, tzinfo=UTC), "until": now}
    connection.execute(
        insert(domains), {"id": key, "domain": name, "rank": key, "status": "done", "asked_at": now, **plan}
    )
    page = {
        "domain_id": key,
        "found_by": "index",
        "link_text": "Privacy",
        "first_party": True,
        "promise": 10,
        "line": 1,
    }
    connection.execute(
        insert(policy_pages),
        [
            {**page, "id": 2 * key - 1, "url": url, "urlkey": f"example,{name[:-8]})/privacy"},
            {**page, "id": 2 * key, "url": f"{url}-policy", "urlkey": f"example,{name[:-8]})/privacy-policy"},
        ],
    )
    texts = list(_texts(chance, name, pool, words, versions_each))
    connection.execute(
        insert(documents), [_document(first + at, first, said, name) for at, (said, _) in enumerate(texts)]
    )
    held = [
        {"paragraph_id": one + 1, "document_id": first + at, "place": place}
        for at, (_, chosen) in enumerate(texts)
        for place, one in enumerate(dict.fromkeys(chosen[:12]))
    ]
    connection.execute(insert(occurrences), held)
    connection.execute(insert(captures), list(_captures(chance, key, url, first, captures_each, versions_each)))
    connection.execute(insert(misses), [_miss(key, half) for half in range(1996, 2004)])


def _texts(
    chance: random.Random, name: str, pool: list[str], words: list[str], count: int
) -> Iterator[tuple[str, list[int]]]:
    chosen = chance.choices(range(len(pool)), k=_A_DOCUMENT)
    for number in range(count):
        for place in chance.choices(range(_A_DOCUMENT), k=3):
            chosen[place] = chance.randrange(len(pool))
        own = f"This is what {name} says since day {number} of {chance.choice(words)}."
        yield "\n\n".join([f"Privacy of {name}", own, *(pool[one] for one in chosen)]), list(chosen)


def _document(key: int, family: int, said: str, name: str) -> dict[str, object]:
    return {
        "id": key,
        "sha256": _hash(said),
        "wording_sha256": _hash(f"wording {said}"),
        "title": f"Privacy of {name}",
        "markdown": f"# {said}\n",
        "text": said,
        "words": said.count(" "),
        "language": "de" if key % 10 == 0 else "en",
        "language_confidence": 0.9,
        "policy_probability": 0.99,
        "reading": "faithful",
        "reader_version": "1",
        "notes": [],
        "family_id": family,
    }


def _captures(
    chance: random.Random, key: int, url: str, first: int, count: int, versions: int
) -> Iterator[dict[str, object]]:
    for place, second in enumerate(sorted(chance.sample(range(_DAYS * 86_400), count))):
        at = _START + timedelta(seconds=second)
        late = place * 2 > count  # the policy moved half-way
        yield {
            "policy_page_id": 2 * key - (not late),
            "timestamp": f"{at:%Y%m%d%H%M%S}",
            "captured_at": at,
            "original_url": f"{url}-policy" if late else url,
            "digest": f"{key}-{place // 2}",
            "status": 200,
            "mimetype": "text/html",
            "length": 9_000,
            "listed": True,
            "outcome": (Outcome.READ if place % 4 == 0 else Outcome.SAME_DIGEST).value,
            "document_id": first + place * versions // count,
        }


def _miss(key: int, year: int) -> dict[str, object]:
    interval = f"{year}-H1"
    return {
        "domain_id": key,
        "interval": interval,
        "thing": f" {interval}",
        "kind": Outcome.NO_CAPTURE.value,
        "detail": "the archive holds no capture of the policy in this interval",
        "final": True,
        "seen_at": datetime(2026, 1, 1, tzinfo=UTC),
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
