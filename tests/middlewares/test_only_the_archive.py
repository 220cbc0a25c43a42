"""No request ever leaves the archive's host."""

import pytest
from scrapy.http import Request

from crawler.archives.answers import Replayed
from crawler.archives.wayback import Wayback
from crawler.asks import check_served, next_hop
from crawler.errors import Fault
from crawler.middlewares.only_the_archive import LeftTheArchive, OnlyTheArchive
from tests.examples import WAYBACK, memento
from tests.middlewares.crawlers import ASK, AT, crawler, run

LIVE = "http://palace.example/legal"


def sent(url, archive=WAYBACK):
    run(OnlyTheArchive.from_crawler(crawler(ARCHIVE_URL=archive)).process_request(Request(url)))
    return True


def test_an_address_of_the_archive_is_asked_for():
    assert sent(f"{WAYBACK}/web/{AT}id_/{LIVE}")


@pytest.mark.parametrize(
    "url",
    [
        LIVE,
        "https://web.archive.org.evil.example/web/2012id_/http://palace.example/",
        "https://evil.example/https://web.archive.org/",
        "https://user@evil.example/",
        "http://web.archive.org/web/",
        "https://web.archive.org:8443/web/",
        "https://archive.org/",
        "http://127.0.0.1/",
    ],
)
def test_any_other_address_is_refused(url):
    with pytest.raises(LeftTheArchive, match="expected an address of the archive"):
        sent(url)


def test_the_case_of_a_host_makes_no_difference():
    assert sent("https://WEB.archive.org/web/")


def test_an_archive_on_loopback_is_that_port_alone():
    with pytest.raises(LeftTheArchive):
        sent("http://127.0.0.1:8081/", archive="http://127.0.0.1:8080")


def test_leaving_the_archive_is_a_fault_of_ours_which_stops_the_crawl():
    assert issubclass(LeftTheArchive, Fault)


def test_what_asks_no_host_at_all_is_let_through():
    assert sent("data:,")


def test_an_archived_redirect_to_a_live_address_becomes_an_address_of_the_archive():
    archive = Wayback(WAYBACK)
    heard = check_served(ASK, archive.read_replay(ASK.url, ASK.timestamp, memento(AT, status=301, location=LIVE)))
    assert isinstance(heard, Replayed)
    hop = next_hop(ASK, heard)
    address = archive.replay_address(hop.url, hop.timestamp)
    assert (address, sent(address)) == (f"{WAYBACK}/web/{AT}id_/{LIVE}", True)
