"""The page: every part of it is there and says what the database says, whatever titles hold."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from sqlalchemy import Engine

from crawler.commands.report import _report
from pipelines.database.questions.reports import (
    Family,
    coverage_by_moment,
    most_changed,
    texts_by_year,
    versions_by_year,
)
from pipelines.database.questions.totals import totals
from pipelines.database.store import Store
from pipelines.reports.report import Report, write_report
from tests.database import examples as ex
from tests.exports.written import AWKWARD, everything

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
VOID = {"meta", "br", "img", "link", "input", "hr"}


@pytest.fixture
def report(engine: Engine) -> Report:
    hostile = ex.document(ex.stamp(2012), "more words", name="hostile.example")
    another = ex.document(ex.stamp(2013), "other words", name="hostile.example")
    Store(engine).write(
        [
            *everything(),
            ex.page(name="hostile.example"),
            replace(hostile, title=HOSTILE),
            replace(another, title=HOSTILE),
            ex.domain(name="hostile.example"),
        ]
    )
    return _report(engine)


class Nesting(HTMLParser):
    """Whether every tag is closed where it should be; and what the page would load."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.loads += [
            f"{tag} {name}" for name, _ in attrs if name in ("src", "srcset", "data", "xlink:href", "poster")
        ]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.mark.parametrize(
    "title",
    [
        "Coverage by half-year",
        "Versions by year",
        "Length",
        "Reading ease",
        "Languages",
        "Not had, and why",
        "Largest families",
        "Most changed",
    ],
)
def test_every_part_is_there(report: Report, title: str) -> None:
    assert f"<h2>{title}</h2>" in write_report(report)


def test_every_tag_is_closed_in_its_place(report: Report) -> None:
    nesting = Nesting(write_report(report))
    assert (nesting.wrong, nesting.open) == ([], [])


def test_the_page_loads_nothing(report: Report) -> None:
    page = write_report(report)
    assert (Nesting(page).loads, "url(" in page, "@import" in page) == ([], False, False)


def test_titles_of_others_bring_no_tags(report: Report) -> None:
    assert Nesting(write_report(report)).tags & {"script", "img", "link", "iframe"} == set()


def test_the_browser_is_forbidden_every_request(report: Report) -> None:
    assert "Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'" in write_report(report)


def test_an_empty_database_has_a_page_too(engine: Engine) -> None:
    assert Nesting(write_report(_report(engine))).wrong == []


def test_the_most_changed_policy_comes_first_with_its_newest_capture(report: Report) -> None:
    first = report.changed[0]
    assert (first.domain, first.versions, first.timestamp) == (ex.NAME, 4, ex.stamp(2014))


def test_a_policy_that_never_changed_is_not_among_the_changed(report: Report) -> None:
    assert AWKWARD not in {one.domain for one in report.changed}


def test_first_versions_and_changes_are_counted_by_year(report: Report) -> None:
    assert dict(report.versions) == {2010: (1, 0), 2012: (1, 2), 2013: (1, 1), 2014: (0, 1)}


def test_only_privacy_policies_are_counted(engine: Engine, report: Report) -> None:
    assert sum(first + later for first, later in report.versions.values()) == totals(engine).versions


def test_languages_are_counted(report: Report) -> None:
    assert dict(report.languages) == {"en": 4, "": 2, "de": 1}


def test_families_are_shown_with_an_example(report: Report) -> None:
    family = Family(1, 12, 3, "palace.example", "Terms of <many>")
    page = write_report(replace(report, families=[family]))
    assert re.search(r"Terms of &lt;many&gt;</td><td[^>]*>palace\.example</td><td[^>]*>12<", page)


def test_the_states_of_all_intervals_are_counted(engine: Engine) -> None:
    Store(engine).write(everything())
    of_2010 = {state: count for (since, state), count in coverage_by_moment(engine).items() if since == ex.moment(2010)}
    assert of_2010 == {"read": 1, "pending": 2}


def test_the_years_have_the_lengths_of_their_documents(engine: Engine) -> None:
    Store(engine).write(everything())
    assert {of.year: sorted(of.words) for of in versions_by_year(engine)}[2010] == [3]


def test_only_texts_in_the_language_are_measured(engine: Engine) -> None:
    Store(engine).write(everything())
    assert texts_by_year(engine, "de") == {2014: ["Wir behalten nichts."]}


def test_no_more_are_ranked_than_asked_for(engine: Engine, report: Report) -> None:
    assert len(most_changed(engine, 1)) == 1
