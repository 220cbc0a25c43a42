"""What a pywb is asked, and how its answers are read."""

import gzip
import json
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler.archives.answers import Elsewhere, Replayed
from crawler.archives.pywb import Pywb
from crawler.errors import Skip, Trouble, Wait
from crawler.moments import read_timestamp
from crawler.outcomes import Outcome
from tests.examples import COLLECTION, PRIVACY, answer, domain_question, memento, page_question

ARCHIVE = Pywb(COLLECTION)
AT = "20120301120000"


def line(**columns):
    told = {
        "urlkey": "example,palace)/privacy",
        "timestamp": AT,
        "url": PRIVACY,
        "mime": "text/html",
        "status": "200",
        "digest": "ABC",
        "length": "1234",
    }
    return json.dumps({**told, **columns}) + "\n"


def asked(question):
    return parse_qsl(urlsplit(ARCHIVE.index_address(question)).query, keep_blank_values=True, strict_parsing=True)


def index(body="", status=200, question=None, **headers):
    return ARCHIVE.read_index(question or page_question(), answer(body, status, **headers))


def index_trouble(body="", status=200, **headers):
    with pytest.raises(Trouble) as raised:
        index(body, status, **headers)
    return raised.value


def replay(given):
    return ARCHIVE.read_replay(PRIVACY, AT, given)


def replay_trouble(given):
    with pytest.raises(Trouble) as raised:
        replay(given)
    return raised.value


# ---- asking


def test_the_index_of_the_collection_is_asked():
    assert ARCHIVE.index_address(page_question()).startswith(f"{COLLECTION}/cdx?url=")


def test_the_answer_is_wanted_as_one_object_a_line():
    assert ("output", "json") in asked(page_question())


def test_a_question_about_a_domain_filters_by_a_regular_expression_that_begins_at_the_start():
    pattern = dict(asked(domain_question("privacy")))["filter"].removeprefix("~urlkey:")
    assert re.match(pattern, "example,palace,www2)/about/privacy.html")


def test_a_question_about_one_page_has_no_filter():
    assert "filter" not in dict(asked(page_question()))


@pytest.mark.parametrize("name", ["resumeKey", "showResumeKey", "fl", "collapse"])
def test_nothing_is_asked_that_only_the_wayback_machine_knows(name):
    assert name not in dict(asked(page_question()))


@pytest.mark.parametrize("question", [page_question(), domain_question()])
def test_no_parameter_is_empty(question):
    assert all(value for _, value in asked(question))


def test_bytes_are_asked_for_as_archived():
    assert ARCHIVE.replay_address(f"{PRIVACY}#top", AT) == f"{COLLECTION}/{AT}id_/{PRIVACY}"


# ---- rows


def test_a_line_becomes_a_capture():
    found = index(line()).captures[0]
    columns = ("urlkey", "timestamp", "original_url", "mimetype", "status", "digest", "length")
    assert tuple(getattr(found, column) for column in columns) == (
        "example,palace)/privacy",
        AT,
        PRIVACY,
        "text/html",
        200,
        "ABC",
        1234,
    )  # fmt: skip


@pytest.mark.parametrize("column", ["mime", "status", "length"])
def test_a_dash_means_no_value(column):
    found = index(line(**{column: "-"})).captures[0]
    assert None in (found.mimetype, found.status, found.length)


def test_a_row_from_the_rules_for_near_addresses_is_left_out():
    assert index(line(is_fuzzy="1") + line()).captures == index(line()).captures


@pytest.mark.parametrize("url", ["urn:text:http://palace.example/privacy", "dns:palace.example", "metadata://x"])
def test_a_row_that_is_no_page_is_left_out(url):
    assert index(line(url=url)).captures == ()


def test_a_row_whose_date_cannot_be_mended_spoils_no_other():
    assert len(index(line(timestamp="20121399000000") + line()).captures) == 1


def test_fewer_rows_than_the_limit_are_all_there_are():
    assert index(line(), question=page_question(limit=2)).complete


def test_as_many_rows_as_the_limit_may_not_be_all():
    page = index(line() + line(timestamp="20120401000000"), question=page_question(limit=2))
    assert (page.complete, page.resume_key) == (False, None)


def test_no_rows_with_200_mean_never_captured():
    page = index("")
    assert (page.captures, page.complete) == ((), True)


def test_older_ones_say_never_captured_with_404():
    page = index('{"message": "No Captures found for: http://palace.example/privacy"}', 404)
    assert (page.captures, page.complete) == ((), True)


# ---- faults


@pytest.mark.parametrize("body", ["<html>", "[]\n", '"text"\n', '{"urlkey": "example)/"}\n', '{"message": "bad"}'])
def test_anything_but_rows_is_a_fault(body):
    trouble = index_trouble(body)
    assert isinstance(trouble, Wait)
    assert trouble.outcome is Outcome.ARCHIVE_DOWN


def test_a_page_instead_of_rows_asks_whether_the_address_is_that_of_a_collection():
    assert "is ARCHIVE_URL the address of a collection?" in str(index_trouble("<html>"))


def test_a_collection_that_is_not_there_is_no_fact_about_the_domain():
    trouble = index_trouble("<html>Collection not found</html>", 404)
    assert isinstance(trouble, Wait)
    assert "ARCHIVE_URL" in str(trouble)


def test_an_answer_that_ends_in_the_middle_is_not_taken_for_the_whole():
    sent = gzip.compress("".join(line(digest=f"D{number}") for number in range(50)).encode())
    assert index_trouble(sent[:-30], content_encoding="gzip").outcome is Outcome.ARCHIVE_DOWN


# ---- replay


def test_a_capture_of_another_moment_comes_with_200_and_says_so():
    assert replay(memento("20120304000000")) == Replayed(200, read_timestamp("20120304000000"), PRIVACY, None)


def test_where_exact_moments_are_redirected_to_the_nearest_is_elsewhere():
    heard = replay(answer(status=307, location=f"{COLLECTION}/20120304000000id_/{PRIVACY}"))
    assert heard == Elsewhere("20120304000000", PRIVACY)


def test_an_archived_redirect_keeps_the_live_address_and_leads_there():
    heard = replay(memento(AT, status=301, location="/legal"))
    assert heard == Replayed(301, read_timestamp(AT), PRIVACY, "http://palace.example/legal")


def test_an_archived_404_is_a_fact():
    assert replay(memento(AT, status=404)) == Replayed(404, read_timestamp(AT), PRIVACY, None)


def test_a_404_of_its_own_that_says_so_means_never_archived():
    page = "<p>The url <b>http://palace.example/privacy</b> could not be found in this collection.</p>"
    assert replay_trouble(answer(page, 404)).outcome is Outcome.NO_CAPTURE


def test_a_451_says_excluded():
    trouble = replay_trouble(answer("", 451))
    assert isinstance(trouble, Skip)
    assert trouble.outcome is Outcome.BLOCKED


def test_a_200_without_a_moment_is_never_content():
    trouble = replay_trouble(answer("<html>the framed page</html>"))
    assert isinstance(trouble, Wait)
