"""Knows how tests come by a real browser: any Chromium on PATH, by Playwright; without one they skip and say so."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, without a window."""
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip(f"no Chromium: none of {', '.join(NAMES)} is on PATH (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        # As root Chromium refuses its own sandbox; it sees nothing here but our own pages.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@dataclass
class Witness:
    """What happened in a page beside what it shows: messages, dialogs, and requests to anybody else."""

    said: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def watch(self, page: Page, port: int) -> None:
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self._note(request.url, port))

    def _note(self, url: str, port: int) -> None:
        if urlsplit(url).netloc != f"127.0.0.1:{port}":
            self.elsewhere.append(url)
