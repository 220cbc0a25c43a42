"""How fast the writer of the published form is beside html2text 2020.1.16, on the content of real policy pages.

Run as `python -m tests.bench.markdown`. CPU milliseconds a page, from the parsed tree for ours and from the string for
html2text, best of five rounds each; without html2text or the real pages it says what is missing.
"""

import statistics
import sys
import time

import lxml.html

from crawler.reading.markdown import write_markdown
from tests.bench.telling import tell
from tests.reading.html2text_oracle import ORACLE_PYTHON, Html2textOracle, serialise
from tests.reading.real_pages import can_extract, extracted, page_files, read_page

ROUNDS = 5


def real_contents() -> list[lxml.html.HtmlElement]:
    """The content that the published corpus' extractor takes of every real page."""
    pages = [read_page(file) for file in page_files()]
    contents = [extracted(page) for page in pages if can_extract(page)]
    return [lxml.html.fromstring(content) for content in contents if content]


def seconds_of_ours(tree: lxml.html.HtmlElement) -> float:
    """The CPU that writing one tree takes."""
    started = time.process_time()
    write_markdown(tree)
    return time.process_time() - started


def row(name: str, seconds: list[float]) -> str:
    """One line of the table: median, mean and 95th percentile in milliseconds."""
    median, mean, late = statistics.median(seconds), statistics.mean(seconds), statistics.quantiles(seconds, n=20)[-1]
    return f"{name:24}{median * 1000:8.2f}{mean * 1000:8.2f}{late * 1000:8.2f}"


def main() -> None:
    """Print the table and the ratio."""
    trees = real_contents()
    if not trees:
        sys.exit("no content to write: the real pages, or what the extractor took of them, are not here")
    ours = [min(seconds_of_ours(tree) for _ in range(ROUNDS)) for tree in trees]
    print(f"writing the published form, {len(trees)} pages, CPU ms a page   (Python {sys.version.split()[0]})")
    print(f"{'':24}{'median':>8}{'mean':>8}{'p95':>8}")
    print(row("ours", ours))
    if not ORACLE_PYTHON.exists():
        sys.exit(f"no html2text 2020.1.16 at {ORACLE_PYTHON} to compare with")
    with Html2textOracle() as oracle:
        fragments = [serialise(tree) for tree in trees]
        theirs = [min(oracle.timed(fragment)[1] for _ in range(ROUNDS)) for fragment in fragments]
        equal = sum(write_markdown(tree) == oracle.written(serialise(tree)) for tree in trees)
    print(row("html2text 2020.1.16", theirs))
    each = [their / our for their, our in zip(theirs, ours, strict=True)]
    ratio, usual_ratio = sum(theirs) / sum(ours), statistics.median(each)
    in_all = f"{usual_ratio:.1f} x in the median page; {len(trees)} pages"
    tell("writing markdown, CPU of html2text, of ours", ratio, "x", better="more", goal=1, beside=in_all)
    tell("pages written byte for byte as html2text does", 100 * equal / len(trees), "%", better="more", goal=100)


if __name__ == "__main__":
    main()
