"""How well and how fast policies are read, beside other readers: words, runs of four words, pages lost, CPU a page.

Run as `python -m tests.bench.reading`. The pages are the real ones beside the repository; where they are absent, our
own cases are read. readability-lxml with html2text is asked where `make bench` has installed it, in `.venv-readers`.
"""

import json
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
from tests.bench.telling import tell
from tests.reading.content_pages import ContentPage, Score, content_pages, score, snapshot_of

HERE = Path(__file__).resolve().parent
CASES = HERE.parent / "reading" / "cases"
READERS = HERE.parents[1] / ".venv-readers" / "bin" / "python"
OTHERS = {
    "readability-lxml": READERS,
    "trafilatura": Path(sys.executable),
    "trafilatura, recall": Path(sys.executable),
    "whole body": Path(sys.executable),
}
ROUNDS = 7  # the best counts: a neighbour on the machine disturbs what takes long more than the parse


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
    """One line of the table."""
    scores = scores_of(run, found)
    f1 = [one.f1 for one in scores]
    median = statistics.median(run.milliseconds)
    return (
        f"{run.name:22}{statistics.mean(f1):8.3f}{statistics.mean(one.four_grams for one in scores):8.3f}"
        f"{sum(one < 0.5 for one in f1):8}{sum(one < 0.8 for one in f1):8}"
        f"{median:10.2f}{statistics.mean(run.milliseconds):8.2f}{median / parse:9.1f}x"
    )


def scores_of(run: Run, found: list[ContentPage]) -> list[Score]:
    return [score(text, page.selected) for text, page in zip(run.texts, found, strict=True)]


def tell_all(ours: Run, others: list[Run], found: list[ContentPage], parse: float) -> None:
    """The figures that have goals, each beside the others' in this run."""
    f1 = {run.name: statistics.mean(one.f1 for one in scores_of(run, found)) for run in (ours, *others)}
    median = {run.name: statistics.median(run.milliseconds) for run in (ours, *others)}
    worst = sum(one.f1 < 0.5 for one in scores_of(ours, found))
    beside = "; ".join(f"{run.name} {f1[run.name]:.3f}" for run in others)
    tell("main text, F1 on real policy pages", f1[ours.name], better="more", goal=0.985, beside=beside)
    tell("pages read with F1 under 0.5", worst, better="less", goal=0, beside=f"{len(found)} pages")
    spent = "; ".join(f"{run.name} {median[run.name]:.1f} ms" for run in others)
    tell("bytes to document, CPU of a page, median", median[ours.name], "ms", better="less", goal=4, beside=spent)
    of_parse = median[ours.name] / parse
    tell(
        "bytes to document, of lxml's parse alone", of_parse, "x", better="less", goal=8, beside=f"parse {parse:.2f} ms"
    )
    for name in sorted(median.keys() & {"readability-lxml", "trafilatura"}):
        tell(f"CPU of {name}, of ours", median[name] / median[ours.name], "x", better="more")


def main() -> None:
    """Print the table, and tell the figures where the real pages are here."""
    found = pages()
    parse = milliseconds_of_parse(found)
    typical = statistics.median(parse)
    print(f"{len(found)} pages; lxml's parse alone: {typical:.2f} ms median, {statistics.mean(parse):.2f} mean")
    print(f"{'reader':22}{'F1':>8}{'4-gram':>8}{'< 0.5':>8}{'< 0.8':>8}{'ms median':>10}{'mean':>8}{'of parse':>10}")
    ours, others = run_ours(found), []
    print(row(ours, found, typical))
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for page in found:
            file = Path(folder) / f"{page.name}.html"
            file.write_bytes(page.source)
            files.append(str(file))
        for name, python in OTHERS.items():
            run = run_other(name, python, files)
            others += [run] if run else []
            print(row(run, found, typical) if run else f"{name:22} is not here; `make bench` installs it")
    if content_pages():
        tell_all(ours, others, found, typical)
    else:
        print("the real pages beside the repository are absent: nothing is told of our own cases")


if __name__ == "__main__":
    main()
