"""Knows how tests open a page in a real browser, and see every request that it makes."""

import os
import shutil
import subprocess
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: install the package `chromium`")

# What the browser asks of its makers by itself, whatever page it shows.
_OF_ITS_OWN = ("google.com", "googleapis.com", "gvt1.com", "gstatic.com")
_QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--hide-scrollbars"),
)


def requests_of(page: Path) -> list[str]:
    """What a page asks for when it is opened, on whatever host: all goes through a proxy that answers nothing."""
    asked: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_CONNECT = do_POST = do_GET  # noqa: N815 - the names that the library calls

        def log_message(self, *arguments: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        proxy = f"http://127.0.0.1:{server.server_port}"
        _browse(page, f"--proxy-server={proxy}", "--proxy-bypass-list=<-loopback>", "--dump-dom")
        server.shutdown()
    return [address for address in asked if not any(host in address for host in _OF_ITS_OWN)]


def width_of(page: Path, width: int) -> int:
    """How wide a page's content is in a window of a width: more means that it has to be scrolled sideways."""
    with tempfile.TemporaryDirectory(prefix="palimpsest-page-") as folder:
        measuring = Path(folder) / "measuring.html"
        measuring.write_text(
            f'<iframe id="f" width="{width}" height="600" src="file://{page}"></iframe><script>'
            "f.onload = () => document.title = f.contentDocument.documentElement.scrollWidth</script>"
        )
        dom = _browse(measuring, "--allow-file-access-from-files", "--dump-dom", "--virtual-time-budget=4000")
    return int(dom.split("<title>")[1].split("</title>")[0])


def _browse(page: Path, *arguments: str) -> str:
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory(prefix="palimpsest-browser-", ignore_cleanup_errors=True) as profile:
        command = [CHROMIUM, *_QUIET, f"--user-data-dir={profile}", *arguments, f"file://{page}"]
        ended = subprocess.run(command, env=os.environ, capture_output=True, timeout=120, check=True)
    return ended.stdout.decode("utf-8", "replace")
