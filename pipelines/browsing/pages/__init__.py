"""Knows all pages, in the order in which their addresses are tried: fixed ones before those of domains."""

from pipelines.browsing.page import Page
from pipelines.browsing.pages import changes, compare, domain, domains, family, missing, on_a_day, overview, version
from pipelines.browsing.pages import search as searching

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    searching.PAGE,
    changes.PAGE,
    domains.PAGE,
    missing.PAGE,
    missing.OF_KIND,
    family.PAGE,
    domain.PAGE,
    missing.OF_DOMAIN,
    on_a_day.PAGE,
    version.PAGE,
    compare.PAGE,
)
