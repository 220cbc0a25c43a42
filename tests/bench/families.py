"""How fast near-duplicates are found, and how surely, beside exact comparison of all shingles of five words.

Run as `python -m tests.bench.families`. Invented documents: a thousand templates of 100 to 1,000 words, each in ten
wordings of which the hardest lie just about the border. Then 100,000 signatures in a database, and documents on top.
"""

import random
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from datasketch import MinHash, MinHashLSH
from sqlalchemy import Engine, insert, select

from crawler.items import Document
from crawler.reading.documents import read_snapshot
from crawler.reading.wording import wording
from pipelines.database.opening import open_database, writing
from pipelines.database.tables import bands, documents, signatures
from pipelines.database.writing.grouping import group_new_documents
from pipelines.families import draw_families
from pipelines.signatures import NEAR, SCHEME, Shingles, are_near, band_keys, likeness, read_shingles, sign
from tests.bench.telling import tell
from tests.examples import snapshot
from tests.reading.real_pages import page_files, read_page

TEMPLATES, WORDINGS = 1_000, 10
STOCK = 100_000
AT_ONCE = 100  # documents in one transaction, as a crawl writes them
WORDS = [f"word{number}" for number in range(5_000)]


def invented() -> list[str]:
    """Wordings, those of one template after another."""
    chance = random.Random("families")
    made = []
    for _ in range(TEMPLATES):
        template = chance.choices(WORDS, k=chance.choice((100, 200, 400, 700, 1_000)))
        made += [_changed(chance, template, number) for number in range(WORDINGS)]
    return made


def _changed(chance: random.Random, template: list[str], number: int) -> str:
    """The template with as many words of its own as bring it up to and over the border."""
    words = list(template)
    for _ in range(round(number * len(words) / 400)):
        place = chance.randrange(len(words))
        match chance.randrange(3):
            case 0:
                words[place] = chance.choice(WORDS)
            case 1:
                words.insert(place, chance.choice(WORDS))
            case _:
                del words[place]
    return " ".join(words)


def documents_a_second_by_datasketch(wordings: list[str]) -> float:
    """Its own loop from its own documentation: words in fives, each hashed into a MinHash of 128, and an LSH."""
    lsh = MinHashLSH(threshold=NEAR, num_perm=128)
    started = time.process_time()
    for number, one in enumerate(wordings):
        words = one.split()
        minhash = MinHash(num_perm=128)
        for start in range(len(words) - 4):
            minhash.update(" ".join(words[start : start + 5]).encode())
        lsh.query(minhash)
        lsh.insert(str(number), minhash)
    return len(wordings) / (time.process_time() - started)


def judge_pairs(wordings: list[str]) -> None:
    """Precision and recall of all pairs within a template, and whether the families are those of the exact pairs."""
    shingles = [read_shingles(one) for one in wordings]
    signed = [sign(each) for each in shingles]
    keys = [frozenset(band_keys(one)) for one in signed]
    exact, found = [], []
    for start in range(0, len(wordings), WORDINGS):
        for one, other in combinations(range(start, start + WORDINGS), 2):
            if likeness(shingles[one], shingles[other]) >= NEAR:
                exact.append((one, other))
            if keys[one] & keys[other] and are_near(signed[one], signed[other], _given(shingles[one], shingles[other])):
                found.append((one, other))
    right = len(set(exact) & set(found))
    beside = f"{len(exact):,} pairs that are near by exact comparison"
    tell("near-duplicates found, precision", right / len(found), better="more", goal=0.99, beside=beside)
    tell("near-duplicates found, recall", right / len(exact), better="more", goal=0.95, beside=beside)
    places = range(len(wordings))
    ours, theirs = draw_families(places, found), draw_families(places, exact)
    same = 100 * sum(ours[place] == theirs[place] for place in places) / len(wordings)
    tell("documents in the family that exact comparison gives", same, "%", better="more")


def _given(one: Shingles, other: Shingles):
    return lambda: (one, other)


def sign_all(name: str, wordings: list[str]) -> None:
    """Only signed, nothing stored."""
    started = time.process_time()
    for one in wordings:
        band_keys(sign(read_shingles(one)))
    spent = (time.process_time() - started) / len(wordings)
    words = sum(one.count(" ") + 1 for one in wordings) / len(wordings)
    tell(f"signed, {name}", 1 / spent, "documents/s", better="more", beside=f"{words:,.0f} words each")


def store_all(engine: Engine, wordings: list[str], offset: int = 0) -> float:
    """Signs, looks up and groups, transaction by transaction, and says how fast: by the CPU of this process, SQLite's
    work included, which is what does not depend on who else uses the machine."""
    spent = 0.0
    for start in range(0, len(wordings), AT_ONCE):
        rows = [_row(offset + start + place, one) for place, one in enumerate(wordings[start : start + AT_ONCE])]
        with writing(engine).begin() as connection:
            connection.execute(insert(documents), rows)
            started = time.process_time()
            group_new_documents(connection)
            spent += time.process_time() - started
    return len(wordings) / spent


def _row(number: int, words: str) -> dict[str, object]:
    return {
        "sha256": f"{number:064}",
        "wording_sha256": f"{number:064}",
        "title": "",
        "markdown": f"\n{words}",
        "text": words,
        "words": 0,
        "reading": "faithful",
        "reader_version": "bench",
        "notes": [],
    }


def stock(engine: Engine) -> None:
    """Fills the database with signatures of shingles that nobody shares."""
    chance = random.Random("stock")
    for start in range(0, STOCK, 5_000):
        rows = [_signature(chance, STOCK + start + number) for number in range(5_000)]
        with writing(engine).begin() as connection:
            connection.execute(insert(signatures), rows)
            connection.execute(insert(bands), list(_bands(rows)))


def _signature(chance: random.Random, number: int) -> dict[str, object]:
    shingles = frozenset(chance.getrandbits(32) for _ in range(200))
    sha256 = f"{10_000_000 + number:064}"
    return {"id": number, "wording_sha256": sha256, "scheme": SCHEME, "signature": sign(shingles), "family_id": number}


def _bands(rows: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    for row in rows:
        for key in set(band_keys(row["signature"])):
            yield {"band": key, "signature_id": row["id"]}


def look_up_all(engine: Engine, wordings: list[str]) -> None:
    keys = [band_keys(sign(read_shingles(one))) for one in wordings]
    with engine.connect() as connection:
        started = time.process_time()
        for own in keys:
            connection.execute(select(bands.c.signature_id).where(bands.c.band.in_(own))).all()
        rate = len(keys) / (time.process_time() - started)
    tell(f"looked up one by one among {STOCK:,}", rate, "documents/s", better="more")


def real_wordings() -> list[str]:
    """The wordings of the real pages."""
    read = (read_snapshot(snapshot(body=read_page(file).source)) for file in page_files())
    return [wording(one.markdown) for one in read if isinstance(one, Document)]


def main() -> None:
    """Print all of it."""
    wordings = invented()
    print(f"{len(wordings):,} invented documents")
    sign_all("invented", wordings)
    if page_files():
        sign_all("real pages", real_wordings())
    else:
        print("  the real pages beside the repository are absent: none to sign")
    judge_pairs(wordings)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/families.db")
        rate, theirs = store_all(engine, wordings), documents_a_second_by_datasketch(wordings)
        name, beside = "signed, looked up, grouped, paragraphs kept", f"datasketch's own loop {theirs:,.0f}"
        tell(name, rate, "documents/s", better="more", goal=1_000, beside=beside)
        tell(f"{name}, of datasketch's own loop", rate / theirs, "x", better="more", beside="in memory, nothing kept")
        stock(engine)
        look_up_all(engine, wordings[:2_000])
        later = store_all(engine, [" ".join(reversed(one.split())) for one in wordings[:2_000]], 1_000_000)
        tell(f"{name}, {STOCK:,} more in the database", later, "documents/s", better="more", goal=1_000)
        size = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
        engine.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tell("memory of finding families", peak, "MB", better="less", beside=f"the database has {size:,.0f} MB")


if __name__ == "__main__":
    main()
