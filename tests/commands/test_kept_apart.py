"""What is said of documents of the bundled archive that are no policy, and of languages that were not asked for."""

import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.crawling import LIST, PLAN, Ran, sample_archive, scrapy


class Crawled:
    """The bundled archive, crawled with some options into a database of its own."""

    def __init__(self, database: Path, *options: str) -> None:
        self.database = f"sqlite:///{database}"
        with sample_archive() as archive:
            self.ran = scrapy("backfill", LIST, *PLAN, *options, ARCHIVE_URL=archive.url, DATABASE_URL=self.database)

    def rows(self, query: str) -> list[tuple]:
        engine = create_engine(self.database)
        with engine.connect() as connection:
            rows = [tuple(row) for row in connection.execute(text(query))]
        engine.dispose()
        return rows

    def status(self, *arguments: str) -> Ran:
        return scrapy("status", *arguments, DATABASE_URL=self.database)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return Crawled(tmp_path_factory.mktemp("all") / "all.db")


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return Crawled(tmp_path_factory.mktemp("german") / "german.db", "--languages", "de")


def test_every_document_kept_apart_says_why_in_the_database(crawled: Crawled) -> None:
    rows = crawled.rows("SELECT screened, notes FROM documents WHERE screened IS NOT NULL")
    assert [screened for screened, _ in rows] == ["soft-404"]
    assert all(dict(json.loads(notes))["screen"] for _, notes in rows)


def test_every_document_kept_apart_says_why_in_the_status_of_its_domain(crawled: Crawled) -> None:
    out = crawled.status("northlightclinic.example").out
    assert "soft-404: it says “Northlight Clinic Page not found Sorry, the page you are…”" in out


def test_the_status_for_programs_says_it_too(crawled: Crawled) -> None:
    told = json.loads(crawled.status("northlightclinic.example", "--json").out)["screened"]
    assert [(one["outcome"], one["first_seen"][:10]) for one in told] == [("soft-404", "2011-09-21")]


def test_no_policy_of_the_bundled_archive_is_kept_apart(crawled: Crawled) -> None:
    assert crawled.rows("SELECT title FROM documents WHERE screened IS NOT NULL") == [("Northlight Clinic",)]


def test_every_policy_is_told_its_language_and_that_it_is_one(crawled: Crawled) -> None:
    query = "SELECT DISTINCT language, policy_probability >= 0.25 FROM documents WHERE screened IS NULL"
    assert sorted(crawled.rows(query)) == [("de", 1), ("en", 1)]


def test_every_policy_has_a_family(crawled: Crawled) -> None:
    assert crawled.rows("SELECT count(*) FROM documents WHERE family_id IS NULL AND screened IS NULL") == [(0,)]


def test_of_the_languages_that_were_not_asked_for_nothing_is_lost(crawled: Crawled, german: Crawled) -> None:
    query = "SELECT count(DISTINCT wording_sha256) FROM documents WHERE language = 'en'"
    assert german.rows(f"{query} AND screened = 'other-language'") >= crawled.rows(f"{query} AND screened IS NULL")


def test_only_languages_that_were_asked_for_have_versions(german: Crawled) -> None:
    assert german.rows("SELECT DISTINCT domain FROM versions") == [("gartenfreunde.example",)]


def test_a_language_that_cannot_be_told_is_refused_before_anything_is_asked() -> None:
    ran = scrapy("backfill", "palace.example", "--languages", "elvish")
    assert (ran.status, ran.err) == (
        2,
        "palimpsest: --languages: 'elvish' is no language that can be told; expected codes such as en,de\n",
    )
