"""How well and how fast policies are read, beside other readers: words, runs of four words, pages lost, CPU a page.

Run as `python -m tests.bench.reading`. The pages are the real ones beside the repository; where they are absent, our
own cases are read. readability-lxml and html2text are asked where the environment READERS has them:
`python -m venv FOLDER && FOLDER/bin/pip install readability-lxml html2text==2020.1.16 lxml_html_clean`.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from crawler.items import Document
from crawler.reading.documents import read_snapshot
from tests.reading.content_pages import ContentPage, content_pages, score, snapshot_of

HERE = Path(__file__).resolve().parent
CASES = HERE.parent / "reading" / "cases"
READERS = Path(os.environ.get("READERS", Path.home() / ".cache" / "palimpsest-tests" / "readers")) / "bin" / "python"
OTHERS = {
    "readability-lxml": READERS,
    "trafilatura": Path(sys.executable),
    "trafilatura, recall": Path(sys.executable),
    "whole body": Path(sys.executable),
}
ROUNDS = 3


@dataclass(frozen=True)
class Run:
    """What a reader made of the pages."""

    name: str
    texts: list[str]
    milliseconds: list[float]


def pages() -> list[ContentPage]:
    """The real pages, or else our own that are read to a document."""
    real = content_pages()
    if real:
        return real
    found = []
    for folder in sorted(CASES.iterdir()):
        expected = (folder / "expected.md").read_text(encoding="utf-8")
        if (folder / "page.html").exists() and not expected.startswith("miss: "):
            found.append(ContentPage(folder.name, (folder / "page.html").read_bytes(), expected.partition("\n")[2]))
    return found


def run_ours(found: list[ContentPage]) -> Run:
    texts, best = [], [float("inf")] * len(found)
    for _ in range(ROUNDS):
        texts = []
        for place, page in enumerate(found):
            started = time.process_time()
            read = read_snapshot(snapshot_of(page.source))
            best[place] = min(best[place], 1000 * (time.process_time() - started))
            texts.append(read.markdown.partition("\n")[2] if isinstance(read, Document) else "")
    return Run("palimpsest", texts, best)


def run_other(name: str, python: Path, files: list[str]) -> Run | None:
    """What another reader makes of the pages; None where it is not there."""
    if not python.exists():
        return None
    command = [str(python), str(HERE / "other_readers.py"), name, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return Run(name, [line["text"] for line in lines], [line["ms"] for line in lines])


def milliseconds_of_parse(found: list[ContentPage]) -> list[float]:
    """What lxml's parse alone takes, best of the rounds."""
    best = [float("inf")] * len(found)
    for _ in range(ROUNDS):
        for place, page in enumerate(found):
            started = time.process_time()
            etree.fromstring(page.source, etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True))
            best[place] = min(best[place], 1000 * (time.process_time() - started))
    return best


def row(run: Run, found: list[ContentPage], parse: float) -> str:
    scores = [score(text, page.selected) for text, page in zip(run.texts, found, strict=True)]
    f1 = [one.f1 for one in scores]
    median = statistics.median(run.milliseconds)
    return (
        f"{run.name:22}{statistics.mean(f1):8.3f}{statistics.mean(one.four_grams for one in scores):8.3f}"
        f"{sum(one < 0.5 for one in f1):8}{sum(one < 0.8 for one in f1):8}"
        f"{median:10.2f}{statistics.mean(run.milliseconds):8.2f}{median / parse:9.1f}x"
    )


def main() -> None:
    found = pages()
    parse = milliseconds_of_parse(found)
    typical = statistics.median(parse)
    print(f"{len(found)} pages; lxml's parse alone: {typical:.2f} ms median, {statistics.mean(parse):.2f} mean")
    print(f"{'reader':22}{'F1':>8}{'4-gram':>8}{'< 0.5':>8}{'< 0.8':>8}{'ms median':>10}{'mean':>8}{'of parse':>10}")
    print(row(run_ours(found), found, typical))
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for page in found:
            file = Path(folder) / f"{page.name}.html"
            file.write_bytes(page.source)
            files.append(str(file))
        for name, python in OTHERS.items():
            run = run_other(name, python, files)
            print(row(run, found, typical) if run else f"{name:22} is not here; see the head of tests/bench/reading.py")


if __name__ == "__main__":
    main()
