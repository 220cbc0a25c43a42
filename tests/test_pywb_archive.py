"""Knows that a real pywb and the stand-in tell the same of the same archive file: each checks the other."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator

import pytest

from data.sample.write_archive import HERE, all_taken
from tests.fake_archive.holdings import Holdings, read_warc
from tests.pywb_archive import PywbArchive, needs_pywb

pytestmark = needs_pywb
WARC = HERE / "archive.warc.gz"


class StayHere(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the archive's answer is wanted, not where it leads."""

    def redirect_request(self, *arguments: object) -> None:
        return None


@pytest.fixture(scope="module")
def archive() -> Iterator[PywbArchive]:
    with PywbArchive([WARC]) as archive:
        yield archive


def get(archive: PywbArchive, path: str) -> tuple[int, dict[str, str], bytes]:
    opener = urllib.request.build_opener(StayHere)
    try:
        with opener.open(f"{archive.url}/{archive.collection}/{path}", timeout=30) as answer:
            return answer.status, {key.lower(): value for key, value in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, {key.lower(): value for key, value in answer.headers.items()}, answer.read()


def rows(archive: PywbArchive, **arguments: str) -> list[dict[str, str]]:
    query = urllib.parse.urlencode({"output": "json", **arguments})
    return [json.loads(line) for line in get(archive, f"cdx?{query}")[2].splitlines()]


def test_both_read_the_same_index_out_of_the_file(archive):
    domains = sorted({one.domain for one in all_taken()})
    told = [row for domain in domains for row in rows(archive, url=domain, matchType="domain")]
    here = {
        (row["urlkey"], row["timestamp"], row["url"], row["mime"], row.get("status", "-"), row["digest"], row["length"])
        for row in told
    }
    assert here == {held.row for held in read_warc(WARC)}


@pytest.mark.parametrize("domain", ["ferrypass.example", "northlightclinic.example", "quietcab.example"])
def test_both_replay_the_same_bytes(archive, domain):
    for held in Holdings.of(read_warc(WARC)).all:
        if domain in held.url and not 300 <= held.status < 400:
            status, headers, body = get(archive, f"{held.timestamp}id_/{held.url}")
            assert (status, body, "memento-datetime" in headers) == (held.status, held.body, True)


def test_pywb_leaves_the_location_of_an_archived_redirect_live(archive):
    status, headers, _ = get(archive, "20080911032814id_/http://www.harbourbooks.example/privacy.html")
    assert (status, headers["location"]) == (301, "http://www.harbourbooks.example/about/privacy-policy")


def test_pywb_passes_over_a_redirect_to_the_same_key(archive):
    status, headers, _ = get(archive, "20180705031129id_/http://www.lanternmail.example/privacy")
    assert (status, headers["memento-datetime"]) == (200, "Mon, 11 Jun 2018 08:28:17 GMT")


def test_pywb_serves_the_nearest_capture_at_once(archive):
    status, headers, _ = get(archive, "20150101000000id_/http://www.quietcab.example/privacy")
    assert (status, headers["memento-datetime"]) == (200, "Wed, 11 Feb 2015 02:28:56 GMT")


def test_pywb_can_be_told_to_lead_there_instead():
    with PywbArchive([WARC], redirect_to_exact=True) as archive:
        status, headers, _ = get(archive, "20150101000000id_/http://www.quietcab.example/privacy")
    assert (status, "/20150211022856id_/" in headers["location"]) == (307, True)


def test_pywb_answers_a_filter_without_a_match_with_rows_marked_fuzzy(archive):
    told = rows(archive, url="pebblegames.example", matchType="domain", filter="~urlkey:.*privacy.*")
    assert {row.get("is_fuzzy") for row in told} == {"1"}
