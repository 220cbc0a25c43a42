"""Each page answers, tells the same facts as JSON, and refuses what is not there, on both databases."""

from xml.etree import ElementTree as Xml

import feedparser
import jsonschema
import pytest
from sqlalchemy import Engine

from pipelines.browsing.addresses import in_form
from pipelines.browsing.openapi import describe
from pipelines.browsing.pages import PAGES
from pipelines.browsing.pages.version import answer as version_page
from pipelines.database.store import Store
from tests.browsing.asked import ask
from tests.browsing.shelf import AGAIN, FIRST, HOSTILE, SECOND, THIRD
from tests.database.examples import answer, capture, document, domain, page, stamp

ADDRESSES = {
    "overview": "/",
    "search": "/search?q=cookies",
    "changes": "/changes",
    "domains": "/domains?begins=pal",
    "missing": "/missing",
    "missing_of_kind": "/missing/no-capture",
    "family": "/families/{family}",
    "domain": "/palace.example",
    "missing_of_domain": "/palace.example/misses",
    "on_a_day": "/palace.example/on/2011-07-01",
    "version": f"/palace.example/at/{SECOND}",
    "compare": f"/palace.example/compare/{SECOND}/{THIRD}",
}
ATOM = "{http://www.w3.org/2005/Atom}"


def addresses(engine: Engine) -> dict[str, str]:
    family = ask(engine, f"/palace.example/at/{FIRST}.json").told["provenance"]["family_id"]
    return {name: address.format(family=family) for name, address in ADDRESSES.items()}


def test_every_page_is_tried_here() -> None:
    assert [page.template for page in PAGES] == list(ADDRESSES)


def test_every_page_answers(shelf: Engine) -> None:
    answers = {name: ask(shelf, address) for name, address in addresses(shelf).items()}
    assert {name: (one.status, one.headers["content-type"]) for name, one in answers.items()} == dict.fromkeys(
        ADDRESSES, (200, "text/html; charset=utf-8")
    )


def test_every_page_tells_json_by_its_schema(shelf: Engine) -> None:
    described, tried = describe(PAGES), addresses(shelf)
    for kind in PAGES:
        told = ask(shelf, in_form(tried[kind.template], "json")).told
        schema = described["paths"][in_form(kind.path, "json")]["get"]["responses"]["200"]["content"]
        whole = {**schema["application/json"]["schema"], "components": described["components"]}
        jsonschema.validate(told, whole)


def test_an_empty_database_can_be_looked_at(engine: Engine) -> None:
    assert [ask(engine, path).status for path in ("/", "/changes", "/domains", "/missing", "/search?q=a")] == [200] * 5


def test_a_feed_tells_the_changes_of_all(shelf: Engine) -> None:
    entries = Xml.fromstring(ask(shelf, "/changes.atom").body).findall(f"{ATOM}entry")
    titles = [entry.findtext(f"{ATOM}id", "").removeprefix("http://localhost/") for entry in entries]
    assert [title for title in titles if title.startswith("palace")] == [
        f"palace.example/at/{at}" for at in (THIRD, SECOND, FIRST)
    ]


def test_a_feed_of_a_domain_leads_to_what_changed(shelf: Engine) -> None:
    entry = Xml.fromstring(ask(shelf, "/palace.example/changes.atom").body).findall(f"{ATOM}entry")[0]
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"http://localhost/palace.example/compare/{SECOND}/{THIRD}"


def test_a_feed_is_well_formed_whatever_titles_hold(shelf: Engine) -> None:
    assert Xml.fromstring(ask(shelf, f"/{HOSTILE}/changes.atom").body).tag == f"{ATOM}feed"


@pytest.mark.parametrize("path", ["/changes.atom", "/palace.example/changes.atom", f"/{HOSTILE}/changes.atom"])
def test_a_feed_is_read_by_those_who_follow_it(shelf: Engine, path: str) -> None:
    """Without complaint, and every entry has what RFC 4287 asks for."""
    read = feedparser.parse(ask(shelf, path).body)
    whole = [all(entry.get(name) for name in ("id", "title", "link", "updated_parsed")) for entry in read.entries]
    assert (read.bozo, read.version, bool(read.feed.id), all(whole), len(whole) > 0) == (0, "atom10", True, True, True)


def test_the_published_form_is_that_of_scrapy_show(shelf: Engine) -> None:
    lines = ask(shelf, f"/palace.example/at/{SECOND}.md").text.splitlines()
    assert (lines[0][:60], lines[2]) == (
        "> *The following text is extracted and transformed from the ",
        "# Privacy of the palace",
    )


def test_a_domain_that_was_imported_says_that_the_archive_was_not_asked(engine: Engine, store: Store) -> None:
    store.write([page(name="garden.example"), document(FIRST, "of gardens", name="garden.example")])
    assert "Nobody has asked the archive for this domain yet" in ask(engine, "/garden.example").text


# On a day


def on(engine: Engine, day: str) -> tuple[int, bool]:
    told = ask(engine, f"/palace.example/on/{day}.json").told
    return told["shown"]["version"]["number"], told["certain"]


def test_a_day_between_two_captures_of_a_wording_is_certain(shelf: Engine) -> None:
    assert on(shelf, "2010-05-01") == (1, True)


def test_a_day_between_two_wordings_is_not_certain(shelf: Engine) -> None:
    assert on(shelf, "2011-01-01") == (1, False)


def test_the_day_of_the_first_capture_counts_whole(shelf: Engine) -> None:
    assert on(shelf, "2011-06-01") == (2, True)


def test_before_the_first_capture_nothing_is_claimed(shelf: Engine) -> None:
    refused = ask(shelf, "/palace.example/on/2009-01-01.json")
    assert (refused.status, refused.told["error"]) == (
        404,
        "no policy of palace.example is known for 2009-01-01: its first capture is of 2010-03-01",
    )


def test_a_form_leads_to_the_permanent_address_of_a_day(shelf: Engine) -> None:
    sent = ask(shelf, "/palace.example/on?day=2011-07-01")
    assert (sent.status, sent.headers["location"]) == (303, "/palace.example/on/2011-07-01")


# Versions


@pytest.mark.parametrize("at", [FIRST, AGAIN, stamp(2010, 5)])
def test_any_moment_at_which_it_was_seen_names_a_version(shelf: Engine, at: str) -> None:
    assert ask(shelf, f"/palace.example/at/{at}.json").told["version"]["number"] == 1


def test_a_moment_between_two_wordings_names_none(shelf: Engine) -> None:
    assert ask(shelf, f"/palace.example/at/{stamp(2011, 1)}").status == 404


def test_an_address_stays_when_an_older_version_comes_to_light(engine: Engine, store: Store) -> None:
    read = [document(at, wording) for at, wording in ((FIRST, "one"), (SECOND, "two"))]
    store.write([domain(), page(), answer(capture(FIRST), capture(SECOND)), *read])
    before = version_page(engine, "palace.example", SECOND, 1).markdown
    older = stamp(2010, 1)
    store.write([answer(capture(older)), document(older, "In the beginning was no word.")])
    after = version_page(engine, "palace.example", SECOND, 1)
    assert (after.version.number, after.markdown) == (3, before)


def test_a_version_tells_where_it_is_from(shelf: Engine) -> None:
    told = ask(shelf, f"/palace.example/at/{SECOND}.json").told
    assert (told["archive_page"], told["provenance"]["served_timestamp"], told["provenance"]["language"]) == (
        f"https://web.archive.org/web/{SECOND}/http://palace.example/privacy",
        SECOND,
        "en",
    )


def test_paragraphs_that_others_have_are_told_with_who_had_them(shelf: Engine) -> None:
    (shared,) = ask(shelf, f"/palace.example/at/{FIRST}.json").told["shared"]
    assert (shared["text"][:12], [one["domain"] for one in shared["first"]]) == ("The gardener", ["garden.example"])


# Comparisons


def compared(engine: Engine) -> list[str]:
    told = ask(engine, f"/palace.example/compare/{SECOND}/{THIRD}.json").told
    return [paragraph["how"] for paragraph in told["paragraphs"]]


def test_a_paragraph_that_moved_is_told_as_moved(shelf: Engine) -> None:
    assert (compared(shelf).count("moved"), compared(shelf).count("left")) == (1, 1)


def test_two_versions_are_told_in_their_order_whichever_is_named_first(shelf: Engine) -> None:
    told = ask(shelf, f"/palace.example/compare/{THIRD}/{FIRST}.json").told
    assert (told["old"]["number"], told["new"]["number"]) == (1, 3)


def test_a_comparison_leads_to_the_one_before(shelf: Engine) -> None:
    told = ask(shelf, f"/palace.example/compare/{SECOND}/{THIRD}.json").told
    assert (told["previous"], told["next"]) == (f"/palace.example/compare/{FIRST}/{SECOND}", None)


def test_texts_longer_than_any_policy_are_not_compared(shelf: Engine) -> None:
    assert ask(shelf, f"/{HOSTILE}/compare/{FIRST}/{SECOND}.json").told["too_long"] is True


# Search


def test_a_hit_shows_the_words_that_were_sought(shelf: Engine) -> None:
    assert "<mark>four</mark> <mark>cookies</mark>" in ask(shelf, '/search?q="four+cookies"').text


def test_a_search_finds_domains_by_how_their_names_begin(shelf: Engine) -> None:
    told = ask(shelf, "/search.json?q=https://www.palace").told
    assert [one["domain"] for one in told["domains"]] == ["palace.example"]


def test_a_language_and_days_narrow_a_search(shelf: Engine) -> None:
    told = ask(shelf, "/search.json?q=gardener&language=de&since=2010&until=2011").told
    assert [hit["domain"] for hit in told["hits"]] == ["garden.example"]
