"""How documents come to their families and paragraphs in the database, on both kinds of it."""

import random
from pathlib import Path

import pytest
from sqlalchemy import Engine

from crawler.items import Document
from crawler.outcomes import Outcome
from pipelines.database.questions.shared import shared_paragraphs
from pipelines.database.store import Store
from pipelines.database.writing.grouping import regroup
from tests.crawling import scrapy
from tests.database.examples import document, domain, moment, stamp
from tests.database.rows import select, wipe

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
WORDS = [f"word{number}" for number in range(400)]
ADS = "We let another company show advertisements, which may set a cookie of its own, of which we know nothing at all."


def template(seed: int, changed: int = 0, words: int = 200) -> str:
    """An invented wording, with some words of its own in places of its own."""
    chance = random.Random(seed)
    made = chance.choices(WORDS, k=words)
    for place in random.Random(f"{seed} {changed}").sample(range(words), changed):
        made[place] = f"own{changed}x{place}"
    return " ".join(made)


def made(number: int, wording: str, screened: Outcome | None = None) -> Document:
    """A document of a domain of its own."""
    name = f"d{number}.example"
    return document(stamp(2000 + number % 20), wording, f"example,d{number})/privacy", screened, name)


def families(engine: Engine) -> set[frozenset[str]]:
    """Which wordings are together."""
    rows = select(engine, "SELECT family_id, text FROM documents WHERE screened IS NULL")
    names = {family for family, _ in rows}
    return {frozenset(text for family, text in rows if family == name) for name in names}


def near_ones() -> list[Document]:
    """Three templates, each in seven wordings that are near in a chain, and three wordings that are alone."""
    chained = [template(seed, changed) for seed in (1, 2, 3) for changed in range(7)]
    return [made(number, wording) for number, wording in enumerate([*chained, *map(template, (7, 8, 9))])]


def test_near_wordings_of_different_domains_are_one_family(store: Store, engine: Engine) -> None:
    store.write([made(1, template(1)), made(2, template(1, 2))])
    assert len(families(engine)) == 1


def test_other_wordings_are_other_families(store: Store, engine: Engine) -> None:
    store.write([made(1, template(1)), made(2, template(2))])
    assert len(families(engine)) == 2


def test_a_family_bears_the_number_of_its_first_document(store: Store, engine: Engine) -> None:
    store.write([made(1, template(1))])
    store.write([made(2, template(1, 2))])
    first = select(engine, "SELECT min(id) FROM documents")[0][0]
    assert select(engine, "SELECT DISTINCT family_id FROM documents") == [(first,)]


def test_a_document_that_is_no_policy_has_no_family(store: Store, engine: Engine) -> None:
    store.write([made(1, template(1), screened=Outcome.SOFT_404)])
    assert select(engine, "SELECT family_id FROM documents") == [(None,)]


def test_two_families_become_one_when_a_wording_between_them_comes(store: Store, engine: Engine) -> None:
    one, between, other = (" ".join(WORDS[start : start + 300]) for start in (0, 20, 40))
    store.write([made(1, one), made(2, other)])
    apart = len(families(engine))
    store.write([made(3, between)])
    assert (apart, len(families(engine))) == (2, 1)


@pytest.mark.parametrize("seed", range(3))
def test_the_families_are_the_same_whatever_the_order_of_arrival(store: Store, engine: Engine, seed: int) -> None:
    store.write(near_ones())
    at_once = families(engine)
    wipe(engine)
    shuffled = near_ones()
    random.Random(seed).shuffle(shuffled)
    for one in shuffled:
        store.write([one])
    assert families(engine) == at_once


def test_drawing_all_families_anew_changes_nothing(store: Store, engine: Engine) -> None:
    for one in reversed(near_ones()):
        store.write([one])
    query = "SELECT id, family_id FROM documents"
    before = select(engine, query)
    with engine.begin() as connection:
        regroup(connection)
    assert select(engine, query) == before


def test_writing_again_changes_nothing(store: Store, engine: Engine) -> None:
    tables = ("signatures", "bands", "paragraphs", "occurrences")
    store.write(near_ones())
    before = [select(engine, f"SELECT * FROM {table}") for table in tables]
    store.write(near_ones())
    assert [select(engine, f"SELECT * FROM {table}") for table in tables] == before


def test_who_joins_a_family_adds_only_new_bands(store: Store, engine: Engine) -> None:
    store.write([made(1, template(1))])
    store.write([made(2, template(1, 1))])
    assert len(families(engine)) == 1
    assert select(engine, "SELECT count(*) - count(DISTINCT band) FROM bands") == [(0,)]


def test_documents_from_before_there_were_families_get_theirs(store: Store, engine: Engine) -> None:
    store.write([made(1, template(1))])
    with engine.begin() as connection:
        for table in ("bands", "signatures", "occurrences"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        connection.exec_driver_sql("UPDATE documents SET family_id = NULL")
    store.write([made(2, template(1, 2))])
    assert len(families(engine)) == 1
    assert select(engine, "SELECT count(*) FROM signatures") == [(2,)]


def test_who_begins_to_write_gives_families_to_what_others_left_without(store: Store, engine: Engine) -> None:
    store.write([made(1, template(1))])
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE documents SET family_id = NULL")
    Store(engine).write([domain()])
    assert select(engine, "SELECT count(*) FROM documents WHERE family_id IS NULL") == [(0,)]


def test_a_paragraph_that_two_domains_have_is_one_row(store: Store, engine: Engine) -> None:
    store.write([made(1, f"{template(1)}\n\n{ADS}"), made(2, f"{template(2)}\n\n{ADS}")])
    rows = select(engine, "SELECT p.text FROM paragraphs p JOIN occurrences o ON o.paragraph_id = p.id")
    assert [text for (text,) in rows].count(ADS) == 2
    assert select(engine, "SELECT count(*) FROM paragraphs") == [(3,)]


def test_it_is_told_who_had_it_first(store: Store, engine: Engine) -> None:
    store.write([made(5, f"{template(1)}\n\n{ADS}"), made(2, f"{template(2)}\n\n{ADS}")])
    (shared,) = shared_paragraphs(engine, "d5.example")
    assert [(holder.domain, holder.first_seen) for holder in shared.holders] == [
        ("d2.example", moment(2002)),
        ("d5.example", moment(2005)),
    ]


def test_a_paragraph_that_nobody_else_has_is_not_told(store: Store, engine: Engine) -> None:
    store.write([made(1, f"{template(1)}\n\n{ADS}"), made(2, template(2))])
    assert shared_paragraphs(engine, "d1.example") == ()


def test_a_paragraph_of_several_versions_of_one_domain_is_not_shared(store: Store, engine: Engine) -> None:
    versions = [
        document(stamp(year), f"{template(year)}\n\n{ADS}", "example,d1)/privacy", name="d1.example")
        for year in (2001, 2002)
    ]
    store.write(versions)
    assert shared_paragraphs(engine, "d1.example") == ()


def test_shared_paragraphs_come_in_the_order_of_the_document(store: Store, engine: Engine) -> None:
    both = f"{ADS}\n\n{template(9)}"
    store.write([made(1, f"{both}\n\n{template(1)}"), made(2, f"{both}\n\n{template(2)}")])
    assert [one.text for one in shared_paragraphs(engine, "d1.example")] == [ADS, template(9)]


@pytest.mark.skipif(not SEEDS.exists(), reason=f"the seed documents are not at {SEEDS}")
def test_two_of_the_seeds_share_their_advertising_paragraph(sqlite_url: str) -> None:
    scrapy("import-corpus", str(SEEDS), DATABASE_URL=sqlite_url)
    shown = scrapy("show", "e-soft24.com", "--shared", DATABASE_URL=sqlite_url).out
    lines = [line.split() for line in shown.splitlines() if line.endswith(".com") and " to " in line]
    assert [(line[0], line[-1]) for line in lines] == [
        ("2010-11-28", "softperfect.com"),
        ("2012-09-20", "e-soft24.com"),
    ]
    assert "We use third-party advertising companies to serve ads" in shown


def test_a_domain_that_shares_nothing_says_so(store: Store, engine: Engine, database_url: str) -> None:
    store.write([made(1, template(1))])
    ran = scrapy("show", "d1.example", "--shared", DATABASE_URL=database_url)
    assert (ran.status, ran.out) == (0, "d1.example shares no paragraph with another domain\n")
