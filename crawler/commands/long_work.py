"""Knows how work that takes hours without a crawl is watched and ended: a panel, or a line a minute, and Ctrl-C."""

import os
import signal
import sys
import time
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table

from crawler.commands.troubles import SOMETHING_LEFT

_LINE_EVERY = 60.0  # seconds, where there is no terminal


class LongWork:
    """While it is open Ctrl-C is asked for and not obeyed: the first time the piece under way is finished, the second
    time all ends at once, which loses no more than that piece."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._asked = False
        self._told = time.monotonic()
        console = Console(stderr=True)
        self._is_terminal = console.is_terminal
        self._live = Live(console=console, refresh_per_second=4, transient=True, auto_refresh=self._is_terminal)

    def __enter__(self) -> Self:
        self._before = {sign: signal.signal(sign, self._ask) for sign in (signal.SIGINT, signal.SIGTERM)}
        self._live.start()
        return self

    def __exit__(self, *_trouble: object) -> None:
        self._live.stop()
        for sign, handler in self._before.items():
            signal.signal(sign, handler)

    def is_stopped(self) -> bool:
        return self._asked

    def tell(self, words: str, done: int, total: int) -> None:
        """How far it is."""
        if self._is_terminal:
            self._live.update(self._panel(words, done, total))
        elif time.monotonic() - self._told > _LINE_EVERY:
            self._told = time.monotonic()
            print(f"palimpsest: {words}", file=sys.stderr)

    def _panel(self, words: str, done: int, total: int) -> Panel:
        rows = Table.grid(padding=(0, 2))
        rows.add_row(ProgressBar(total=max(1, total), completed=done, width=40))
        rows.add_row(words)
        subtitle = "Ctrl-C stops; the same command goes on"
        return Panel(rows, title=f"Palimpsest: {self._title}", title_align="left", subtitle=subtitle, width=100)

    def _ask(self, *_signal: object) -> None:
        if self._asked:
            self._live.stop()  # gives the terminal its cursor back
            os._exit(SOMETHING_LEFT)  # whatever was begun was not kept
        self._asked = True
        print("\npalimpsest: stopping after what is under way; Ctrl-C again ends at once", file=sys.stderr)
