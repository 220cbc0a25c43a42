"""Knows the closing words of a run: what was done, what is there now, what is left and what to do next."""

from rich.console import Console
from sqlalchemy import Engine

from crawler.figures import Figures, say_count, say_time


def print_summary(console: Console, engine: Engine, figures: Figures, reason: str) -> None:
    """The summary of a run that ended for a reason."""
    console.print(f"{figures}")
