"""The OpenAPI document is true, and whatever is asked by it, and against it, no answer is a fault of ours."""

from collections.abc import Iterator

import pytest

from pipelines.browsing.openapi import describe
from pipelines.browsing.pages import PAGES
from tests.browsing.fuzzing import count_failures
from tests.browsing.served import Server, served

REQUESTS = 200


@pytest.fixture(scope="module")
def server(shelf_file: str) -> Iterator[Server]:
    with served(shelf_file) as started:
        yield started


def test_every_page_is_described() -> None:
    described = {one["get"]["operationId"] for one in describe(PAGES)["paths"].values()}
    assert {page.template for page in PAGES} <= described


def test_the_description_is_kept_to_by_every_answer(server: Server) -> None:
    asked, failures = count_failures(server.address, REQUESTS)
    assert failures == []
    assert asked >= REQUESTS
