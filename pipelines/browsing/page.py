"""Knows what a page is: an address, what may be asked there, and a function from that to facts.

The facts are one frozen dataclass. The template shows it, `.json` tells it, and the OpenAPI document describes it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pipelines.browsing.asking import Parameter


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of page; `path` names its path parameters in braces, `template` is its name too."""

    path: str
    template: str
    about: str
    parameters: tuple[Parameter, ...]
    facts: type
    answer: Callable[..., Any]  # of the engine, and the parameters by name
