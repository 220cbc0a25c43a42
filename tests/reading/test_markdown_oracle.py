"""The written form is the one of html2text 2020.1.16, byte for byte: on real pages and on made-up HTML.

`FRAGMENTS=5000` asks for as many fragments; without it there are few, and always the same.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings

from crawler.reading.markdown import write_markdown
from tests.reading.html2text_oracle import ORACLE_PYTHON, Html2textOracle, serialise
from tests.reading.html_fragments import fragments
from tests.reading.real_pages import can_extract, extracted, page_files, read_page

FRAGMENTS = int(os.environ.get("FRAGMENTS", "300"))

pytestmark = pytest.mark.skipif(not ORACLE_PYTHON.exists(), reason=f"html2text 2020.1.16 is not at {ORACLE_PYTHON}")
on_each_real_page = pytest.mark.parametrize(
    "file",
    page_files() or [pytest.param(None, marks=pytest.mark.skip(reason="the real pages are not beside the repository"))],
    ids=lambda file: file.name.partition(".html")[0] if file else "none",
)


@pytest.fixture(scope="module")
def oracle() -> Iterator[Html2textOracle]:
    with Html2textOracle() as running:
        yield running


@on_each_real_page
def test_the_content_of_a_real_page_is_written_as_html2text_writes_it(oracle: Html2textOracle, file: Path):
    page = read_page(file)
    if not can_extract(page):
        pytest.skip("the published corpus' extractor is not installed")
    content = extracted(page)
    assert content, f"the extractor takes nothing of {page.name}: choose another page"
    tree = lxml.html.fromstring(content)
    assert write_markdown(tree) == oracle.written(serialise(tree))


@on_each_real_page
def test_the_whole_body_of_a_real_page_is_written_as_html2text_writes_it(oracle: Html2textOracle, file: Path):
    parser = lxml.html.HTMLParser(encoding="utf-8")
    body = lxml.html.document_fromstring(read_page(file).source, parser=parser).body
    assert write_markdown(body) == oracle.written(serialise(body))


@settings(max_examples=FRAGMENTS, derandomize=FRAGMENTS == 300, database=None, deadline=None)
@given(fragment=fragments)
def test_made_up_html_is_written_as_html2text_writes_it(oracle: Html2textOracle, fragment: str):
    tree = lxml.html.document_fromstring(f"<div>{fragment}</div>")
    assert write_markdown(tree) == oracle.written(serialise(tree))
