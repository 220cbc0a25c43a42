"""Knows how a test writes a fragment of HTML in the published form."""

import lxml.html

from crawler.reading.markdown import write_markdown


def written(fragment: str) -> str:
    """The fragment, parsed as the content of a division, in the published form."""
    return write_markdown(lxml.html.fragment_fromstring(fragment, create_parent="div"))
