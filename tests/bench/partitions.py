"""Whether PostgreSQL does better with captures and bytes in hash partitions than in one table each: side by side.

Run as `python -m tests.bench.partitions [ROWS]` (1,000,000). Each step is done on the one, then on the other, so that a
neighbour disturbs both: adding rows by the five hundred as a crawl does, asking for pages, changing a tenth, vacuuming.
"""

import sys
import time
from collections import defaultdict

from sqlalchemy import Connection, create_engine, text

from tests.bench.telling import tell
from tests.database.postgres import postgres_server

ROWS = 1_000_000
PARTITIONS = 16
AT_ONCE = 500
OF_A_PAGE = 200
_CAPTURES = """CREATE TABLE {name} (id BIGINT NOT NULL, page BIGINT NOT NULL, "timestamp" TEXT COLLATE "C" NOT NULL,
    url TEXT NOT NULL, digest TEXT, outcome TEXT, document BIGINT, UNIQUE (page, "timestamp")) {how}"""
_BLOBS = """CREATE TABLE {name} (sha256 TEXT COLLATE "C" PRIMARY KEY, address TEXT COLLATE "C" NOT NULL,
    body BYTEA NOT NULL) {how}"""
# Pages come in any order, as in a crawl that reads breadth first.
_ADD_CAPTURES = """INSERT INTO {name} SELECT n, (n * 7919) % :pages, to_char(n, 'FM00000000000000'),
    'http://a.example/' || n, md5(n::text), NULL, NULL
    FROM generate_series(CAST(:start AS BIGINT), CAST(:start AS BIGINT) + :many - 1) n ON CONFLICT DO NOTHING"""
_ADD_BLOBS = """INSERT INTO {name} SELECT md5(n::text) || md5(n::text), 'example,a)/' || n % :pages,
    decode(repeat(md5(n::text), 30), 'hex')
    FROM generate_series(CAST(:start AS BIGINT), CAST(:start AS BIGINT) + :many - 1) n ON CONFLICT DO NOTHING"""
_ASK_CAPTURES = """SELECT count(*) FROM {name} WHERE page = :key"""
_ASK_BLOBS = """SELECT length(body) FROM {name} WHERE sha256 = md5(CAST(:key AS TEXT)) || md5(CAST(:key AS TEXT))"""
_CHANGE_CAPTURES = """UPDATE {name} SET outcome = 'read', document = id WHERE page % 10 = 3"""
_CHANGE_BLOBS = """DELETE FROM {name} WHERE sha256 LIKE '3%'"""
KINDS = {
    "captures": (_CAPTURES, _ADD_CAPTURES, _ASK_CAPTURES, _CHANGE_CAPTURES, "page"),
    "blobs": (_BLOBS, _ADD_BLOBS, _ASK_BLOBS, _CHANGE_BLOBS, "sha256"),
}


def make(connection: Connection, kind: str) -> dict[str, str]:
    """The two tables, by how they are made."""
    create, key = KINDS[kind][0], KINDS[kind][-1]
    names = {"plain": f"{kind}_plain", "partitioned": f"{kind}_parts"}
    connection.execute(text(create.format(name=names["plain"], how="")))
    connection.execute(text(create.format(name=names["partitioned"], how=f"PARTITION BY HASH ({key})")))
    for number in range(PARTITIONS):
        connection.execute(
            text(
                f"CREATE TABLE {names['partitioned']}_{number} PARTITION OF {names['partitioned']} "
                f"FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {number})"
            )
        )
    return names


def measure(connection: Connection, kind: str, rows: int) -> dict[tuple[str, str], float]:
    """Seconds by step and by how the table is made."""
    _, add, ask, change, _ = KINDS[kind]
    names, took = make(connection, kind), defaultdict(float)
    pages = rows // OF_A_PAGE

    def timed(step: str, how: str, query: str, **given: int) -> None:
        began = time.perf_counter()
        connection.execute(text(query.format(name=names[how])), given)
        took[step, how] += time.perf_counter() - began

    for start in range(0, rows, AT_ONCE):
        for how in names:
            timed("adding", how, add, start=start, many=AT_ONCE, pages=pages)
    for number in range(2_000):
        for how in names:
            timed("asking", how, ask, key=number * 37 % (pages if kind == "captures" else rows))
    for step, query in (("changing a tenth", change), ("vacuuming", "VACUUM ANALYZE {name}")):
        for how in names:
            timed(step, how, query)
    return took


def main() -> None:
    """Print all of it."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with postgres_server() as server:
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for kind in KINDS:
                took = measure(connection, kind, rows)
                for step in dict.fromkeys(step for step, _ in took):
                    plain, parts = took[step, "plain"], took[step, "partitioned"]
                    beside = f"{parts:.2f} s beside {plain:.2f} s in one table, {rows:,} rows"
                    tell(f"partitions: {kind}, {step}, against one table", parts / plain, better="less", beside=beside)
        engine.dispose()


if __name__ == "__main__":
    main()
