"""What becomes of the news that the wordings of a page come and go."""

from sqlalchemy import Engine, select

from crawler.items import Blinks, Stretch
from pipelines.database.store import Store
from pipelines.database.tables import policy_pages
from tests.database.examples import NAME, PRIVACY, domain, moment, page


def kept(engine: Engine) -> object:
    with engine.connect() as connection:
        return connection.execute(select(policy_pages.c.blinks)).scalar_one()


def test_a_page_whose_wordings_come_and_go_says_when_and_how_many(engine: Engine) -> None:
    blinks = Blinks(NAME, PRIVACY, (Stretch(moment(2010, 3), moment(2010, 9), 2),))
    Store(engine).write([domain(), page(), blinks])
    assert kept(engine) == [{"since": "2010-03-01T00:00:00+00:00", "until": "2010-09-01T00:00:00+00:00", "wordings": 2}]


def test_the_last_word_on_blinks_counts(engine: Engine) -> None:
    Store(engine).write([domain(), page(), Blinks(NAME, PRIVACY, (Stretch(moment(2010), moment(2011), 2),))])
    Store(engine).write([Blinks(NAME, PRIVACY, (Stretch(moment(2010), moment(2012), 3),))])
    assert kept(engine)[0]["wordings"] == 3


def test_a_page_without_blinks_says_nothing_of_them(engine: Engine) -> None:
    Store(engine).write([domain(), page()])
    assert kept(engine) is None
