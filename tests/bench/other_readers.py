"""Reads pages with readers that are no part of this program, and tells their texts and milliseconds of CPU.

Run with a Python that has them: `python other_readers.py READER FILE...`; one JSON line a page. It imports nothing of
the project, so that it can run in an environment of its own.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


def load(reader: str) -> Callable[[bytes], str]:
    """The function that a name stands for; ImportError where its library is missing."""
    if reader == "readability-lxml":
        import html2text
        from readability import Document

        writer = html2text.HTML2Text(bodywidth=0)
        writer.unicode_snob = writer.ignore_images = True
        return lambda source: str(writer.handle(Document(source.decode(errors="replace")).summary(html_partial=True)))
    if reader == "whole body":
        from lxml import etree

        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True)

        def whole_body(source: bytes) -> str:
            body = etree.fromstring(source, parser).find("body")
            etree.strip_elements(body, "script", "style", "noscript", "template", with_tail=False)
            return " ".join(body.itertext())

        return whole_body
    from trafilatura import extract

    return lambda source: extract(source, include_links=False, favor_recall=reader.endswith("recall")) or ""


def main() -> None:
    reader = load(sys.argv[1])
    sources = [Path(file).read_bytes() for file in sys.argv[2:]]
    for source in sources[:20]:
        tried(reader, source)  # what is loaded late is loaded now
    for source in sources:
        started = time.process_time()
        text = tried(reader, source)
        print(json.dumps({"text": text, "ms": 1000 * (time.process_time() - started)}))


def tried(reader: Callable[[bytes], str], source: bytes) -> str:
    try:
        return reader(source)
    except Exception:  # noqa: BLE001 - other people's readers may raise anything; that page is then lost to them
        return ""


if __name__ == "__main__":
    main()
