"""Knows how a command ends: with its exit status, and with one clear message when something is wrong."""

import sys
from collections.abc import Callable

from crawler.errors import Fault, WrongCommand

ALL_ACCOUNTED_FOR = 0
SOMETHING_LEFT = 1
WRONG_COMMAND = 2
STOPPED_BY_FAULT = 3


def exit_status(act: Callable[[], int]) -> int:
    """What an act returns; for troubles that stop it, a line on standard error and their own status."""
    try:
        return act()
    except WrongCommand as error:
        _say(str(error))
        return WRONG_COMMAND
    except Fault as error:
        _say(str(error))
        return STOPPED_BY_FAULT
    except BrokenPipeError:  # whoever read us has read enough
        sys.stderr.close()
        return ALL_ACCOUNTED_FOR


def _say(message: str) -> None:
    print(f"palimpsest: {message}", file=sys.stderr)
