"""What is said of documents that are no policy."""

from dataclasses import replace

from sqlalchemy import Engine

from crawler.outcomes import Outcome
from pipelines.database.questions.screened import screened_of
from pipelines.database.store import Store
from tests.database.examples import NAME, document, domain, moment, page, stamp


def lost(timestamp: str, evidence: str = "it says “not found”"):
    made = document(timestamp, "the page was not found", screened=Outcome.SOFT_404)
    return replace(made, notes=(*made.notes, ("screen", evidence)))


def test_a_screened_document_says_why(store: Store, engine: Engine) -> None:
    store.write([domain(), page(), lost(stamp(2011))])
    told = screened_of(engine, NAME)
    assert [(one.outcome, one.evidence) for one in told] == [(Outcome.SOFT_404, "it says “not found”")]


def test_the_miss_of_its_capture_says_why_too(store: Store, engine: Engine) -> None:
    store.write([domain(), page(), lost(stamp(2011))])
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT detail FROM misses").scalar_one() == "it says “not found”"


def test_a_document_that_several_captures_show_is_told_once(store: Store, engine: Engine) -> None:
    store.write([domain(), page(), lost(stamp(2011)), lost(stamp(2012))])
    told = screened_of(engine, NAME)
    assert [(one.first_seen, one.last_seen, one.captures) for one in told] == [(moment(2011), moment(2012), 2)]


def test_a_policy_is_not_among_them(store: Store, engine: Engine) -> None:
    store.write([domain(), page(), document(stamp(2011))])
    assert screened_of(engine, NAME) == ()
