"""All parts of one process that name the same database share one engine, until the last of them lets go."""

import pytest
from sqlalchemy import text

from crawler.errors import WrongCommand
from pipelines.database.memory import DatabaseMemory
from pipelines.database.sharing import hold_engine, release_engine, shared_engine
from tests.database import examples as ex


def test_those_who_name_the_same_address_share_an_engine(database_url: str) -> None:
    settings = {"DATABASE_URL": database_url}
    held = hold_engine(settings)
    assert shared_engine(settings) is held
    release_engine(settings)


def test_an_engine_stays_open_until_the_last_lets_go(database_url: str) -> None:
    settings = {"DATABASE_URL": database_url}
    held = hold_engine(settings)
    hold_engine(settings)
    release_engine(settings)
    assert shared_engine(settings) is held
    release_engine(settings)


def test_after_the_last_let_go_the_database_is_opened_anew(database_url: str) -> None:
    settings = {"DATABASE_URL": database_url}
    held = hold_engine(settings)
    release_engine(settings)
    assert hold_engine(settings) is not held
    release_engine(settings)


def test_memory_is_made_for_a_crawl_from_its_settings(database_url: str) -> None:
    class Crawl:
        settings = {"DATABASE_URL": database_url}  # noqa: RUF012

    hold_engine(Crawl.settings)
    assert DatabaseMemory.from_crawler(Crawl()).recall(ex.NAME).pages == ()
    release_engine(Crawl.settings)


def test_a_database_that_cannot_be_opened_can_be_asked_for_again(tmp_path) -> None:
    (tmp_path / "no.db").write_text("this is no database, however long it is made to be" * 50)
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path / 'no.db'}"}
    with pytest.raises(WrongCommand):
        hold_engine(settings)
    (tmp_path / "no.db").unlink()
    with hold_engine(settings).connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    release_engine(settings)
