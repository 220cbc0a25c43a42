"""How long it takes to copy a large SQLite database into PostgreSQL, killed with SIGKILL in the middle and continued.

Run as `python -m tests.bench.copying [VERSIONS]`: so many invented versions (20,000) with their bytes and their search
index, ten captures for each that nobody read, and bytes of as many more pages, of 50 KB each: over a gigabyte. It ends
with status 1 where a table is not equal.
"""

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import create_engine, insert, inspect, text

from pipelines.database.opening import open_database, writing
from pipelines.database.tables import blobs
from tests.bench.telling import tell
from tests.conftest import address, run_sql
from tests.crawling import ROOT
from tests.database.postgres import postgres_server
from tests.exports.generated import generate

VERSIONS = 20_000
WORDS = 300
BODY = 50_000  # bytes, which nothing makes smaller
UNREAD = 10  # captures for each version
_LIST = """INSERT INTO captures
    (policy_page_id, "timestamp", captured_at, original_url, digest, status, mimetype, length, listed)
    SELECT policy_page_id, substr("timestamp", 1, 8) || printf('%06d', n.value), captured_at, original_url,
    hex(randomblob(16)), 200, 'text/html', 9000 + n.value, 1
    FROM captures CROSS JOIN json_each('[1,2,3,4,5,6,7,8,9,10]') n
    WHERE document_id IS NOT NULL AND n.value <= :unread"""


def fill(url: str, versions: int) -> None:
    engine = open_database(url)
    generate(engine, versions, WORDS, with_bytes=True)
    with writing(engine).begin() as connection:
        connection.execute(text(_LIST), {"unread": UNREAD})
    with writing(engine).begin() as connection:
        connection.execute(text("UPDATE policy_pages SET line = 1"))
    for start in range(0, versions, 500):
        rows = [_body(number) for number in range(start, start + 500)]
        with writing(engine).begin() as connection:
            connection.execute(insert(blobs), rows)
    engine.dispose()


def _body(number: int) -> dict[str, object]:
    body = os.urandom(BODY)
    sha256 = hashlib.sha256(body).hexdigest()
    return {"sha256": sha256, "address": f"example,{number})/", "key_frame": 1, "size": 3 * BODY, "body": body}


def copy(source: str, target: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "scrapy", "copy", "--to", target]
    environment = {**os.environ, "DATABASE_URL": source}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def rows_in(url: str, table: str) -> int:
    """None before the table is there."""
    engine = create_engine(url)
    with engine.connect() as connection:
        is_there = inspect(connection).has_table(table)
        found = int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()) if is_there else 0
    engine.dispose()
    return found


def main() -> int:
    """Print all of it."""
    versions = int(sys.argv[1]) if len(sys.argv) > 1 else VERSIONS
    with tempfile.TemporaryDirectory(prefix="palimpsest-copy-") as folder, postgres_server() as server:
        source = f"sqlite:///{folder}/source.db"
        began = time.monotonic()
        fill(source, versions)
        size = (Path(folder) / "source.db").stat().st_size
        print(f"{size / 1e9:.2f} GB of SQLite made in {time.monotonic() - began:.0f} s", flush=True)
        run_sql(server, "CREATE DATABASE undisturbed")
        run_sql(server, "CREATE DATABASE killed")
        began = time.monotonic()
        first = copy(source, address(server, "undisturbed"))
        said = first.communicate()[0]
        took = time.monotonic() - began
        print(said)
        killed = copy(source, address(server, "killed"))
        wanted = rows_in(source, "blobs") // 2
        while killed.poll() is None and rows_in(address(server, "killed"), "blobs") < wanted:
            time.sleep(0.05)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        there = rows_in(address(server, "killed"), "blobs")
        print(f"killed with {there:,} of {2 * wanted:,} bodies there", flush=True)
        began = time.monotonic()
        second = copy(source, address(server, "killed"))
        again = second.communicate()[0]
        print(again.splitlines()[-2], f"({time.monotonic() - began:.0f} s)")
        tell("copy to PostgreSQL: megabytes a second, compared", size / 1e6 / took, "MB/s", better="more")
    table = [line.split()[:4] for line in said.splitlines() if " rows " in line and line.startswith("  ")]
    same = table == [line.split()[:4] for line in again.splitlines() if " rows " in line and line.startswith("  ")]
    print(f"  {'yes' if same and second.returncode == 0 else 'NO'}: killed and continued, every table is the same")
    return int(first.returncode != 0 or second.returncode != 0 or not same)


if __name__ == "__main__":
    sys.exit(main())
