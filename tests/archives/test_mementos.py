"""What the headers of a replay say, in all the shapes that archives send them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archives.answers import Answer
from crawler.archives.mementos import (
    archived_place,
    memento_moment,
    original_address,
    redirect_target,
    retry_after,
)
from crawler.moments import read_timestamp, write_timestamp
from tests.examples import COLLECTION, PRIVACY, WAYBACK, answer, memento, moment

AT = "20120301120000"
LEGAL = "http://palace.example/legal"


# ---- headers


@pytest.mark.parametrize("name", ["Memento-Datetime", "memento-datetime", "MEMENTO-DATETIME"])
def test_header_names_are_the_same_in_any_case(name):
    given = Answer(WAYBACK, 200, ((name, "Thu, 01 Mar 2012 12:00:00 GMT"),), b"")
    assert memento_moment(given) == read_timestamp(AT)


def test_an_empty_header_is_no_header():
    assert memento_moment(answer(memento_datetime=" ")) is None


def test_of_an_empty_header_and_one_with_a_value_the_value_counts():
    given = Answer(WAYBACK, 200, (("content-type", ""), ("Content-Type", "text/html")), b"")
    assert given.header("content-type") == "text/html"


def test_a_moment_that_is_none_is_as_if_the_archive_spoke():
    assert memento_moment(answer(memento_datetime="yesterday")) is None


def test_a_moment_beyond_the_years_that_there_are_is_none():
    assert memento_moment(answer(memento_datetime="Fri, 31 Dec 9999 23:59:59 -2300")) is None


@pytest.mark.parametrize("zone", ["GMT", "+0000", "-0000", "UTC", ""])
def test_a_moment_is_utc_however_its_zone_is_written(zone):
    assert memento_moment(answer(memento_datetime=f"Thu, 01 Mar 2012 12:00:00 {zone}".strip())) == read_timestamp(AT)


@given(st.datetimes(min_value=moment(1996).replace(tzinfo=None), max_value=moment(2100).replace(tzinfo=None)))
def test_the_moment_written_is_the_moment_read(when):
    at = when.strftime("%Y%m%d%H%M%S")
    found = memento_moment(memento(at))
    assert found is not None
    assert write_timestamp(found) == at


# ---- the address served


def test_the_link_header_names_the_address_served():
    given = answer(link='<https://www.palace.example/privacy>; rel="original", <https://x.example/>; rel="timegate"')
    assert original_address(given, PRIVACY) == "https://www.palace.example/privacy"


def test_other_relations_before_it_do_not_matter():
    given = answer(link='<https://x.example/timegate>; rel="timegate", <https://www.palace.example/>; rel="original"')
    assert original_address(given, PRIVACY) == "https://www.palace.example/"


def test_a_link_header_of_the_archived_site_beside_it_does_not_matter():
    headers = (("Link", '</style.css>; rel="preload"'), ("link", '<https://www.palace.example/>; rel="original"'))
    assert original_address(Answer(WAYBACK, 200, headers, b""), PRIVACY) == "https://www.palace.example/"


def test_escaped_ampersands_in_it_are_unescaped():
    given = answer(link='<https://palace.example/p?a=1&amp;b=2>; rel="original"')
    assert original_address(given, PRIVACY) == "https://palace.example/p?a=1&b=2"


def test_without_a_link_header_the_address_asked_for_stands():
    assert original_address(answer(), PRIVACY) == PRIVACY


# ---- where a Location leads


@pytest.mark.parametrize(
    "location",
    [
        f"https://web.archive.org/web/{AT}id_/{LEGAL}",
        f"http://web.archive.org/web/{AT}id_/{LEGAL}",
        f"/web/{AT}id_/{LEGAL}",
        f"//web.archive.org/web/{AT}id_/{LEGAL}",
        f"https://web.archive.org/web/{AT}/{LEGAL}",
        f"https://web.archive.org/web/{AT}if_/{LEGAL}",
        f"/web/{AT}id_/http:/palace.example/legal",
        f"/web/{AT}id_/http:///palace.example/legal",
    ],
)
def test_every_shape_of_a_location_names_the_same_place(location):
    assert archived_place(location, WAYBACK) == (AT, LEGAL)


def test_the_modifier_in_an_address_of_the_place_is_not_taken_for_the_places_own():
    inner = "https://web.archive.org/web/2011/http://palace.example/"
    assert archived_place(f"/web/{AT}id_/{inner}", WAYBACK) == (AT, inner)


@pytest.mark.parametrize(
    ("cut", "whole"), [("2012", "20120101000000"), ("201203", "20120301000000"), ("2012030112", "20120301120000")]
)
def test_a_timestamp_cut_short_means_its_first_moment(cut, whole):
    assert archived_place(f"/web/{cut}id_/{LEGAL}", WAYBACK) == (whole, LEGAL)


def test_a_timestamp_that_is_no_moment_names_no_place():
    assert archived_place(f"/web/20129999999999id_/{LEGAL}", WAYBACK) is None


@pytest.mark.parametrize(
    "location",
    [
        "http://palace.example/legal",
        "https://web.archive.org.evil.example/web/20120301120000id_/http://palace.example/",
        "https://web.archive.org/details/2012/something",
        "/legal/2012/privacy.html",
        "2012/privacy.html",
        "https://web.archive.org/",
        "",
    ],
)
def test_an_address_that_is_none_of_the_archives_replays_names_no_place(location):
    assert archived_place(location, WAYBACK) is None


def test_a_place_in_a_collection_is_found_behind_its_name():
    assert archived_place(f"{COLLECTION}/{AT}id_/{LEGAL}", COLLECTION) == (AT, LEGAL)


def test_a_place_in_another_collection_is_none():
    assert archived_place(f"http://localhost:8080/other/{AT}id_/{LEGAL}", COLLECTION) is None


# ---- archived redirects


def target(location, status=301, archive=WAYBACK):
    return redirect_target(memento(AT, status=status, location=location), PRIVACY, archive)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_kind_of_redirect_leads_on(status):
    assert target(f"/web/{AT}id_/{LEGAL}", status) == LEGAL


@pytest.mark.parametrize("status", [200, 201, 404])
def test_a_location_without_a_redirect_leads_nowhere(status):
    assert target(f"/web/{AT}id_/{LEGAL}", status) is None


def test_a_redirect_without_a_location_leads_nowhere():
    assert redirect_target(memento(AT, status=302), PRIVACY, WAYBACK) is None


def test_a_live_address_is_an_address_of_that_time():
    assert target("http://palace.example/legal") == LEGAL


@pytest.mark.parametrize("location", ["/legal", "legal", "//palace.example/legal", "./legal"])
def test_a_location_that_was_not_rewritten_is_resolved_against_the_original(location):
    assert target(location, archive=COLLECTION) == LEGAL


def test_a_path_that_looks_like_a_timestamp_is_a_path_of_the_original():
    assert target("2012/privacy.html", archive=COLLECTION) == "http://palace.example/2012/privacy.html"


def test_a_location_that_cannot_be_parsed_leads_to_itself():
    assert target("http://[palace.example/") == "http://[palace.example/"


# ---- how long to wait


@pytest.mark.parametrize(
    ("said", "seconds"), [("30", 30.0), (" 120 ", 120.0), ("", None), ("soon", None), ("-5", None), ("1.5", None)]
)
def test_only_a_whole_number_of_seconds_is_a_time_to_wait(said, seconds):
    assert retry_after(answer(retry_after=said)) == seconds
