"""The policy model that ships: how it came about, how well it tells, and that nobody changed it unseen."""

import gzip
import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from crawler.items import Document
from crawler.outcomes import Outcome
from crawler.reading.documents import read_snapshot
from crawler.reading.wording import read_words
from crawler.screening import screen
from crawler.screening.languages import tell_language
from crawler.screening.policy_model import MODEL, policy_probability, the_model
from tests.examples import snapshot
from tests.fake_archive.holdings import read_warc
from tests.policy_model.evaluate import Judged, judge, point
from tests.policy_model.texts import banks, evaluation_texts, sentences
from tests.policy_model.train import write_model

FROZEN = "5223f3da6bb1357c218960395f366f41b221fc41f2e0ad8dfff343a347fc75fe"  # changes only with a new version
SHARED = Path(__file__).resolve().parents[3] / "shared"
LEAST_PRECISION, LEAST_RECALL = 0.98, 0.97  # floors: they only go up
OTHER_KINDS = {
    "Terms of Service",
    "Commercial Terms",
    "Developer Terms",
    "Community Guidelines",
    "Copyright Claims Policy",
    "Brand Guidelines",
    "Accessibility Statement",
    "Imprint",
}
absent = pytest.mark.skipif(not SHARED.exists(), reason=f"the real pages are not at {SHARED}")


@cache
def judged() -> list[Judged]:
    return judge(evaluation_texts())


def test_training_again_gives_the_same_file_bit_for_bit() -> None:
    assert write_model() == MODEL.read_text(encoding="utf-8"), "run python -m tests.policy_model.train"


def test_the_file_is_the_one_that_was_judged() -> None:
    assert hashlib.sha256(MODEL.read_bytes()).hexdigest() == FROZEN


def test_it_is_judged_by_four_hundred_texts_and_more() -> None:
    assert len(judged()) >= 400


def test_it_is_judged_by_ten_kinds_of_other_pages() -> None:
    assert len({one.text.kind for one in judged() if not one.text.is_policy}) >= 10


def test_no_text_by_which_it_is_judged_comes_twice() -> None:
    texts = Counter((one.text.title, one.text.text) for one in judged())
    assert max(texts.values()) == 1


def test_training_and_evaluation_share_no_ten_words_in_a_row() -> None:
    """Fewer are shared: laws list the rights of people in words that everybody repeats."""

    def runs(which: str) -> set[tuple[str, ...]]:
        words = [re.findall(r"\w+", line.lower()) for line in sentences(which)]
        return {tuple(line[at : at + 10]) for line in words for at in range(len(line) - 9)}

    assert runs("training") & runs("evaluation") == set()


def test_what_it_keeps_are_policies() -> None:
    assert point(judged(), the_model().threshold).precision >= LEAST_PRECISION


def test_it_keeps_the_policies() -> None:
    assert point(judged(), the_model().threshold).recall >= LEAST_RECALL


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "nl"])
def test_it_keeps_policies_in_languages_that_it_was_not_trained_on(language: str) -> None:
    of_language = [one for one in judged() if one.text.language == language]
    assert point(of_language, the_model().threshold).recall >= 0.95


def test_it_keeps_short_policies() -> None:
    short = [one for one in judged() if one.text.words <= 130]
    assert point(short, the_model().threshold).recall >= 0.95


def long_text(*kinds: str) -> str:
    """All paragraphs of these kinds one after another, each kind several times as long pages are."""
    bank = banks("evaluation")["en"]
    return "\n\n".join(" ".join(bank[kind]["paragraphs"]) * 5 for kind in kinds)


def test_a_page_of_terms_that_goes_on_with_the_policy_is_kept() -> None:
    told = policy_probability("Legal", long_text("terms", "terms", "policy_long", "terms"), "en")
    assert told is not None
    assert told >= the_model().threshold


def test_a_page_of_terms_alone_is_not_kept_however_long() -> None:
    told = policy_probability("Legal", long_text("terms", "terms", "terms", "terms"), "en")
    assert told is not None
    assert told < the_model().threshold


def real_documents() -> list[tuple[str, str]]:
    """What each real document is, and its text in the published form."""
    content = [
        (json.loads(file.with_suffix(".json").read_text())["document"], file.read_text())
        for file in sorted(SHARED.glob("gold-content/*.md"))
    ]
    published = [*sorted(SHARED.glob("gold/*.md")), *sorted(SHARED.glob("seeds/*.txt"))]
    return [*content, *(("Privacy Policy", file.read_text().split("\n", 2)[2]) for file in published)]


def probability(markdown: str) -> float:
    words = read_words(markdown)
    language = tell_language(words.text)
    assert language is not None
    told = policy_probability(markdown.partition("\n")[0].lstrip("# "), words.text, language.code)
    assert told is not None
    return told


@absent
def test_no_real_policy_is_screened_out() -> None:
    told = [probability(text) for kind, text in real_documents() if kind in ("Privacy Policy", "Trackers Policy")]
    assert len(told) >= 80
    assert min(told) >= the_model().threshold


@absent
def test_no_real_page_of_another_kind_is_kept() -> None:
    told = [probability(text) for kind, text in real_documents() if kind in OTHER_KINDS]
    assert len(told) >= 60
    assert max(told) < the_model().threshold


@absent
def test_no_capture_of_a_recorded_history_is_called_another_kind_of_page() -> None:
    archive = SHARED / "histories" / "policies.warc.gz"
    seen: set[str] = set()
    wrong = []
    for holding in read_warc(archive):
        body = gzip.decompress(holding.body) if holding.body.startswith(b"\x1f\x8b") else holding.body
        read = read_snapshot(replace(snapshot(body=body, url=holding.url), headers=(), media_type=None))
        if isinstance(read, Document) and read.wording_sha256 not in seen:
            seen.add(read.wording_sha256)
            if screen(read).screened is Outcome.NOT_A_POLICY:
                wrong.append(f"{holding.timestamp} {holding.url}: {screen(read).evidence}")
    assert wrong == []
