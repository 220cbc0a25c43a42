"""Knows how the log of a run is kept for whoever runs it: Scrapy's own lines are for developers, and held back."""

import logging

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings


def hold_back(settings: BaseSettings) -> None:
    """Before Scrapy tells all about itself."""
    settings.set("LOG_LEVEL", "WARNING", priority="project")


def let_through(settings: BaseSettings) -> None:
    """What a run says, unless a level was asked for."""
    if settings.getpriority("LOG_LEVEL") == SETTINGS_PRIORITIES["project"]:
        settings.set("LOG_LEVEL", "INFO", priority="project")
        logging.getLogger("scrapy").setLevel(logging.WARNING)
