"""Knows where an export is written: beside its goal, and moved there when whole, so that nobody sees half of one."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.errors import Fault, WrongCommand

MANIFEST = "manifest.json"


@contextmanager
def place_for(goal: Path) -> Iterator[Path]:
    """An empty folder that becomes the goal when all went well, and is gone otherwise. An earlier export at the goal is
    replaced; anything else there is refused."""
    goal = goal.absolute()
    _refuse_what_is_no_export(goal)
    try:
        goal.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{goal.name}.part-", dir=goal.parent))
    except OSError as trouble:
        raise WrongCommand(
            f"--to {goal}: nothing can be written beside it ({trouble.strerror}); give a folder in a place of yours"
        ) from trouble
    try:
        yield folder
        folder.chmod(0o755)  # mkdtemp makes it for its owner alone
        _move(folder, goal)
    except OSError as trouble:
        raise Fault(
            f"the export could not be written to {goal.parent} ({trouble.strerror}); nothing was changed at {goal}; "
            "make room there, then run the same command again"
        ) from trouble
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_what_is_no_export(goal: Path) -> None:
    if goal.exists() and not goal.is_dir():
        raise WrongCommand(f"--to {goal} is a file; every export is a folder: give the name of a new one")
    if goal.is_dir() and any(goal.iterdir()) and not (goal / MANIFEST).is_file():
        raise WrongCommand(
            f"--to {goal} is a folder that holds something else than an export; give the name of a new one"
        )


def _move(folder: Path, goal: Path) -> None:
    if not goal.exists():
        folder.rename(goal)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{goal.name}.old-", dir=goal.parent))
    goal.rename(old / goal.name)
    try:
        folder.rename(goal)
    except OSError:
        (old / goal.name).rename(goal)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
