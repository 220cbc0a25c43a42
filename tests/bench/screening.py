"""What screening costs a document, and how well it tells: languages and policies.

Run as `python -m tests.bench.screening`. CPU milliseconds, on the evaluation texts, on long ones made of them, and on
the real pages where they are.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from crawler.items import Document
from crawler.reading.documents import read_snapshot
from crawler.screening import screen
from crawler.screening.languages import tell_language
from crawler.screening.policy_model import policy_probability, the_model
from tests.bench.telling import tell
from tests.examples import snapshot
from tests.policy_model.evaluate import judge, point
from tests.policy_model.texts import evaluation_texts
from tests.reading.real_pages import page_files, read_page
from tests.screening.pages import page
from tests.screening.test_languages import TEN, texts_of, told

LONG = 20  # evaluation texts in one


def row(name: str, documents: Sequence[Document], act: Callable[[Document], object]) -> str:
    """One line of the table: median, mean and 95th percentile in milliseconds."""
    act(documents[0])
    spent = []
    for document in documents:
        started = time.process_time()
        act(document)
        spent.append(1000 * (time.process_time() - started))
    late = statistics.quantiles(spent, n=20)[-1]
    return f"    {name:12}{statistics.median(spent):8.2f}{statistics.mean(spent):8.2f}{late:8.2f}"


def table(title: str, documents: Sequence[Document]) -> None:
    """The cost of each part, and of all."""
    letters = statistics.mean(len(document.text) for document in documents)
    print(f"  {title}: {len(documents):,} documents, {letters:,.0f} letters each")
    print(f"    {'':12}{'median':>8}{'mean':>8}{'p95':>8}")
    print(row("language", documents, lambda one: tell_language(one.text)))
    print(row("model", documents, lambda one: policy_probability(one.title, one.text, one.language or "en")))
    print(row("all screens", documents, screen))


def real_documents() -> list[Document]:
    """The real pages as documents."""
    read = (read_snapshot(snapshot(body=read_page(file).source)) for file in page_files())
    return [one for one in read if isinstance(one, Document)]


def main() -> None:
    """Print the tables."""
    texts = evaluation_texts()
    short = [replace(page(one.text, one.title), language=one.language) for one in texts]
    print("CPU ms a document")
    table("invented", short)
    groups = [short[start : start + LONG] for start in range(0, len(short), LONG)]
    table("long", [page("\n\n".join(one.text for one in group), "Legal", language="en") for group in groups])
    if real := real_documents():
        table("real pages", real)
    right = sum(told(text) == language for language in TEN for text in texts_of(language))
    in_all = len(TEN) * 100
    beside = f"{in_all:,} texts of 100 words and more in ten languages"
    tell("texts whose language is told rightly", 100 * right / in_all, "%", better="more", goal=99, beside=beside)
    at = point(judge(texts), the_model().threshold)
    beside = f"{len(texts)} invented texts; the research pipeline 0.98 at a recall of 0.92"
    tell("policies told from other pages, precision", at.precision, better="more", goal=0.98, beside=beside)
    tell("policies told from other pages, recall", at.recall, better="more", goal=0.95, beside=beside)


if __name__ == "__main__":
    main()
