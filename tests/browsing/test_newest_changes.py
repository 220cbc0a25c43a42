"""The newest changes of all domains are those that the view of versions tells, some at a time."""

from sqlalchemy import Engine, text

from pipelines.database.questions.browsing_changes import changes_of, newest_changes
from pipelines.database.store import Store
from tests.database.examples import COOKIES, LEGAL, answer, capture, document, domain, page, stamp


def fill(store: Store) -> None:
    """Three domains: one changes to and fro, one on two pages, one never."""
    wordings_of = {"palace.example": "aabba", "garden.example": "abc", "still.example": "aaa"}
    for month, (name, wordings) in enumerate(wordings_of.items(), start=1):
        stamps = [stamp(2010 + place, month) for place in range(len(wordings))]
        read = [document(at, f"{name} {word}", name=name) for at, word in zip(stamps, wordings, strict=True)]
        store.write([domain(name=name), page(name=name), answer(*map(capture, stamps), name=name), *read])
    for urlkey, wording in ((LEGAL, "palace.example a"), (COOKIES, "of biscuits")):
        at = stamp(2014, 6)
        known = answer(capture(at, urlkey=urlkey), urlkey=urlkey)
        store.write([page(urlkey), known, document(at, wording, urlkey)])
    store.draw_lines(["palace.example"])


def told(engine: Engine) -> list[tuple[str, int, int]]:
    query = text("SELECT domain, line, number FROM versions ORDER BY first_seen DESC")
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_they_are_those_of_the_view(engine: Engine, store: Store) -> None:
    fill(store)
    newest = newest_changes(engine, 50)
    assert [(one.domain, one.line, one.number) for one in newest.openings] == told(engine)


def test_one_after_the_other_gives_the_same_as_all_at_once(engine: Engine, store: Store) -> None:
    fill(store)
    found, after = [], None
    while True:
        newest = newest_changes(engine, 2, after)
        found += newest.openings
        if (after := newest.next) is None:
            break
    assert found == list(newest_changes(engine, 50).openings)


def test_what_changes_while_a_domain_is_under_way_is_told_when_it_is_set_down(engine: Engine, store: Store) -> None:
    fill(store)
    older = stamp(2009)
    read = [document(older, "of gardens", name="garden.example")]
    store.write([answer(capture(older), name="garden.example"), *read])
    before = newest_changes(engine, 50).openings
    store.write([domain(name="garden.example")])
    after = newest_changes(engine, 50).openings
    assert (len(after) - len(before), after[-1].timestamp) == (1, older)


def test_an_empty_database_has_none(engine: Engine) -> None:
    assert newest_changes(engine, 5).openings == ()


def test_those_of_one_domain_are_its_own(engine: Engine, store: Store) -> None:
    fill(store)
    assert {one.domain for one in changes_of(engine, "garden.example", 10)} == {"garden.example"}


def test_the_second_page_is_not_told_twice(engine: Engine, store: Store) -> None:
    fill(store)
    first = newest_changes(engine, 3)
    second = newest_changes(engine, 3, first.next)
    assert set(first.openings) & set(second.openings) == set()
