"""What is exported: versions or captures, in an order of their own, and no others than those asked for."""

import pytest
from sqlalchemy import Engine

from pipelines.database.questions.exports import Amount, Chosen, Selection, Shown, chosen_from
from pipelines.database.questions.versions import document_of, versions_of
from tests.database import examples as ex
from tests.exports.written import AWKWARD


def rows(engine: Engine, **selection: object) -> list[Shown]:
    with chosen_from(engine, Selection(**selection)) as chosen:
        return list(chosen.rows())


def told(engine: Engine, **selection: object) -> list[tuple[str, int, int, str]]:
    return [(row.domain, row.line, row.number, f"{row.captured_at:%Y-%m-%d}") for row in rows(engine, **selection)]


def test_versions_come_by_domain_line_and_moment(filled: Engine) -> None:
    assert told(filled) == [
        (AWKWARD, 1, 1, "2013-04-05"),
        (ex.NAME, 1, 1, "2010-01-01"),
        (ex.NAME, 1, 2, "2012-09-20"),
        (ex.NAME, 1, 3, "2012-09-20"),
        (ex.NAME, 1, 4, "2014-01-01"),
        (ex.NAME, 2, 1, "2013-01-01"),
    ]


def test_a_row_has_the_bounds_of_its_version(filled: Engine) -> None:
    wanted = versions_of(filled, ex.NAME)
    shown = [row for row in rows(filled, domains=(ex.NAME,)) if row.line == 1]
    assert [(row.first_seen, row.last_seen, row.not_before, row.captures) for row in shown] == [
        (version.first_seen, version.last_seen, version.not_before, version.captures) for version in wanted
    ]


def test_a_row_has_the_document_of_its_version(filled: Engine) -> None:
    wanted = document_of(filled, versions_of(filled, ex.NAME)[1])
    assert rows(filled)[2].markdown == wanted.markdown


def test_a_row_names_the_bytes_of_its_capture(filled: Engine) -> None:
    read = ex.document(ex.stamp(2010), "We keep nothing.").snapshot
    assert rows(filled, domains=(ex.NAME,))[0].snapshot_sha256 == read.sha256


def test_all_captures_has_each_capture_that_shows_a_version(filled: Engine) -> None:
    shown = told(filled, domains=(ex.NAME,), all_captures=True)
    assert [(number, day) for _, line, number, day in shown if line == 1] == [
        (1, "2010-01-01"),
        (1, "2011-01-01"),
        (2, "2012-09-20"),
        (3, "2012-09-20"),
        (4, "2014-01-01"),
    ]


def test_a_capture_has_the_bounds_of_the_version_it_shows(filled: Engine) -> None:
    second = rows(filled, domains=(ex.NAME,), all_captures=True)[1]
    assert (second.captured_at, second.first_seen, second.last_seen, second.captures) == (
        ex.moment(2011),
        ex.moment(2010),
        ex.moment(2011),
        2,
    )


def test_a_version_is_chosen_by_the_days_in_which_it_was_seen(filled: Engine) -> None:
    chosen = told(filled, domains=(ex.NAME,), since=ex.moment(2010, 6), until=ex.moment(2012))
    assert [(number, day) for _, _, number, day in chosen] == [(1, "2010-01-01")]


def test_a_capture_is_chosen_by_its_own_day(filled: Engine) -> None:
    chosen = told(filled, domains=(ex.NAME,), since=ex.moment(2010, 6), until=ex.moment(2012), all_captures=True)
    assert [(number, day) for _, _, number, day in chosen] == [(1, "2011-01-01")]


def test_the_day_of_until_is_not_chosen(filled: Engine) -> None:
    assert told(filled, until=ex.moment(2010)) == []


@pytest.mark.parametrize("all_captures", [False, True])
def test_a_language_chooses_the_documents_in_it(filled: Engine, all_captures: bool) -> None:
    assert told(filled, languages=("de",), all_captures=all_captures) == [(ex.NAME, 1, 4, "2014-01-01")]


def test_a_screened_document_is_no_row(filled: Engine) -> None:
    assert "no page here" not in {row.text for row in rows(filled, all_captures=True)}


@pytest.mark.parametrize("selection", [{}, {"all_captures": True}, {"languages": ("de",)}, {"until": ex.moment(2012)}])
def test_what_is_counted_is_what_comes(filled: Engine, selection: dict[str, object]) -> None:
    come = rows(filled, **selection)
    with chosen_from(filled, Selection(**selection)) as chosen:
        amount = chosen.amount()
    assert (amount.rows, amount.domains, amount.documents) == (
        len(come),
        len({row.domain for row in come}),
        len({row.document_id for row in come}),
    )


def test_the_readers_of_the_chosen_documents_are_counted(filled: Engine) -> None:
    with chosen_from(filled, Selection()) as chosen:
        assert chosen.amount().readers == {"faithful, 1": 6}


def test_by_moment_the_oldest_comes_first_whatever_its_domain(filled: Engine) -> None:
    with chosen_from(filled, Selection()) as chosen:
        moments = [row.first_seen for row in chosen.versions_by_moment()]
    assert moments == sorted(moments)


def test_an_empty_database_has_nothing_to_choose(engine: Engine) -> None:
    with chosen_from(engine, Selection()) as chosen:
        assert (chosen.amount(), list(Chosen.rows(chosen))) == (Amount(0, 0, 0, {}), [])
