"""What a crawl comes to when what answers hardly speaks HTTP: questions that had no answer, and no mistake of ours."""

import itertools
import socketserver
import threading
from pathlib import Path

from tests.crawling import PLAN, kept, scrapy

ANSWERS = (
    b"",
    b"\x00\xff\xfe garbage\r\n\r\n",
    b"HTTP/1.1\r\n\r\n",
    b"HTTP/1.1 abc OK\r\n\r\n",
    b"HTTP/9.9 200 OK\r\n\r\nx",
    b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc",
    b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nabc",
    b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 9\r\n\r\nabc",
    b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\nabc",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 3_000 + b"\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: \xff\xfe; charset=\x00\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    b"HTTP/1.1 204 No Content\r\n\r\n",
    b"HTTP/1.1 999 Denied\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 429 Slow\r\nRetry-After: soon\r\nContent-Length: 0\r\n\r\n",
)


class Speechless(socketserver.StreamRequestHandler):
    """Gives each request the next of the answers, and hangs up."""

    turns = itertools.count()

    def handle(self) -> None:
        while self.rfile.readline().strip():
            pass
        self.wfile.write(ANSWERS[next(self.turns) % len(ANSWERS)])


def test_an_archive_that_hardly_speaks_http_is_one_that_does_not_answer(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'kept.db'}"
    names = ",".join(f"domain{number}.example" for number in range(8))
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Speechless) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        ran = scrapy(
            *("backfill", names, "--since", "2023", *PLAN),
            ARCHIVE_URL=f"http://127.0.0.1:{server.server_address[1]}",
            DATABASE_URL=database,
        )
        server.shutdown()
    missed = {row[3] for row in kept(database)["misses"]}
    assert (ran.status, "archive-down" in missed, "Traceback" in ran.err) == (1, True, False)
